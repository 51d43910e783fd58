/**
 * Says of a name that it neither sends nor receives mail, so that nobody can pretend it does: no sender is allowed (RFC 7208 10.1.2), no
 * server takes mail (the null MX of RFC 7505), and what claims to be from it is rejected.
 */
import { buildDmarc } from "../dmarc/build";
import { buildSpf } from "../spf/build";
import { defaultTtl, type MailRecord } from "./mail-record";

export function parkedNameRecords(name: string, { reportTo }: { reportTo: readonly string[] }): MailRecord[] {
  const id = (what: string): string => `${name.replaceAll(".", "-")}-${what}`;
  return [
    { id: id("null-mx"), type: "MX", name, value: ".", priority: 0, ttl: defaultTtl },
    { id: id("spf"), type: "TXT", name, value: buildSpf({ include: [], all: "-all" }), ttl: defaultTtl },
    { id: id("dmarc"), type: "TXT", name: `_dmarc.${name}`, value: buildDmarc({ policy: "reject", reportTo }), ttl: defaultTtl },
  ];
}
