/**
 * `twinpost bootstrap`: makes what no Terraform state can own: the bucket that Terraform keeps its state in, and the environments at GitHub,
 * whose jobs apply it.
 */

import { accountStackName } from "../declaration/names/stacks";
import { answerText } from "../reports/answer";
import { bootstrapAnswer } from "../reports/bootstrap/json";
import { bucketText, githubText } from "../reports/bootstrap/text";
import { nextText } from "../reports/next";
import { nextAfterBootstrap } from "../reports/next-steps";
import { tell } from "../reports/tell";
import { accountStanding } from "../wiring/account-stack";
import { bucketEffects, githubOpener } from "../wiring/bootstrap";
import { loadTarget } from "../wiring/declared";
import { bootstrapBucket, bootstrapGithubOf } from "../workflows/bootstrap";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ env, apply, json }: { env: string; apply?: true; json?: true }, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const target = loadTarget(env, connections);
  const bucket = await bootstrapBucket(target, apply === true, bucketEffects(target, connections));
  // Whatever comes of GitHub, the bucket is there now.
  if (!json) tell(world.stdout, bucketText(bucket));
  const github = await bootstrapGithubOf(target, apply === true, githubOpener(connections));
  const isBlocked = "findings" in github && github.findings.some(({ severity }) => severity === "error");
  // Asked for people alone: a job's role may not read it, and a program has its own order.
  const isUnready = apply === true && !json && (await accountStanding(target, connections)) !== "applied";
  const outcome = { applied: apply === true, isBlocked, ...(isUnready ? { account: accountStackName(target.aws.account) } : {}) };
  if (json) world.stdout.write(answerText(bootstrapAnswer, { ...bucket, github }));
  else tell(world.stdout, `${githubText(github)}${nextText(nextAfterBootstrap(env, outcome))}`);
  return isBlocked ? 1 : 0;
}
