/** What is live at a name whose DNS host we have no access to, as DNS tells it: what nobody can list has to be asked for type by type. */
import { OperatorError } from "../declaration/operator-error";
import { isFailure, valuesOf } from "../mail/dns/answer";
import type { DnsType } from "../mail/dns/record";
import type { Resolve } from "../mail/dns/resolve";
import type { MailRecord } from "../mail/records/mail-record";
import type { LiveRecord } from "../mail/records/standing";

/** Those that mail is about, and those that no CNAME may stand beside. */
const types = ["TXT", "MX", "A", "AAAA", "NS"] as const;

/** DNS knows no ids, so a record's is what it says. */
const liveId = ({ type, name, value, priority }: Pick<MailRecord, "name" | "value" | "priority"> & { type: string }): string =>
  [type, name, priority, value].filter((part) => part !== undefined).join(" ");

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

function liveRecord(name: string, type: DnsType, value: string): LiveRecord {
  const [, preference, host = ""] = (type === "MX" && /^(\d+) (.*)$/.exec(value)) || [];
  const read = { type, name, value: preference ? host : value, ...(preference ? { priority: Number(preference) } : {}) };
  return { id: liveId(read), type, name, content: read.value, ...(preference ? { priority: Number(preference) } : {}) };
}

/** By address, the ids of what was to be published by hand after the last apply: ours, if it is there. */
export function publishedByHand(outputs: unknown): [address: string, id: string][] {
  if (!Array.isArray(outputs)) return [];
  return (outputs as MailRecord[]).filter(({ byHand }) => byHand).map((record) => [`records.${record.id}`, liveId(record)]);
}
