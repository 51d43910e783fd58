/** What is live at a name whose DNS host we have no access to, as DNS tells it: what nobody can list has to be asked for type by type. */
import { OperatorError } from "../declaration/operator-error";
import { isFailure, valuesOf } from "../mail/dns/answer";
import { type DnsRecord, type DnsType, dataText } from "../mail/dns/record";
import type { Resolve } from "../mail/dns/resolve";
import type { MailRecord } from "../mail/records/mail-record";
import type { LiveRecord } from "../mail/records/standing";

/** Those that mail is about, and those that no CNAME may stand beside. */
const types = ["TXT", "MX", "A", "AAAA", "NS"] as const;

/** DNS knows no ids, so a record's is what it says. */
const liveId = (record: DnsRecord): string => `${record.type} ${record.name} ${dataText(record)}`;

/** @throws OperatorError when DNS does not answer: that is not the same as nothing being there. */
export async function listLiveRecords(resolve: Resolve, name: string): Promise<LiveRecord[]> {
  const ask = async (type: DnsType): Promise<LiveRecord[]> => {
    const response = await resolve(name, type);
    if (isFailure(response)) {
      throw new OperatorError(`DNS gave no answer about ${name} ${type}`, "check the network and TWINPOST_DNS_RESOLVERS, then ask again");
    }
    return valuesOf(response).map((value) => liveRecord(name, type, value));
  };
  const aliases = await ask("CNAME");
  return aliases.length > 0 ? aliases : (await Promise.all(types.map(ask))).flat();
}

function liveRecord(name: string, type: DnsType, text: string): LiveRecord {
  const [, priority, host = ""] = (type === "MX" && /^(\d+) (.*)$/.exec(text)) || [];
  const record = { type, name, value: priority ? host : text, ...(priority ? { priority: Number(priority) } : {}) };
  return { id: liveId(record), ...record };
}

/** By address, the ids of what was to be published by hand after the last apply: ours, if it is there. */
export function publishedByHand(outputs: unknown): [address: string, id: string][] {
  if (!Array.isArray(outputs)) return [];
  return (outputs as MailRecord[]).filter(({ byHand }) => byHand).map((record) => [`records.${record.id}`, liveId(record)]);
}
