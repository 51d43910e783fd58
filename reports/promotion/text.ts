/** A promotion for a terminal: the commit, every reason against it with its remedy, what an emergency passed over, and what differs. */
import type { Refusal } from "../../workflows/promote/decide";
import type { Promotion } from "../../workflows/promote/promote";

export function promotionText({ from, to, commit, release, refusals, skipped, differences, recorded }: Promotion): string {
  const what = commit === undefined ? `${from} to ${to}: nothing to promote` : `${from} to ${to}: ${commit}`;
  return [
    what,
    ...(release ? [`applied in ${from} since ${release.since.toISOString()}`] : []),
    ...refusals.flatMap(refusalLines),
    ...skipped.map(({ id, what }) => `passed over by the emergency: ${id} ${what}`),
    ...(differences.length > 0 ? [`what was proven in ${from} does not show these, which ${to} has to prove itself:`] : []),
    ...differences.map(({ what, from: one, to: other }) => `  ${what}: ${said(one)} -> ${said(other)}`),
    ...(refusals.length > 0 ? ["refused"] : []),
    ...(refusals.length === 0 && commit !== undefined ? [nextText(to, commit, recorded)] : []),
    "",
  ].join("\n");
}

const nextText = (to: string, commit: string, recorded: boolean): string =>
  recorded
    ? `recorded: check out ${commit}, plan and apply ${to}`
    : `nothing is against it: check out ${commit}, plan ${to}, and add --apply to record the promotion`;

const refusalLines = ({ id, what, remedy }: Refusal): string[] => [`${id} ${what}`, `  ${remedy}`];

const said = (values: readonly string[]): string => (values.length === 0 ? "none" : values.join(", "));
