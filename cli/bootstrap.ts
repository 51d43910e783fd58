/**
 * `twinpost bootstrap`: makes what no Terraform state can own: the bucket that Terraform keeps its state in, and the environments at GitHub,
 * whose jobs apply it.
 */
import { Command } from "commander";
import { bucketText, githubText } from "../reports/bootstrap/text";
import { bootstrapBucket, bootstrapGithubOf } from "../wiring/bootstrap";
import type { ExitCode, World } from "../wiring/world";
import { applyOption, envOption, jsonOption } from "./options";

export const command = (): Command =>
  new Command("bootstrap")
    .description("make the state bucket of an environment's AWS account and, with GITHUB_TOKEN, protect its environments at GitHub")
    .addOption(envOption())
    .addOption(applyOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      "\nExample:\n  $ npx twinpost bootstrap --env staging --apply\n  $ GITHUB_TOKEN=$(gh auth token) npx twinpost bootstrap --env staging   # GitHub too",
    );

export async function run({ env, apply, json }: { env: string; apply?: true; json?: true }, world: World): Promise<ExitCode> {
  const bucket = await bootstrapBucket(env, apply === true, world);
  // Whatever comes of GitHub, the bucket is there now.
  if (!json) world.stdout.write(bucketText(bucket));
  const github = await bootstrapGithubOf(env, apply === true, world);
  world.stdout.write(json ? `${JSON.stringify({ ...bucket, github })}\n` : githubText(github));
  return "findings" in github && github.findings.some(({ severity }) => severity === "error") ? 1 : 0;
}
