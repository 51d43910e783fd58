/** `twinpost promote`: whether what is applied in one environment may go to the next, and the record that it may. */

import { openJobFiles } from "../adapters/github/job-files";
import { answerText } from "../reports/answer";
import { nextText } from "../reports/next";
import { nextAfterPromote } from "../reports/next-steps";
import { promotionAnswer } from "../reports/promotion/json";
import { promotionText } from "../reports/promotion/text";
import { tell } from "../reports/tell";
import { loadEnvironmentTarget } from "../wiring/declared";
import { inReadRole } from "../wiring/job-role";
import { promoteEffects } from "../wiring/promote";
import { type Promotion, promote } from "../workflows/promote/promote";
import { reviewEmergencies } from "../workflows/promote/review-emergency";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

interface Options {
  from: string;
  to: string;
  emergency?: string;
  reviewed?: string;
  apply?: true;
  json?: true;
}

export async function run({ from, to, emergency, reviewed, apply, json }: Options, world: World): Promise<ExitCode> {
  const outside = connectionsOf(world);
  const target = loadEnvironmentTarget(to, outside);
  const connections = apply ? outside : (await inReadRole(target, outside)).connections;
  const use = promoteEffects(target.environment, connections);
  const act = apply === true;
  if (reviewed !== undefined) {
    const told = await reviewEmergencies({ environment: target.environment, note: reviewed, act }, use);
    tell(world.stdout, `${told}\n`);
    return 0;
  }
  const below = loadEnvironmentTarget(from, connections).environment;
  // A workflow passes its input on, also when nobody filled it in.
  const reason = emergency?.trim() ? { emergency } : {};
  const promotion = await promote({ from: below, to: target.environment, act, ...reason }, use);
  if (json) world.stdout.write(answerText(promotionAnswer, promotion));
  else tell(world.stdout, `${promotionText(promotion)}${nextText(nextAfterPromote(from, to, outcomeOf(promotion)))}`);
  if (promotion.refusals.length > 0) return 3;
  if (promotion.commit !== undefined) openJobFiles(world.env).setOutput("commit", promotion.commit);
  return 0;
}

function outcomeOf({ refusals, commit, recorded }: Promotion): "refused" | "nothing" | "recorded" | "allowed" {
  if (refusals.length > 0) return "refused";
  if (commit === undefined) return "nothing";
  return recorded ? "recorded" : "allowed";
}
