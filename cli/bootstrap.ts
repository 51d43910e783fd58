/** `twinpost bootstrap`: makes the bucket that Terraform keeps its state in, which no Terraform state can own. */
import { Command } from "commander";
import { requireAccount } from "../adapters/aws/account";
import { createAwsClients } from "../adapters/aws/clients";
import { ensureStateBucket, findStateBucket } from "../adapters/aws/state-bucket";
import { stateBucket } from "../environments/names";
import { applyOption, envOption, jsonOption } from "./options";
import { loadNamed } from "./wiring/named-stack";
import type { ExitCode, World } from "./world";

export const command = (): Command =>
  new Command("bootstrap")
    .description("make the state bucket of an environment's AWS account; harmless when it exists")
    .addOption(envOption())
    .addOption(applyOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample:\n  $ npx twinpost bootstrap --env staging --apply");

export async function run({ env, apply, json }: { env: string; apply?: true; json?: true }, world: World): Promise<ExitCode> {
  const { aws } = loadNamed(env);
  const bucket = stateBucket({ aws });
  const { account, region } = aws;
  const { sts, s3 } = createAwsClients({ region, env: world.env });
  await requireAccount(sts, account);
  if (!apply) {
    const exists = await findStateBucket(s3, { bucket, account });
    const found = exists ? `${bucket}: is there; --apply checks its settings` : `would make ${bucket} in ${region}: add --apply to do so`;
    world.stdout.write(json ? `${JSON.stringify({ bucket, applied: false, exists })}\n` : `${found}\n`);
    return 0;
  }
  const { created } = await ensureStateBucket(s3, { bucket, region, account });
  const what = created ? "made" : "was there already, and is versioned, encrypted and private";
  world.stdout.write(json ? `${JSON.stringify({ bucket, applied: true, created })}\n` : `${bucket}: ${what}\n`);
  return 0;
}
