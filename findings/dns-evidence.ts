/** What was heard in DNS, as a finding shows it. */
import type { DnsAnswer } from "../mail/dns/answer";
import type { DnsType } from "../mail/dns/record";
import { type Evidence, type Finding, findingOf } from "./finding";

/** Why there is nothing. */
function noAnswerText({ outcome, failure }: DnsAnswer): string {
  if (outcome === "no-such-name") return "no such name";
  if (outcome === "no-data") return "no such record";
  return failure === "servfail" || failure === "truncated" ? "the server failed" : "no answer in time";
}

export function evidenceOf(name: string, type: DnsType, response: DnsAnswer): Evidence {
  const { ttl } = response;
  const end = response.outcome === "answer" ? response.values.map((value) => `"${value}"`).join(", ") : noAnswerText(response);
  return {
    server: response.server,
    question: `${name} ${type}`,
    answer: [...response.aliases.map(({ target }) => `CNAME ${target}`), end].join(", then "),
    ...(ttl === undefined ? {} : { ttl }),
  };
}

/** Whether a record is there is not known. */
export const unanswered = (name: string, type: DnsType, response: DnsAnswer): Finding =>
  findingOf("dns/no-answer", {
    what: `${name} ${type} could not be looked up: ${noAnswerText(response)}`,
    where: `${name} ${type}`,
    evidence: [evidenceOf(name, type, response)],
  });
