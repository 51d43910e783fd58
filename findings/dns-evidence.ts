/** What was heard in DNS, as a finding shows it. */
import type { DnsResponse, DnsType } from "../mail/dns/resolve";
import { type Evidence, type Finding, findingOf } from "./finding";

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
