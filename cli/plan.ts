/** `twinpost plan`: what would change in an environment, in the organisation or in an account. Keeps the plan, so that `apply` applies what was read; 3 when the gate holds it back. */

import { openJobFiles } from "../adapters/github/job-files";
import { isHeldBack } from "../changes/guard";
import { isEmpty } from "../changes/plan-summary";
import { shownAttributes } from "../changes/shown-attributes";
import type { Waiver } from "../changes/waiver";
import { accountStackName } from "../declaration/names/stacks";
import { answerText } from "../reports/answer";
import { planAnswer } from "../reports/plan/json";
import { accountLacksText, planNext, planText } from "../reports/plan/text";
import { tell } from "../reports/tell";
import { accountShortcomings } from "../wiring/account-stack";
import { loadTarget } from "../wiring/declared";
import { inReadRole } from "../wiring/job-role";
import { planEffects } from "../wiring/plan";
import { planInJob, writePlanPage } from "../wiring/plan-in-job";
import { requireTokens } from "../wiring/required-tokens";
import { requireNoSecret, sharePlan } from "../wiring/share-plan";
import { withTokens } from "../wiring/tokens";
import { whereText } from "../wiring/where";
import { planAndShow } from "../workflows/plan";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

type Options = {
  env: string;
  force?: string;
  waive?: Waiver[];
  json?: true;
  full?: true;
  refresh: boolean;
  synthesised?: string;
  share?: string;
};

export async function run({ env, force, waive = [], json, full, refresh, synthesised, share }: Options, world: World): Promise<ExitCode> {
  const outside = connectionsOf(world);
  const target = loadTarget(env, outside);
  const { connections: inRole, tokens } = await inReadRole(target, outside);
  const connections = await withTokens(target, tokens ?? "plan", inRole);
  const { file, actsOn, own, inWords: terraformsWords, use } = planEffects(target, connections, synthesised);
  requireTokens(target, connections);
  const inJob = await planInJob(target, { isShared: share !== undefined }, connections);
  // An apply would find out in its middle, after minutes.
  const lacking = await accountShortcomings(target, connections);
  for (const { what, remedy } of lacking) connections.narrate(`${what}\n  ${remedy}`);
  const waivers = [...waive, ...inJob.waivers];
  const { plan, shown } = await planAndShow({ file, own, refresh, ...(force ? { force } : {}), waivers }, use);
  if (share !== undefined) {
    const sharing = { target, planned: { plan, shown, file, actsOn }, folder: share, key: inJob.shown?.targets[target.name]?.key };
    const planned = await sharePlan({ ...sharing, isEvidence: inJob.isEvidence }, connections);
    if (inJob.job) writePlanPage({ planned, job: inJob.job, pull: inJob.pull, shown: inJob.shown }, connections);
    // Each leg of a matrix has outputs of its own: of one name, the last leg's would be left.
    openJobFiles(world.env).setOutput(`changes-${target.name}`, String(!isEmpty(plan)));
  }
  const inWords = () => planText(env, plan, { where: whereText({ env }, world), shown: shownAttributes(shown) });
  const text = json
    ? answerText(planAnswer, { ...plan, ...(lacking.length > 0 ? { accountStack: lacking } : {}) })
    : `${full ? await terraformsWords() : ""}${inWords()}`;
  // A job's log is read by everybody who may read the repository.
  if (inJob.job) requireNoSecret(`the plan of "${target.name}"`, [text], connections);
  if (json) world.stdout.write(text);
  else if (inJob.job) tell(world.stdout, text);
  else {
    const account = lacking.length > 0 ? accountStackName(target.aws.account) : undefined;
    tell(
      world.stdout,
      isEmpty(plan) ? `${text}${planNext(env, plan)}` : `${text}${accountLacksText(lacking)}${planNext(env, plan, account)}`,
    );
  }
  return isHeldBack(plan) ? 3 : 0;
}
