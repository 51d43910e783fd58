/** `twinpost roll-back`: the data of an earlier release, under today's code; and the end of the hold that follows. */

import { openFindings } from "../changes/guard";
import type { Waiver } from "../changes/waiver";
import { OperatorError } from "../declaration/operator-error";
import { answerText } from "../reports/answer";
import { planText } from "../reports/plan/text";
import { rollBackAnswer } from "../reports/roll-back/json";
import { rollBackText } from "../reports/roll-back/text";
import { tell } from "../reports/tell";
import { loadEnvironmentTarget } from "../wiring/declared";
import { githubJob } from "../wiring/github-job";
import { inReadRole } from "../wiring/job-role";
import { addRecord, recordsOf } from "../wiring/promote";
import { requireTokens } from "../wiring/required-tokens";
import { rollBackEffects } from "../wiring/roll-back";
import { requireNoSecret } from "../wiring/share-plan";
import { withTokens } from "../wiring/tokens";
import { liftHold, type RollBack, rollBack } from "../workflows/roll-back/roll-back";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

interface Options {
  env: string;
  to?: string;
  lift?: string;
  waive?: Waiver[];
  share?: string;
  reviewed?: true;
  apply?: true;
  json?: true;
}

/** As programs get it. */
const toldRollBack = ({ environment, release, plan, irreversible, applied }: RollBack) => ({
  ...{ environment, commit: release.commit, lastApplied: release.at.toISOString(), irreversible, applied },
  ...{ changes: plan?.changes ?? [], findings: plan ? openFindings(plan) : [] },
});

export async function run({ env, to, lift, waive = [], share, reviewed, apply, json }: Options, world: World): Promise<ExitCode> {
  const outside = connectionsOf(world);
  const target = loadEnvironmentTarget(env, outside);
  const { environment } = target;
  const act = apply === true;
  const inRole = act ? outside : (await inReadRole(target, outside)).connections;
  if (lift !== undefined) {
    const hold = (result: Parameters<typeof addRecord<"hold">>[2]) => addRecord("hold", environment, result, inRole);
    const told = await liftHold({ environment, reason: lift, act }, { newestHold: recordsOf(inRole).hold, hold });
    tell(world.stdout, `${told}\n`);
    return 0;
  }
  if (to === undefined) throw new OperatorError("roll-back: nothing is named, expected --to or --lift", undefined, { exitCode: 2 });
  const connections = await withTokens(target, act ? "admin" : "plan", inRole);
  requireTokens(target, connections);
  const outcome = await rollBack(
    { environment, to, act },
    rollBackEffects(target, { waivers: waive, share, isReviewed: reviewed === true }, connections),
  );
  const text = json
    ? answerText(rollBackAnswer, toldRollBack(outcome))
    : rollBackText(outcome, outcome.plan ? planText(env, outcome.plan) : "");
  // A job's log is read by everybody who may read the repository.
  if (githubJob(connections.env)) requireNoSecret(`the plan of "${env}"`, [text], connections);
  if (json) world.stdout.write(text);
  else tell(world.stdout, text);
  return outcome.irreversible.length > 0 || outcome.isHeldBack ? 3 : 0;
}
