/**
 * `twinpost bootstrap`: makes what no Terraform state can own: the bucket that Terraform keeps its state in, and the environments at GitHub,
 * whose jobs apply it.
 */

import { answerText } from "../reports/answer";
import { bootstrapAnswer } from "../reports/bootstrap/json";
import { bucketText, githubText } from "../reports/bootstrap/text";
import { nextText } from "../reports/next";
import { nextAfterBootstrap } from "../reports/next-steps";
import { tell } from "../reports/tell";
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
  if (json) world.stdout.write(answerText(bootstrapAnswer, { ...bucket, github }));
  else tell(world.stdout, `${githubText(github)}${nextText(nextAfterBootstrap(env, { applied: apply === true, isBlocked }))}`);
  return isBlocked ? 1 : 0;
}
