/** Copies of secrets in a second region, by the real terraform: made, read there, nothing left to change; moved, which the gate holds back; taken away. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { createAwsClients } from "../../adapters/aws/clients";
import { makeCurrent, storePending } from "../../adapters/aws/secret-versions";
import { readSecret } from "../../adapters/aws/secrets";
import { ensureStateBucket } from "../../adapters/aws/state-bucket";
import { createTerraform, type Terraform } from "../../adapters/terraform/terraform";
import { type GuardedPlan, judgePlan } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import { applicationSecret } from "../../declaration/names/application";
import { providerSecret } from "../../declaration/names/secrets";
import { stackName } from "../../declaration/names/stacks";
import { stateBucket } from "../../declaration/names/terraform-state";
import type { Environment } from "../../declaration/schema/environment";
import { type Sandbox, startSandbox } from "../../sandbox/start";
import { EmailStack } from "../../stacks/email-stack";
import { cloudflareOf } from "../declaration/cloudflare-of";
import { dev } from "../fixtures/environments/dev";

jest.setTimeout(600_000);

const directory = mkdtempSync(join(tmpdir(), "copied-secrets-"));
const planFile = join(directory, "plan.tfplan");
const { account, region } = dev.aws;
const replicaRegion = "eu-central-1";
const settings = { SMTP_SERVER: "localhost" };
let sandbox: Sandbox;
let terraform: Terraform;

function synthesise(environment: Environment): void {
  const app = new App({ outdir: join(directory, "cdktf.out") });
  new EmailStack(app, environment);
  app.synth();
}
const planned = async (): Promise<GuardedPlan> => {
  await terraform.plan(planFile);
  return judgePlan(readPlanJson(await terraform.showPlan(planFile)), { own: { account, domains: [dev.sendingDomain], zones: [] } });
};
const secretsIn = (place: string) => createAwsClients({ region: place, env: { ...sandbox.env } }).secrets;

beforeAll(async () => {
  const options = { directory: join(directory, "sandbox"), seed: "copies", trouble: [], terraformPlugins: "stand-ins" as const };
  const { zone, zoneId } = cloudflareOf(dev);
  const zones = [{ id: zoneId, name: zone }];
  sandbox = await startSandbox({ ...options, zones, aws: [{ account, region }] });
  const env = { ...process.env, ...sandbox.env };
  await ensureStateBucket(createAwsClients({ region, env }).s3, { bucket: stateBucket(dev), region });
  synthesise({ ...dev, secrets: { replicaRegion } });
  const stackDirectory = join(directory, "cdktf.out", "stacks", stackName(dev.name));
  const endpoints = { cloudflare: sandbox.env.TWINPOST_CLOUDFLARE_URL };
  terraform = createTerraform({ environment: dev.name, stackDirectory, dataDirectory: join(directory, "data"), env, endpoints });
  await terraform.init();
  await terraform.plan(planFile);
  await terraform.apply(planFile);
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true });
});

test("leaves nothing to change", async () => {
  expect((await planned()).changes).toEqual([]);
});

test("what is written here is read there, by the same name: settings and credentials, but no token", async () => {
  const id = applicationSecret("dev");
  await makeCurrent(secretsIn(region), id, await storePending(secretsIn(region), id, settings));
  expect(await readSecret(secretsIn(replicaRegion), id)).toEqual(settings);
  const { ARN } = await secretsIn(region).describeSecret({ SecretId: id });
  const copy = await secretsIn(replicaRegion).describeSecret({ SecretId: id });
  expect([copy.ARN, copy.PrimaryRegion]).toEqual([ARN?.replace(region, replicaRegion), region]);
  const there = (await secretsIn(replicaRegion).listSecrets({})).SecretList?.map(({ Name }) => Name);
  expect(there?.sort()).toEqual(["twinpost/dev/application", "twinpost/dev/provider/capture"]);
});

test("moving the copies is held back, and moves them when it may", async () => {
  synthesise({ ...dev, secrets: { replicaRegion: "eu-west-3" } });
  expect((await planned()).findings.map(({ id }) => id)).toEqual(["secret/copy-removed", "secret/copy-removed"]);
  await terraform.apply(planFile);
  expect((await secretsIn(replicaRegion).listSecrets({})).SecretList).toEqual([]);
  expect(await readSecret(secretsIn("eu-west-3"), applicationSecret("dev"))).toEqual(settings);
  expect(await readSecret(secretsIn(region), applicationSecret("dev"))).toEqual(settings);
});

test("Terraform leaves copies that are declared no more; once they are taken away by hand, nothing is left to change", async () => {
  synthesise(dev);
  expect((await planned()).changes).toEqual([]);
  for (const SecretId of [applicationSecret("dev"), providerSecret("dev", "capture")])
    await secretsIn(region).removeRegionsFromReplication({ SecretId, RemoveReplicaRegions: ["eu-west-3"] });
  expect((await planned()).changes).toEqual([]);
  expect((await secretsIn("eu-west-3").listSecrets({})).SecretList).toEqual([]);
});

test("asks the sandbox for nothing that it does not know", () => {
  expect([...sandbox.log.unknown]).toEqual([]);
});
