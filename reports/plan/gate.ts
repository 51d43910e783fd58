/** What the safety gate found in a plan, what was let pass and why, and the way through. */
import { type GuardedPlan, openFindings } from "../../changes/guard";
import { isWaived, type Waiver, waiveOptions } from "../../changes/waiver";
import type { Finding } from "../../findings/finding";

export function gateLines(environment: string, plan: GuardedPlan, verb: string): string[] {
  const { findings, forcedBecause, waived = [] } = plan;
  const lines = ({ id, where, what, remedy }: Finding): string[] => [`  ! ${id} ${where}`, `    ${what}`, `    ${remedy}`];
  if (forcedBecause) return ["", "passed by --force, despite:", ...findings.flatMap(lines), `reason: ${forcedBecause}`];
  const passed = findings.flatMap((finding) =>
    waived.filter((waiver) => isWaived(finding, [waiver])).map(({ reason }) => [...lines(finding), `    reason: ${reason}`]),
  );
  const open = openFindings(plan);
  const command = `npx twinpost ${verb} --env ${environment}`;
  return [
    ...(passed.length > 0 ? ["", "passed by --waive, despite:", ...passed.flat()] : []),
    ...(open.length > 0 ? ["", "held back by the safety gate:", ...open.flatMap(lines), ...wayThrough(command, open, waived)] : []),
  ];
}

function wayThrough(command: string, open: readonly Finding[], waived: readonly Waiver[]): string[] {
  const waivers = waiveOptions([...waived, ...open.map(({ id, where }) => ({ id, where }))]);
  return [
    "this plan will not be applied; to apply it anyway, give a reason for each, or one for all:",
    ...(open.length <= mostWaivers ? [`  ${command} ${waivers}`] : []),
    `  ${command} --force "<reason>"`,
  ];
}

const mostWaivers = 3;
