/** Every kind of finding that verifying can produce, by its stable id. docs/findings.md is generated from it (`npm run docs`). */
import type { DnsResponse, DnsType } from "../mail/dns/resolve";
import type { Evidence, Finding } from "./finding";
import type { FindingKind } from "./kind";
import { dkimKinds } from "./kinds/dkim";
import { dmarcKinds } from "./kinds/dmarc";
import { dnsKinds } from "./kinds/dns";
import { forecastKinds } from "./kinds/forecast";
import { spfKinds } from "./kinds/spf";

const all = { ...spfKinds, ...dkimKinds, ...dmarcKinds, ...dnsKinds, ...forecastKinds };

export type FindingId = keyof typeof all;

export const catalogue: Readonly<Record<FindingId, FindingKind>> = all;

export interface Observation {
  what: string;
  /** Name and type of the record. */
  where: string;
  /** Characters from the beginning of the record's text. */
  place?: number | undefined;
  /** More precise than the catalogue's. */
  remedy?: string | undefined;
  evidence?: readonly Evidence[];
}

export function findingOf(id: FindingId, { what, where, place, remedy, evidence = [] }: Observation): Finding {
  return {
    id,
    severity: catalogue[id].severity,
    what,
    where: place === undefined ? where : `${where}, character ${place + 1}`,
    remedy: remedy ?? catalogue[id].remedy,
    ...(evidence.length > 0 ? { evidence } : {}),
  };
}

const words: Record<Exclude<DnsResponse["outcome"], "answer">, string> = {
  nxdomain: "no such name",
  nodata: "no such record",
  servfail: "the server failed",
  timeout: "no answer in time",
};

export function evidenceOf(name: string, type: DnsType, response: DnsResponse): Evidence {
  const ttl = "ttl" in response ? response.ttl : undefined;
  const end = response.outcome === "answer" ? response.values.map((value) => `"${value}"`).join(", ") : words[response.outcome];
  return {
    server: response.server,
    question: `${name} ${type}`,
    answer: [...response.aliases.map(({ target }) => `CNAME ${target}`), end].join(", then "),
    ...(ttl === undefined ? {} : { ttl }),
  };
}

/** Whether a record is there is not known. */
export const unanswered = (name: string, type: DnsType, response: DnsResponse): Finding =>
  findingOf("dns/no-answer", {
    what: `${name} ${type} could not be looked up: ${words[response.outcome as keyof typeof words]}`,
    where: `${name} ${type}`,
    evidence: [evidenceOf(name, type, response)],
  });
