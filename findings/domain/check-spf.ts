/**
 * Checks the SPF record at one name. A message's verdict comes from the record at its return path; the From domain is checked because
 * administrators and scanners look there.
 */

import { isFailure, valuesOf } from "../../mail/dns/answer";
import type { Resolve } from "../../mail/dns/resolve";
import { parseErrorText } from "../../mail/records/parse-error";
import { type SpfBudget, spfBudget } from "../../mail/spf/budget";
import { isSpf, parseSpf, type SpfRecord } from "../../mail/spf/record";
import { spfStrength } from "../../mail/spf/strength";
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
  return [
    ...record.errors.map((error) => findingOf("spf/syntax", { ...own, what: parseErrorText(error), place: error.place })),
    ...checkTerms(record, own),
    ...checkBudget(domain, await spfBudget(domain, resolve), own),
  ];
}

type Own = { where: string; evidence: Evidence[] };

function checkTerms(record: SpfRecord, own: Own): Finding[] {
  const { text, mechanisms, redirect } = record;
  const findings: Finding[] = [];
  const add = (id: FindingId, what: string, place?: number): number => findings.push(findingOf(id, { ...own, what, place }));
  const end = mechanisms.findIndex(({ kind }) => kind === "all");
  const all = mechanisms[end];
  const { others } = spfStrength(record);
  if (others === "+all") add("spf/everybody", "any host may send in this name", all?.qualifier === "+" ? all.place : undefined);
  else if (others === "?all") add("spf/no-end", "hosts that are not named are neutral", all?.place);
  for (const { kind, text: term, place } of mechanisms) if (kind === "ptr") add("spf/ptr", `"${term}" should not be used`, place);
  const unread = [...(end < 0 ? [] : mechanisms.slice(end + 1)), ...(end >= 0 && redirect ? [redirect] : [])];
  for (const { text: term, place } of unread) add("spf/never-read", `"${term}" is never read, since "${all?.text}" ends the record`, place);
  const bytes = Buffer.byteLength(text);
  if (bytes >= spfLimits.bytes) add("spf/too-long", `the record has ${bytes} bytes, expected fewer than ${spfLimits.bytes}`);
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
