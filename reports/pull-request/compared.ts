/** On the main branch: whether the plan of the merged tree is what the pull request's comment showed, or else both beside each other. */
import { canonicalDifference } from "../../changes/canonical-plan";
import { partsOf, type ShownPlans, shortened } from "./marker";
import { code, plain } from "./neutral";
import { isPlanned, type Planned, type PlannedTarget } from "./view";

/** @param shown by the comment of the pull request; undefined when there is none that can be read. */
export function comparedSection(targets: readonly PlannedTarget[], shown: ShownPlans | undefined, pull: number | undefined): string[] {
  if (pull === undefined) return ["No pull request brought this commit, so nobody was shown a plan of it before."];
  if (!shown) return [`The comment of #${pull} showed no plan that can be compared with this one.`];
  const lines = targets.filter(isPlanned).flatMap((each) => comparedLines(each, shown));
  return [`### What #${pull} showed, and what is planned now`, "", ...lines];
}

const isAsShown = (each: Planned, shown: ShownPlans | undefined): boolean => {
  const { canonical } = each.planned.result;
  const before = shown?.targets[each.target];
  return before !== undefined && before.key === canonical.key && before.digest === canonical.digest;
};

function comparedLines(each: Planned, shown: ShownPlans): string[] {
  const before = shown.targets[each.target];
  const { canonical } = each.planned.result;
  const name = code(each.target);
  if (!before) return [`- ⚠️ ${name}: the comment showed no plan of it`];
  if (isAsShown(each, shown)) return [`- ✅ ${name}: exactly what the comment showed`];
  if (before.key !== canonical.key || !before.parts) return [`- ⚠️ ${name}: not what the comment showed; which part differs is not known`];
  const parts = canonicalDifference(partsOf(before.parts), shortened(canonical.parts));
  const rows = parts.slice(0, mostRows).map(({ name: part, was = "nothing", is = "nothing" }) => {
    const now = was === is ? `${plain(is)}, with other values` : plain(is);
    return `| ${code(part)} | ${plain(was)} | ${now} |`;
  });
  const more = parts.length - rows.length;
  return [
    `- ⚠️ ${name}: not what the comment showed`,
    "",
    ...["| | shown in the pull request | planned now |", "| --- | --- | --- |", ...rows],
    ...(more > 0 ? [`| and ${more} more | | |`] : []),
    "",
  ];
}

const mostRows = 50;
