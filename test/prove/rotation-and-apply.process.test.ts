/**
 * An apply by the real terraform, and a rotation of both providers at the same moment: the apply changes who may read the secrets and what the SMTP
 * user may do, the rotation what is in them and its keys. Neither undoes the other's.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { App } from "cdktf";
import { ensureStateBucket } from "../../adapters/aws/state-bucket";
import { createTerraform, type Terraform } from "../../adapters/terraform/terraform";
import { judgePlan } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import { functionsOf } from "../../declaration/events";
import { functionName } from "../../declaration/names/events";
import { sesSmtpBoundary } from "../../declaration/names/ses";
import { stackName } from "../../declaration/names/stacks";
import { stateBucket } from "../../declaration/names/terraform-state";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import { rotateToTheEnd } from "../../rehearsal/load/rotations";
import { rehearsedClocks } from "../../rehearsal/rotation";
import { type Sandbox, startSandbox } from "../../sandbox/start";
import { hurried } from "../../scripts/prove/rotate-to-be-killed";
import { EmailStack } from "../../stacks/email-stack";
import { policyDocument } from "../../stacks/policies/document";
import { functionPolicy, trustLambda } from "../../stacks/policies/function-policies";
import { type Connections, connect } from "../../wiring/connections";
import { credentialsEffects } from "../../wiring/credentials";
import { providerWirings } from "../../wiring/providers/provider-wirings";
import { rotateEffects } from "../../wiring/rotate";
import { issueCredentials } from "../../workflows/credentials/issue";
import { rotate } from "../../workflows/rotate/rotate";
import { cloudflareOf } from "../declaration/cloudflare-of";
import { fixtureEnv } from "../fixtures/declared";
import { staging } from "../fixtures/environments/staging";

jest.setTimeout(600_000);

const directory = mkdtempSync(join(tmpdir(), "rotation-and-apply-"));
const planFile = join(directory, "plan.tfplan");
const providers = sendingProvidersOf(staging);
/** What it changes are the policies of the secrets, of their key and of the SMTP user. */
const changed: Environment = {
  ...staging,
  secretReaders: staging.secretReaders.slice(1),
  recipients: { ...staging.recipients, allow: ["*"] },
};
let sandbox: Sandbox;
let terraform: Terraform;
let connections: Connections;

function synthesise(environment: Environment): void {
  const app = new App({ outdir: join(directory, "cdktf.out") });
  new EmailStack(app, environment);
  app.synth();
}

/** @returns what it would change. */
async function plan() {
  await terraform.plan(planFile);
  const { changes } = judgePlan(readPlanJson(await terraform.showPlan(planFile)), {
    own: { account: staging.aws.account, domains: [], zones: [] },
  });
  return changes;
}

beforeAll(async () => {
  const { zone, zoneId } = cloudflareOf(staging);
  const options = { directory: join(directory, "sandbox"), seed: "calm", trouble: [], terraformPlugins: "stand-ins" as const };
  sandbox = await startSandbox({ ...options, zones: [{ id: zoneId, name: zone }], aws: [staging.aws] });
  const env = { ...process.env, ...fixtureEnv, ...sandbox.env };
  connections = connect({ env, directory }, () => undefined);
  const { s3, iam } = connections.aws(staging);
  await ensureStateBucket(s3, { bucket: stateBucket(staging), region: staging.aws.region });
  const stackDirectory = join(directory, "cdktf.out", "stacks", stackName(staging.name));
  const endpoints = { cloudflare: sandbox.env.TWINPOST_CLOUDFLARE_URL };
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Action: "ses:SendRawEmail", Resource: "*" },
  });
  await iam.createPolicy({ PolicyName: sesSmtpBoundary(staging.name), PolicyDocument });
  // What the account's stack has for it: without them Lambda waits for roles that never come.
  for (const name of functionsOf(staging)) {
    const RoleName = functionName(staging.name, name);
    await iam.createRole({ RoleName, AssumeRolePolicyDocument: policyDocument([trustLambda]) });
    await iam.putRolePolicy({ RoleName, PolicyName: "may", PolicyDocument: policyDocument(functionPolicy[name](staging)) });
  }
  terraform = createTerraform({ environment: staging.name, stackDirectory, dataDirectory: join(directory, "data"), env, endpoints });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true });
});

/** As a person does it: applied, until both providers have seen the records, and with credentials. */
beforeAll(async () => {
  synthesise(staging);
  await terraform.init();
  await terraform.plan(planFile);
  await terraform.apply(planFile);
  for (const provider of providers)
    while (!(await providerWirings[provider].validate(staging, connections, { deadline: Date.now() + 10_000, tryMs: 5_000 })).ready)
      await sleep(200);
  await issueCredentials(staging, credentialsEffects(staging, connections));
});

test("both are done, the plan is empty, and each provider has one key, which serves", async () => {
  const before = await keyIds();
  synthesise(changed);
  expect((await plan()).length).toBeGreaterThan(2);
  const rotated = providers.map((provider) =>
    rotateToTheEnd(
      provider,
      { mode: "overlap", reason: "at the same moment" },
      { policy: hurried, effects: () => rotateEffects(changed, provider, connections, rehearsedClocks) },
    ),
  );
  await Promise.all([terraform.apply(planFile), ...rotated]);
  expect(await plan()).toEqual([]);
  const after = await keyIds();
  expect(after.map((ids) => ids.length)).toEqual([1, 1]);
  expect(after.flat().filter((id) => before.flat().includes(id))).toEqual([]);
  expect([...sandbox.log.unknown]).toEqual([]);
});

/** @throws when what serves is of no key that sends. */
async function keyIds(): Promise<string[][]> {
  return Promise.all(
    providers.map(async (provider) => {
      const { seen, unexplained } = await rotate({ policy: hurried, apply: false }, rotateEffects(staging, provider, connections));
      expect(unexplained).toEqual([]);
      const current = seen.versions.find(({ labels }) => labels.includes("AWSCURRENT"));
      expect(seen.keys.filter(({ id, sends }) => id === current?.keyId && sends)).toHaveLength(1);
      expect(seen.application).toEqual(provider === staging.sendingProviders.primary ? { keyId: current?.keyId } : { uses: "elsewhere" });
      return seen.keys.map(({ id }) => id);
    }),
  );
}
