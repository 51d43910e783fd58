/** Lists the live records at a name of a DNS host that we cannot access, by asking DNS for each type. */
import { OperatorError } from "../declaration/operator-error";
import { isFailure, valuesOf } from "../mail/dns/answer";
import { type DnsRecord, type DnsType, dataText } from "../mail/dns/record";
import type { Resolve } from "../mail/dns/resolve";
import type { MailRecord } from "../mail/records/mail-record";
import type { LiveRecord } from "../mail/records/standing";

/** Types that mail uses, and types that cannot exist beside a CNAME. */
const types = ["TXT", "MX", "A", "AAAA", "NS"] as const;

/** Records have no ids in DNS, so the id is made of the content. */
const liveId = (record: DnsRecord): string => `${record.type} ${record.name} ${dataText(record)}`;

/** @throws OperatorError if DNS does not answer, which does not prove that there is no record. */
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

/** By address, the ids of the records that a person was to publish after the last apply. A live record with such an id is ours. */
export function publishedByHand(outputs: unknown): [address: string, id: string][] {
  if (!Array.isArray(outputs)) return [];
  return (outputs as MailRecord[]).filter(({ byHand }) => byHand).map((record) => [`records.${record.id}`, liveId(record)]);
}
