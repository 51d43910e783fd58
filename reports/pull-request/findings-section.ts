/** What the safety gate and the forecast found, each with what to do. Many of a kind are one: a reader decides on them at once. */
import { openFindings } from "../../changes/guard";
import { isWaived } from "../../changes/waiver";
import type { Finding } from "../../findings/finding";
import { numberText } from "./list";
import { code, plain, withCode } from "./neutral";
import { type Planned, planOf } from "./view";

/**
 * What holds back, then what may pass with a reason, then what the forecast only notes.
 * @param isWhole each of many is told: the page of a job has room.
 */
export function findingsSection(each: Planned, isWhole = false): string[] {
  const most = isWhole ? Number.POSITIVE_INFINITY : fewEnough;
  const plan = planOf(each);
  const waived = plan.waived ?? [];
  const open = openFindings(plan);
  const passed = plan.findings.filter((finding) => !open.includes(finding));
  const notes = plan.forecast?.findings.filter(({ severity }) => severity !== "error") ?? [];
  const reasonFor = (finding: Finding): string => waived.find((waiver) => isWaived(finding, [waiver]))?.reason ?? plan.forcedBecause ?? "";
  return [
    ...grouped(open).flatMap((some) => [...findingLines("⛔", some, most), ...waiverLines(some)]),
    ...grouped(passed, reasonFor).flatMap((some) => [
      ...findingLines("🔓", some, most),
      ...some.slice(0, 1).map((finding) => `  - let pass because: ${plain(reasonFor(finding))}`),
    ]),
    ...grouped(notes).flatMap((some) => findingLines("ℹ️", some, most)),
  ];
}

/** Three of a kind are told one by one. */
const fewEnough = 3;

/** @param also what else has to be the same. */
function grouped(findings: readonly Finding[], also: (finding: Finding) => string = () => ""): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.id, finding.remedy, also(finding)]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap((some) => (some.length > fewEnough ? [some] : some.map((one) => [one])));
}

function findingLines(mark: string, some: readonly Finding[], most: number): string[] {
  const [first] = some;
  if (!first) return [];
  const remedy = `  - what to do: ${withCode(first.remedy)}`;
  if (some.length === 1) return [`- ${mark} ${code(first.id)} at ${code(first.where)}: ${withCode(first.what)}`, remedy];
  const shown = some.slice(0, most).map(({ where, what }) => `  - at ${code(where)}: ${withCode(what)}`);
  const left = some.length - shown.length;
  const more = left > 0 ? [`  - and ${numberText(left)} more, all of them on the job's page`] : [];
  return [`- ${mark} **${numberText(some.length)} times** ${code(first.id)}`, ...shown, ...more, remedy];
}

/** A group is corrected; nobody writes thousands of reasons. */
const waiverLines = (some: readonly Finding[]): string[] =>
  some.slice(0, 1).map(({ id, where }) => {
    const line = code(`Waive: ${id}@${where}=<reason>`);
    return some.length === 1
      ? `  - or let it pass: write the line ${line} into this pull request's description`
      : `  - or let each pass by a line of its own in this pull request's description, such as ${line}`;
  });
