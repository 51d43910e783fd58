/**
 * Senders that have no stand-in: their SPF records, from a file of data (known-senders.ts), and stand-in records for names that a rehearsal declares
 * outside the sandbox. Those authorise nobody: an SPF record that is neutral about everybody, and an address that is for documentation (RFC 5737).
 */
import { providerNameServers } from "../dns/name-servers";
import type { Zone, ZoneRecord, ZoneStore } from "../dns/zones";
import { knownSenders } from "./known-senders";

/** Names to which declared records refer, and of which nothing is known here. */
export interface OutsideNames {
  /** They are included in an SPF record. */
  includes: readonly string[];
  /** Their addresses are allowed to send. */
  hosts: readonly string[];
  /** The addresses of their mail exchangers are. */
  exchanging: readonly string[];
}

const ttl = 3600;
const maxTxtString = 255;
const documentationAddress = "192.0.2.1";

export function publishSenders(zones: ZoneStore, { includes, hosts, exchanging }: OutsideNames): void {
  for (const { records = {} } of knownSenders) {
    for (const [name, text] of Object.entries(records)) publish(zones, txt(name, text));
  }
  for (const name of includes) publish(zones, txt(name, "v=spf1 ?all"));
  for (const name of hosts) publish(zones, { name, ttl, type: "A", target: documentationAddress });
  for (const name of exchanging) publish(zones, { name, ttl, type: "MX", priority: 10, target: `mx.${name}` });
  for (const name of exchanging) publish(zones, { name: `mx.${name}`, ttl, type: "A", target: documentationAddress });
}

/** A name that is in no zone gets one of its own. What is there already stays. */
function publish(zones: ZoneStore, record: ZoneRecord): void {
  const zone: Zone = zones.zoneOf(record.name) ?? zones.open(record.name, providerNameServers);
  const isThere = zone.records().some((each) => each.name === record.name && kindOf(each) === kindOf(record));
  if (!isThere) zone.set(`outside ${record.type} ${record.name}`, record);
}

const kindOf = (record: ZoneRecord): string => (record.type === "TXT" && record.strings[0]?.startsWith("v=spf1") ? "SPF" : record.type);

const txt = (name: string, text: string): ZoneRecord => ({
  name,
  ttl,
  type: "TXT",
  strings: text.match(new RegExp(`.{1,${maxTxtString}}`, "g")) ?? [],
});
