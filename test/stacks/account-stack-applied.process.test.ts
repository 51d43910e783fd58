/** The account stack in the sandbox, by the real terraform with the real AWS provider: applied once, and then nothing is left to change. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IAM } from "@aws-sdk/client-iam";
import { App } from "cdktf";
import { createAwsClients } from "../../adapters/aws/clients";
import { ensureStateBucket } from "../../adapters/aws/state-bucket";
import { createTerraform, type Terraform } from "../../adapters/terraform/terraform";
import { readPlanJson } from "../../changes/plan";
import type { PlanSummary } from "../../changes/plan-summary";
import { accountPartsOf } from "../../declaration/account-parts";
import { accountStackName } from "../../declaration/names/stacks";
import { stateBucket } from "../../declaration/names/terraform-state";
import { findTarget } from "../../declaration/target";
import { type Sandbox, startSandbox } from "../../sandbox/start";
import { AccountStack } from "../../stacks/account-stack";
import { accountEffects, accountShortcomings } from "../../wiring/account-stack";
import { connect } from "../../wiring/connections";
import { accountStandingOf } from "../../workflows/account-standing";
import { declared, fixtureEnv } from "../fixtures/declared";
import { staging } from "../fixtures/environments/staging";
import { accounts, parsed, rolesOf } from "./synthesised-roles";

jest.setTimeout(600_000);

const directory = mkdtempSync(join(tmpdir(), "account-stack-"));
const [account] = accounts as [(typeof accounts)[number]];
const { id, region } = account;
const planFile = join(directory, "plan.tfplan");
let sandbox: Sandbox;
let terraform: Terraform;
let first: PlanSummary;

beforeAll(async () => {
  const options = {
    directory: join(directory, "sandbox"),
    zones: [],
    seed: "account",
    trouble: [],
    terraformPlugins: "stand-ins" as const,
  };
  sandbox = await startSandbox({ ...options, aws: [{ account: id, region }] });
  const env = { ...process.env, ...sandbox.env };
  // As somebody left them by hand.
  sandbox.ses.at(id, region).state.sendingAccount.suppressedReasons = [];
  sandbox.sendgrid.state.bouncePurge.enabled = true;
  await ensureStateBucket(createAwsClients({ region, env }).s3, { bucket: stateBucket({ aws: { account: id, region } }), region });

  const outdir = join(directory, "cdktf.out");
  const app = new App({ outdir });
  new AccountStack(app, account, { ...declared.organisation(), aws: { account: id, region: "eu-central-1" } });
  app.synth();
  const stackDirectory = join(outdir, "stacks", accountStackName(id));
  terraform = createTerraform({
    environment: "staging",
    stackDirectory,
    dataDirectory: join(directory, "data"),
    env,
    endpoints: { cloudflare: sandbox.env.TWINPOST_CLOUDFLARE_URL },
  });
  await terraform.init();
  await terraform.plan(planFile);
  first = readPlanJson(await terraform.showPlan(planFile));
  await terraform.apply(planFile);
});

afterAll(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true });
});

test("makes everything at the first apply", () => {
  expect(first.changes.length).toBeGreaterThan(rolesOf(account).length);
});

test("leaves nothing to change", async () => {
  expect(await terraform.plan(planFile)).toEqual({ isEmpty: true });
});

test("shows the gate everything that it judges: no attribute is called otherwise", async () => {
  const judged = readPlanJson(await terraform.showPlan(planFile)).resources;
  const missing = judged
    .filter(({ type }) => /^aws_(cloudtrail|iam|s3)/.test(type))
    .flatMap(({ address, before = {} }) => Object.keys(before).map((path) => ({ address, path, value: before[path] })))
    .filter(({ path, value }) => value === undefined && !/selector|client_id_list\.1/.test(path));
  expect(new Set(judged.map(({ type }) => type))).toContain("aws_iam_openid_connect_provider");
  expect(missing).toEqual([]);
});

test("gives each role the trust and the policy that were judged, with the provider's ARN filled in", async () => {
  const { accessKeyId, secretAccessKey } = sandbox.aws.account(id);
  const iam = new IAM({ endpoint: sandbox.aws.url, region, credentials: { accessKeyId, secretAccessKey } });
  const provider = `arn:aws:iam::${id}:oidc-provider/token.actions.githubusercontent.com`;
  for (const { environment, kind, trust, policy } of rolesOf(account)) {
    const RoleName = `twinpost-${environment.name}-${kind}`;
    const { Role } = await iam.getRole({ RoleName });
    const { PolicyDocument } = await iam.getRolePolicy({ RoleName, PolicyName: "may" });
    const { AttachedPolicies = [] } = await iam.listAttachedRolePolicies({ RoleName });
    const attached = AttachedPolicies.map(async ({ PolicyArn }) => {
      const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn, VersionId: "v1" });
      return statementsOf(PolicyVersion?.Document);
    });
    const applied = [...statementsOf(PolicyDocument), ...(await Promise.all(attached)).flat()];
    const wanted = trust.replace(/\$\{[^}]+\}/, provider);
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""))).toEqual(JSON.parse(wanted));
    const statements = JSON.parse(policy).Statement as object[];
    expect(applied).toHaveLength(statements.length);
    expect(applied).toEqual(expect.arrayContaining(statements));
  }
});

/** @param document as IAM gives it: in the form of a part of an address. */
const statementsOf = (document: string | undefined): object[] => JSON.parse(decodeURIComponent(document ?? "")).Statement;

test.each(["plan", "review", "apply", "break-glass"] as const)(
  "shows %s that nothing is missing or older, and refuses it nothing",
  async (kind) => {
    const declaredBy = connect({ env: { ...fixtureEnv, ...sandbox.env }, directory }, () => {});
    const target = findTarget(staging.name, declaredBy.declared());
    const { iam, sts } = declaredBy.aws(staging);
    const { policy } = rolesOf(account).find((each) => each.environment.name === staging.name && each.kind === kind) ?? fail(kind);
    const see = [parsed(policy).Statement].flat().filter(({ Action }) => ["iam:GetRole", "iam:GetPolicy"].includes(String(Action)));
    // As the jobs' roles, but anybody may take it.
    const RoleName = `twinpost-staging-${kind}-looks`;
    const trust = {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${id}:root` }, Action: "sts:AssumeRole" },
    };
    await iam.createRole({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) });
    await iam.putRolePolicy({ RoleName, PolicyName: "may", PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: see }) });
    const { Credentials } = await sts.assumeRole({ RoleArn: `arn:aws:iam::${id}:role/${RoleName}`, RoleSessionName: "looks" });
    const env = {
      ...{ ...fixtureEnv, ...sandbox.env, AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId },
      ...{ AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey, AWS_SESSION_TOKEN: Credentials?.SessionToken },
    };
    const looks = connect({ env, directory }, () => {});
    expect(await accountStandingOf(accountEffects(staging, looks))).toEqual({
      current: accountPartsOf(staging).map(({ name }) => name),
      older: [],
      missing: [],
    });
    expect(await accountShortcomings(target, looks)).toEqual([]);
    expect([...sandbox.log.denied]).toEqual([]);
  },
);

test("makes the organisation's roles, key and empty secrets in the region of its state", async () => {
  const { accessKeyId, secretAccessKey } = sandbox.aws.account(id);
  const at = (region: string) =>
    createAwsClients({ region, env: { ...sandbox.env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } });
  const { Role } = await at(region).iam.getRole({ RoleName: "twinpost-organisation-apply" });
  expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toContain(":environment:organisation");
  for (const kind of ["admin", "plan"]) {
    const SecretId = `twinpost/organisation/${kind}/cloudflare`;
    const { KmsKeyId } = await at("eu-central-1").secrets.describeSecret({ SecretId });
    expect(KmsKeyId).toMatch(/^arn:aws:kms:eu-central-1:/);
    await expect(at("eu-central-1").secrets.getSecretValue({ SecretId })).rejects.toThrow("can't find");
  }
});

test("sets what SES and SendGrid have once per account", () => {
  const { enforcedTls, clickTracking, bouncePurge } = sandbox.sendgrid.state;
  expect(enforcedTls).toMatchObject({ require_tls: true, require_valid_cert: false, version: 1.2 });
  expect([clickTracking.enabled, bouncePurge.enabled]).toEqual([false, false]);
  expect(sandbox.ses.at(id, region).state.sendingAccount.suppressedReasons).toEqual(["BOUNCE", "COMPLAINT"]);
});

test("asks the sandbox for nothing that it does not know", () => {
  expect([...sandbox.log.unknown]).toEqual([]);
});

// The last one: what is stopped here does not come back.
test("with SendGrid down, a plan that does not refresh can still be made", async () => {
  await sandbox.sendgrid.stop();
  await expect(terraform.plan(planFile)).rejects.toThrow("terraform plan failed");
  expect(await terraform.plan(planFile, { refresh: false })).toEqual({ isEmpty: true });
});

function fail(message: string): never {
  throw new Error(message);
}
