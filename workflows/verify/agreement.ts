/** Whether all servers give the same answer to one question. For a domain that is not declared, the right answer is not known. */
import { type Finding, findingOf } from "../../findings/finding";
import type { DnsAnswer } from "../../mail/dns/answer";
import { got, nameOf, noServer, silence } from "./record-findings";

export interface Agreement {
  /** The answer of all authoritative servers; the first one if they differ. */
  values: string[];
  published: boolean;
  visible: boolean;
  findings: Finding[];
}

export function agreementOf(where: string, published: readonly DnsAnswer[], visible: readonly DnsAnswer[]): Agreement {
  const heard = published.filter(({ outcome }) => outcome !== "failed");
  const [first] = heard;
  const differing = first ? heard.filter((answer) => contentOf(answer) !== contentOf(first)) : [];
  // These servers do not know the target of an alias in another zone.
  const isAlias = first !== undefined && aliasOf(first) !== undefined;
  const stale =
    first && !isAlias && differing.length === 0
      ? visible.filter((answer) => !isFailed(answer) && contentOf(answer) !== contentOf(first))
      : [];
  const findings = [
    ...(published.length === 0 ? [noServer(where, "authoritative name server")] : []),
    ...(first && differing.length > 0 ? [split(where, [first, ...differing])] : []),
    ...(published.some(isFailed) ? [silence(where, published)] : []),
    ...(first && stale.length > 0 ? [late(where, first, stale)] : []),
    ...(visible.some(isFailed) ? [silence(where, visible)] : []),
  ];
  return {
    values: (isAlias || !first ? undefined : [...first.values]) ?? [...(visible.find(({ values }) => values.length > 0)?.values ?? [])],
    published: first !== undefined && differing.length === 0 && !published.some(isFailed),
    visible: first !== undefined && stale.length === 0 && !visible.some(isFailed),
    findings,
  };
}

const isFailed = ({ outcome }: DnsAnswer): boolean => outcome === "failed";

/** NXDOMAIN and NODATA count as the same answer. */
const contentOf = (answer: DnsAnswer): string =>
  isFailed(answer) ? answer.outcome : JSON.stringify([aliasOf(answer), ...[...answer.values].sort()]);

/** The target of the alias, if the server has no records of it. */
const aliasOf = ({ values, aliases }: DnsAnswer): string | undefined => (values.length === 0 ? aliases.at(-1)?.target : undefined);

function split(where: string, answers: readonly DnsAnswer[]): Finding {
  const told = answers.map(
    (answer) => `${got(answer)} from ${nameOf(answer)}${answer.serial === undefined ? "" : ` (serial ${answer.serial})`}`,
  );
  return findingOf("dns/split-answers", {
    where,
    what: `the zone's servers disagree: ${told.join(", ")}`,
    remedy: "a server behind the others catches up within minutes: verify again; if it does not, ask the DNS host why its servers differ",
  });
}

function late(where: string, published: DnsAnswer, stale: readonly DnsAnswer[]): Finding {
  const ttls = stale.map(({ ttl }) => ttl).filter((ttl) => ttl !== undefined);
  const wait = ttls.length > 0 ? `for ${Math.max(...ttls)} s` : "for its TTL";
  return findingOf("dns/not-visible-yet", {
    where,
    what: `published is ${got(published)}, but ${stale.map((answer) => `${nameOf(answer)} says ${got(answer)}`).join(", ")}`,
    remedy: `it was changed a short while ago: wait ${wait}, then verify again`,
  });
}
