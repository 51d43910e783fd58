/** Whether all servers give the same answer to one question, whatever it is: of a domain that nobody declared, that is what can be known. */
import type { Finding } from "../../findings/finding";
import type { DnsAnswer } from "./check-record";
import { type Fault, got, nameOf, noServer, silence } from "./record-findings";

export interface Agreement {
  /** What every authoritative server says alike, or the first of what they say. */
  values: string[];
  published: boolean;
  visible: boolean;
  findings: Finding[];
}

export function agreementOf(where: string, published: readonly DnsAnswer[], visible: readonly DnsAnswer[]): Agreement {
  const heard = published.filter(({ outcome }) => outcome !== "failed");
  const [first] = heard;
  const differing = first ? heard.filter((answer) => contentOf(answer) !== contentOf(first)) : [];
  // Where an alias leads is another zone's affair: of that these servers know nothing.
  const isAlias = first?.alias !== undefined;
  const stale =
    first && !isAlias && differing.length === 0
      ? visible.filter((answer) => !isFailed(answer) && contentOf(answer) !== contentOf(first))
      : [];
  const faults = [
    ...(published.length === 0 ? [noServer("authoritative name server")] : []),
    ...(first && differing.length > 0 ? [split([first, ...differing])] : []),
    ...(published.some(isFailed) ? [silence(published)] : []),
    ...(first && stale.length > 0 ? [late(first, stale)] : []),
    ...(visible.some(isFailed) ? [silence(visible)] : []),
  ];
  return {
    values: (isAlias ? undefined : first?.values) ?? visible.find(({ values }) => values.length > 0)?.values ?? [],
    published: first !== undefined && differing.length === 0 && !published.some(isFailed),
    visible: first !== undefined && stale.length === 0 && !visible.some(isFailed),
    findings: faults.map(({ id, what, remedy }) => ({ id: `dns/${id}`, severity: "error", what, where, remedy })),
  };
}

const isFailed = ({ outcome }: DnsAnswer): boolean => outcome === "failed";

/** That a name does not exist, or has nothing of that type, is the same to who asks for it. */
const contentOf = ({ outcome, values, alias }: DnsAnswer): string =>
  outcome === "failed" ? outcome : JSON.stringify([alias, ...[...values].sort()]);

function split(answers: readonly DnsAnswer[]): Fault {
  const told = answers.map(
    (answer) => `${got(answer)} from ${nameOf(answer)}${answer.serial === undefined ? "" : ` (serial ${answer.serial})`}`,
  );
  return {
    id: "split-answers",
    what: `the zone's servers disagree: ${told.join(", ")}`,
    remedy: "a server behind the others catches up within minutes: verify again; if it does not, ask the DNS host why its servers differ",
  };
}

function late(published: DnsAnswer, stale: readonly DnsAnswer[]): Fault {
  const ttls = stale.map(({ ttl }) => ttl).filter((ttl) => ttl !== undefined);
  const wait = ttls.length > 0 ? `for ${Math.max(...ttls)} s` : "for its TTL";
  return {
    id: "not-visible-yet",
    what: `published is ${got(published)}, but ${stale.map((answer) => `${nameOf(answer)} says ${got(answer)}`).join(", ")}`,
    remedy: `it was changed a short while ago: wait ${wait}, then verify again`,
  };
}
