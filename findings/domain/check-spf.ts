/**
 * Checks the SPF record at one name. A message's verdict comes from the record at its return path; the From domain is checked because
 * administrators and scanners look there.
 */

import { isFailure, valuesOf } from "../../mail/dns/answer";
import type { Resolve } from "../../mail/dns/resolve";
import { parseErrorText } from "../../mail/records/parse-error";
import { type SpfBudget, spfBudget } from "../../mail/spf/budget";
import { isSpf, mechanismNames, parseSpf, type SpfRecord } from "../../mail/spf/record";
import { type SpfError, spfLimits } from "../../mail/spf/trace";
import type { FindingId } from "../catalogue";
import { evidenceOf, unanswered } from "../dns-evidence";
import { type Evidence, type Finding, findingOf } from "../finding";

export async function checkSpf(domain: string, resolve: Resolve): Promise<Finding[]> {
  const where = `${domain} TXT`;
  const response = await resolve(domain, "TXT");
  if (isFailure(response)) return [unanswered(domain, "TXT", response)];
  const evidence = [evidenceOf(domain, "TXT", response)];
  const [text, ...others] = valuesOf(response).filter(isSpf);
  if (text === undefined) return [findingOf("spf/missing", { what: `${domain} has no SPF record`, where, evidence })];
  if (others.length > 0) {
    return [findingOf("spf/several-records", { what: `${domain} has ${others.length + 1} SPF records`, where, evidence })];
  }
  const record = parseSpf(text);
  const own = { where, evidence: [{ ...(evidence[0] as Evidence), answer: `"${text}"` }] };
  const budget = await spfBudget(domain, resolve);
  const bytes = Buffer.byteLength(text);
  return [
    ...record.errors.map((error) => findingOf("spf/syntax", { ...own, what: parseErrorText(error), place: error.place })),
    ...checkStrangers(budget, own),
    ...budget.records.flatMap(({ domain: at, record: each }) => checkTerms(each, at === domain ? own : { ...own, where: `${at} TXT` })),
    ...(bytes >= spfLimits.bytes
      ? [findingOf("spf/too-long", { ...own, what: `the record has ${bytes} bytes, expected fewer than ${spfLimits.bytes}` })]
      : []),
    ...checkBudget(domain, budget, own),
  ];
}

type Own = { where: string; evidence: Evidence[] };

/** What an evaluation comes to, whichever record decides. */
function checkStrangers({ strangers: { qualifier, decides } }: SpfBudget, own: Own): Finding[] {
  const at = decides && { where: `${decides.domain} TXT`, place: decides.place };
  const because = decides ? `, because of "${decides.text}"` : "";
  if (qualifier === "+") return [findingOf("spf/everybody", { ...own, ...at, what: `any host may send in this name${because}` })];
  if (qualifier === "?") return [findingOf("spf/no-end", { ...own, ...at, what: `hosts that are not named are neutral${because}` })];
  return [];
}

/** Terms that should not stand there, or that nobody reads. */
function checkTerms({ mechanisms, redirect, unknown }: SpfRecord, own: Own): Finding[] {
  const findings: Finding[] = [];
  const add = (id: FindingId, what: string, place?: number): number => findings.push(findingOf(id, { ...own, what, place }));
  const end = mechanisms.findIndex(({ kind }) => kind === "all");
  const all = mechanisms[end];
  for (const { kind, text: term, place } of mechanisms) if (kind === "ptr") add("spf/ptr", `"${term}" should not be used`, place);
  const unread = [...(end < 0 ? [] : mechanisms.slice(end + 1)), ...(end >= 0 && redirect ? [redirect] : [])];
  for (const { text: term, place } of unread) add("spf/never-read", `"${term}" is never read, since "${all?.text}" ends the record`, place);
  for (const { text: term, name, place } of unknown) {
    if (mechanismNames.includes(name)) add("spf/never-read", `"${term}" is ignored: "=" makes it an unknown modifier`, place);
  }
  return findings;
}

function checkBudget(domain: string, { lookups, voidLookups, isWhole, faults, tree }: SpfBudget, own: Own): Finding[] {
  const costs = tree.terms.map(({ text, lookups: cost }) => `${text} ${cost}`).join(", ");
  return [
    ...(lookups > spfLimits.lookups
      ? [
          findingOf("spf/too-many-lookups", {
            ...own,
            what: `the record causes ${isWhole ? lookups : `at least ${lookups}`} look-ups, expected at most ${spfLimits.lookups}: ${costs}`,
          }),
        ]
      : []),
    ...(voidLookups > spfLimits.voidLookups
      ? [
          findingOf("spf/too-many-void-lookups", {
            ...own,
            what: `${voidLookups} look-ups find nothing, expected at most ${spfLimits.voidLookups}: ${voidTerms(tree).join(", ")}`,
          }),
        ]
      : []),
    // The syntax of the record itself is reported above.
    ...faults.filter((fault) => fault.id !== "spf/syntax" || fault.domain !== domain).map((fault) => faultFinding(fault, own)),
  ];
}

const voidTerms = (branch: SpfBudget["tree"]): string[] =>
  branch.terms.flatMap((term) => [
    ...(term.isVoid ? [`${term.text} of ${branch.domain}`] : []),
    ...(term.inner ? voidTerms(term.inner) : []),
  ]);

function faultFinding({ id, what, domain, place, question }: SpfError, own: Own): Finding {
  const evidence = question ? [evidenceOf(question.name, question.type, question.response)] : own.evidence;
  return findingOf(id, { what, where: `${domain} TXT`, place, evidence });
}
