/**
 * The previous release's stacks, applied in the sandbox by the real Terraform and then planned by this release: the gate holds nothing but what
 * docs/upgrade.md lists. scripts/record-release.ts records them anew at each release.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { createAwsClients } from "../../adapters/aws/clients";
import { ensureStateBucket } from "../../adapters/aws/state-bucket";
import { createTerraform, type Terraform } from "../../adapters/terraform/terraform";
import { guard } from "../../changes/guard";
import { readPlanJson } from "../../changes/plan";
import { type DeclaredData, loadDeclared } from "../../declaration/load";
import { stateBucket } from "../../declaration/names/terraform-state";
import { type Target, targetsOf } from "../../declaration/target";
import { openSandbox, sandboxOptions } from "../../rehearsal/sandbox";
import type { Sandbox } from "../../sandbox/start";
import { AccountStack } from "../../stacks/account-stack";
import { EmailStack } from "../../stacks/email-stack";
import { OrganisationStack } from "../../stacks/organisation-stack";
import { ownOf } from "../../wiring/own";

jest.setTimeout(600_000);

const release = join(__dirname, "..", "fixtures", "release");
const { version, data } = JSON.parse(readFileSync(join(release, "release.json"), "utf8")) as { version: string; data: DeclaredData };
const declared = loadDeclared(data);
const first = declared.environments[0] as (typeof declared.environments)[number];
const directory = mkdtempSync(join(tmpdir(), "upgrade-"));
const targets = targetsOf(declared);
let sandbox: Sandbox;

beforeAll(async () => {
  const options = { calm: true, seed: "upgrade", terraformPlugins: "stand-ins" } as const;
  sandbox = await openSandbox(sandboxOptions(declared, first, options, join(directory, "sandbox")));
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true });
});

test("data of the previous release is valid", () => {
  expect(declared.faults).toEqual([]);
});

test("every stack of the previous release is still one", () => {
  const stacks = readdirSync(release).map((file) => file.replace(/\.json$/, ""));
  expect(stacks.filter((name) => name !== "release").sort()).toEqual(targets.map(({ stackName }) => stackName).sort());
});

test("an upgrade is held back only where docs/upgrade.md says so", async () => {
  // As docs/upgrade.md has it: the account's stack first. That of the other account has less.
  const accounts = targets.filter(({ kind, aws }) => kind === "account" && aws.account === declared.organisation().aws.account);
  const found = await Promise.all(accounts.map(upgraded));
  const others = await Promise.all(targets.filter(({ kind }) => kind !== "account").map(upgraded));
  expect([...new Set([...found, ...others].flat().map(anyName))].sort()).toEqual(listed().sort());
  expect([...sandbox.log.unknown]).toEqual([]);
});

/** Every command reads half a gigabyte of plugins: none more than needed. */
async function upgraded(target: Target): Promise<string[]> {
  const terraform = await terraformOf(target);
  const { stackName } = target;
  const file = join(directory, stackName, "cdk.tf.json");
  const planFile = join(directory, `${stackName}.tfplan`);
  const [before, after] = [readFileSync(join(release, `${stackName}.json`), "utf8"), synthesised(target)];
  writeFileSync(file, before);
  await terraform.init();
  await terraform.plan(planFile);
  await terraform.apply(planFile);
  writeFileSync(file, after);
  // The code of functions lies beside the stack.
  const code = join(directory, `${stackName}.out`, "stacks", stackName, "functions");
  if (existsSync(code)) cpSync(code, join(directory, stackName, "functions"), { recursive: true });
  if (settingsOf(before) !== settingsOf(after)) await terraform.init();
  await terraform.plan(planFile);
  const plan = readPlanJson(await terraform.showPlan(planFile));
  return guard(plan, ownOf(target)).map(({ id, where }) => `${stackName} ${id} ${where}`);
}

/** Of Terraform: its plugins' versions and its state. */
const settingsOf = (stack: string): string => JSON.stringify((JSON.parse(stack) as { terraform: unknown }).terraform);

async function terraformOf({ name, stackName, aws }: Target): Promise<Terraform> {
  const stackDirectory = join(directory, stackName);
  mkdirSync(stackDirectory);
  const env = { ...process.env, ...sandbox.envAt(aws) };
  await ensureStateBucket(createAwsClients({ region: aws.region, env }).s3, { bucket: stateBucket({ aws }), region: aws.region });
  const endpoints = { cloudflare: sandbox.env.TWINPOST_CLOUDFLARE_URL };
  return createTerraform({ environment: name, stackDirectory, dataDirectory: join(directory, `${stackName}.data`), env, endpoints });
}

function synthesised(target: Target): string {
  const outdir = join(directory, `${target.stackName}.out`);
  const app = new App({ outdir });
  const { environments } = declared;
  if (target.kind === "environment") new EmailStack(app, target.environment);
  else if (target.kind === "account") new AccountStack(app, target.account, declared.organisation());
  else new OrganisationStack(app, { organisation: target.organisation, environments });
  app.synth();
  return readFileSync(join(outdir, "stacks", target.stackName, "cdk.tf.json"), "utf8");
}

/** "account-111122223333 … prod_apply" is "account-<id> … <env>_apply". */
function anyName(text: string): string {
  const names = new RegExp(`(?<=\\.|email-)(${declared.names.join("|")})(?=[-_ ]|$)`, "g");
  return text.replaceAll(names, "<env>").replaceAll(/account-\d{12}/g, "account-<id>");
}

/** Rows of the table "What the safety gate holds back" of later versions than the recorded one. */
function listed(): string[] {
  const text = readFileSync(join(__dirname, "..", "..", "docs", "upgrade.md"), "utf8");
  const rows = text.split("\n## What the safety gate holds back\n")[1]?.split("\n## ")[0]?.split("\n") ?? [];
  return rows.flatMap((row) => {
    const [, since, ...cells] = row.split("|").map((cell) => cell.trim().replaceAll("`", ""));
    return /^\d/.test(since ?? "") && isLater(since ?? "", version) ? [cells.slice(0, 3).join(" ")] : [];
  });
}

const isLater = (one: string, other: string): boolean => one.localeCompare(other, "en", { numeric: true }) > 0;
