import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findPluginSource, requiredPlugins } from "../../../adapters/terraform/plugin-source";
import { createTerraform } from "../../../adapters/terraform/terraform";
import { OperatorError } from "../../../declaration/operator-error";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "terraform-adapter-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A program called terraform that does what the script says. */
function terraformThat(script: string, env?: NodeJS.ProcessEnv) {
  const bin = join(directory, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "terraform"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, "terraform"), 0o755);
  return open(`${bin}${delimiter}${process.env.PATH}`, env);
}

const open = (path: string, env: NodeJS.ProcessEnv = {}) =>
  createTerraform({
    environment: "staging",
    stackDirectory: directory,
    dataDirectory: join(directory, "data"),
    env: { PATH: path, HOME: directory, SENDGRID_API_KEY: "a token", ...env },
    endpoints: { cloudflare: "http://127.0.0.1:1/client/v4" },
    logFile: join(directory, "terraform.log"),
  });

test("says that terraform is missing, and where to get it", async () => {
  await expect(open(join(directory, "nothing")).requireVersion()).rejects.toMatchObject({
    message: "terraform was not found on PATH",
    remedy: expect.stringContaining("https://developer.hashicorp.com/terraform/install"),
  });
});

test("refuses a terraform that is too old", async () => {
  const terraform = terraformThat(`echo '{"terraform_version":"1.9.8"}'`);
  await expect(terraform.requireVersion()).rejects.toThrow("terraform is too old, got 1.9.8, expected 1.11 or later");
});

test("a subuser or a region of the shell does not reach SendGrid's plugin: the environment's file says whom it acts for", async () => {
  const env = { SENDGRID_SUBUSER: "other", SENDGRID_REGION: "eu" };
  await terraformThat('env > "$HOME/seen"; echo \'{"terraform_version":"1.11.4"}\'', env).requireVersion();
  const seen = readFileSync(join(directory, "seen"), "utf8");
  expect(seen).toContain("SENDGRID_API_KEY=a token");
  expect(seen).not.toMatch(/^SENDGRID_(SUBUSER|REGION)=/m);
});

test.each([
  ["TF_WORKSPACE", "other"],
  ["TF_CLI_ARGS_plan", "-target=aws_kms_key.key"],
  ["TF_VAR_cloudflare_base_url", "https://elsewhere.example"],
  ["CLOUDFLARE_BASE_URL", "https://elsewhere.example"],
])("%s of the shell, which would change what is planned or where, is refused", (name, value) => {
  expect(() => open("", { [name]: value })).toThrow(
    expect.objectContaining({ exitCode: 2, remedy: expect.stringContaining(`unset ${name}`) }),
  );
});

test("Twinpost's own address is there in a shell that is pointed at a sandbox, for terraform by itself", () => {
  expect(() => open("", { TF_VAR_cloudflare_base_url: "http://127.0.0.1:1/client/v4" })).not.toThrow();
});

test.each(["1.11.0", "1.12.3", "2.0.0"])("takes terraform %s", async (version) => {
  expect(await terraformThat(`echo '{"terraform_version":"${version}"}'`).requireVersion()).toBe(version);
});

test.each([
  [{}, "off"],
  [{ GOGC: "50" }, "50"],
])("lets Go collect garbage less often, unless the shell says how often: %j", async (env, wanted) => {
  await terraformThat('env > "$HOME/seen"; echo \'{"terraform_version":"1.11.4"}\'', env).requireVersion();
  expect(readFileSync(join(directory, "seen"), "utf8")).toContain(`GOGC=${wanted}\n`);
});

test("hands over the endpoint as a variable, and tokens only as environment variables", async () => {
  const terraform = terraformThat(`env > ${join(directory, "env")}; echo "$@" > ${join(directory, "words")}`);
  await terraform.plan("plan.tfplan");
  const env = readFileSync(join(directory, "env"), "utf8");
  expect(env).toContain("TF_VAR_cloudflare_base_url=http://127.0.0.1:1/client/v4");
  expect(env).toContain(`TF_DATA_DIR=${join(directory, "data", "terraform")}`);
  expect(env).toContain("SENDGRID_API_KEY=a token");
  expect(readFileSync(join(directory, "words"), "utf8")).toBe(
    "plan -input=false -no-color -lock=false -detailed-exitcode -out=plan.tfplan\n",
  );
});

test("applies the plan file that it is given, and nothing else", async () => {
  const terraform = terraformThat(`echo "$@" > ${join(directory, "words")}`);
  await terraform.apply("plan.tfplan");
  expect(readFileSync(join(directory, "words"), "utf8")).toBe("apply -json -input=false -lock-timeout=60s plan.tfplan\n");
});

test("tells each step of an apply as it comes, and an error that Terraform says in JSON", async () => {
  const step = (type: string): string => JSON.stringify({ type, hook: { resource: { addr: "aws_kms_key.key" }, action: "create" } });
  const error = JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", summary: "Saved plan is stale", detail: "" } });
  writeFileSync(join(directory, "said"), [step("apply_start"), step("apply_errored"), error, ""].join("\n"));
  const terraform = terraformThat(`cat ${join(directory, "said")}; exit 1`);
  const told: string[] = [];
  await expect(terraform.apply("plan.tfplan", ({ kind, address }) => told.push(`${kind} ${address}`))).rejects.toMatchObject({
    message: "terraform apply failed with exit code 1\nError: Saved plan is stale",
    changedNothing: true,
  });
  expect(told).toEqual(["started aws_kms_key.key", "failed aws_kms_key.key"]);
});

test.each([
  [0, true],
  [2, false],
])("exit code %p of a plan: empty %p", async (code, isEmpty) => {
  expect(await terraformThat(`exit ${code}`).plan("plan.tfplan")).toEqual({ isEmpty });
});

test("a failure carries terraform's own words, and the log has its output", async () => {
  const terraform = terraformThat(`echo "planning"; echo "Error: Invalid zone" >&2; exit 1`);
  await expect(terraform.plan("plan.tfplan")).rejects.toThrow("terraform plan failed with exit code 1\nError: Invalid zone");
  expect(readFileSync(join(directory, "terraform.log"), "utf8")).toContain("planning\nError: Invalid zone");
});

test("neither registry nor mirror: names both ways out", async () => {
  const terraform = terraformThat(`echo "Error: Failed to query available provider packages" >&2; exit 1`);
  await expect(terraform.init()).rejects.toMatchObject({
    message: expect.stringContaining("provider plugins were looked for in"),
    remedy: "reach the Terraform registry, or set TWINPOST_PROVIDER_MIRROR to a folder that `terraform providers mirror` made",
  });
});

test.each([
  [
    "no state bucket",
    'Error: Failed to get existing workspaces: S3 bucket "twinpost-state-1"\n│ does not exist.',
    "twinpost bootstrap --env staging --apply",
  ],
  [
    "an account's stack that has not been applied",
    "Error: creating IAM User (x): NoSuchEntity: Scope ARN: arn:aws:iam::111122223333:policy/twinpost-staging-smtp does not exist or is not attachable.",
    "npx twinpost apply --env account-111122223333 --apply",
  ],
  [
    "an account's stack of an earlier version, before queues",
    "Error: creating SQS Queue (x): operation error SQS: CreateQueue, api error AccessDenied: User:\n│ arn:aws:sts::111122223333:assumed-role/twinpost-staging-apply/job is not authorized to perform: sqs:createqueue",
    "npx twinpost apply --env account-111122223333 --apply",
  ],
  [
    "an account's stack of an earlier version, before functions",
    "Error: creating Lambda Function (x): InvalidParameterValueException: The role defined for the\n│ function cannot be assumed by Lambda.",
    "npx twinpost apply --env account-<id> --apply",
  ],
  ["a plan that others overtook", "Error: Saved plan is stale", "so plan again: `npx twinpost plan --env staging`"],
  [
    "a SendGrid domain that another user has",
    "Error: Reading sender authentication\n\n│ Unable to get authenticated domain, got error:\n│ message: domain not found",
    "after a change of sendgrid.subuser or sendgrid.region",
  ],
])("%s: the remedy names what to do", async (_, said, remedy) => {
  writeFileSync(join(directory, "said"), said);
  const terraform = terraformThat(`cat ${join(directory, "said")} >&2; exit 1`);
  await expect(terraform.apply("plan.tfplan")).rejects.toMatchObject({ remedy: expect.stringContaining(remedy) });
});

// As terraform 1.11.4 says it, with use_lockfile.
const locked = `
Error: Error acquiring the state lock

Error message: operation error S3: PutObject, https response error
StatusCode: 412, api error PreconditionFailed
Lock Info:
  ID:        6638e41e-d7a8-3bbf-a2b4-b1a5b1a5b1a5
  Path:      twinpost-state-111122223333/email-staging.tfstate
  Operation: OperationTypeApply
  Who:       runner@fv-az1
  Version:   1.11.4
  Created:   2026-11-24 10:00:00.5 +0000 UTC
  Info:      

Terraform acquires a state lock to protect the state from being written
by multiple users at the same time.
`;

test.each([
  ["plain", locked],
  ["between bars", locked.replace(/^/gm, "│ ")],
])("a lock that another run has, %s: says whose it is, and how to release it once that run has ended", async (_, said) => {
  writeFileSync(join(directory, "said"), said);
  const terraform = terraformThat(`cat ${join(directory, "said")} >&2; exit 1`);
  const { remedy = "" }: OperatorError = await terraform.apply("plan.tfplan").then(
    () => new OperatorError("applied"),
    (error) => error,
  );
  expect(remedy.split("\n  ")).toEqual([
    "runner@fv-az1 has the lock since 2026-11-24 10:00:00.5 +0000 UTC: if that run goes on, wait for it and try again",
    "only if you have made sure that it has ended (no such process there, the job is over), release its lock, in this shell:",
    `cd '${directory}' && TF_DATA_DIR='${join(directory, "data", "terraform")}' terraform force-unlock 6638e41e-d7a8-3bbf-a2b4-b1a5b1a5b1a5`,
    expect.any(String),
    expect.stringContaining("twinpost adopt --env staging"),
    expect.stringContaining("twinpost plan --env staging"),
  ]);
});

test("a lock of which Terraform does not know whose it is: its own words have to do", async () => {
  const terraform = terraformThat(`echo "Error: Error acquiring the state lock" >&2; exit 1`);
  await expect(terraform.apply("plan.tfplan")).rejects.toMatchObject({ remedy: expect.stringContaining("Terraform's own words") });
});

describe("provider plugins", () => {
  const mirrorIn = (name: string, version = requiredPlugins["hashicorp/aws"]): string => {
    mkdirSync(join(directory, name, "registry.terraform.io", "hashicorp", "aws", version), { recursive: true });
    return join(directory, name);
  };

  test("come from a mirror, for what it holds and nothing else", () => {
    const mirror = mirrorIn("mirror");
    const source = findPluginSource({ HOME: directory }, join(directory, "data"), [join(directory, "empty"), mirror]);
    expect(source.description).toBe(`the mirror ${mirror}`);
    const configuration = readFileSync(source.cliConfigFile ?? "", "utf8");
    expect(configuration).toContain(`path    = "${mirror}"`);
    expect(configuration.match(/registry\.terraform\.io\/hashicorp\/aws/g)).toHaveLength(2);
  });

  test("come from the registry when there is no mirror, even if TF_CLI_CONFIG_FILE names a file that does not exist", () => {
    const source = findPluginSource({ HOME: directory, TF_CLI_CONFIG_FILE: join(directory, "gone.rc") }, join(directory, "data"), []);
    expect(source.description).toBe("the registry");
    expect(readFileSync(source.cliConfigFile ?? "", "utf8")).toBe("");
  });

  test("come from the registry when a folder holds other versions only", () => {
    const source = findPluginSource({ HOME: directory }, join(directory, "data"), [mirrorIn("cache", "6.0.0")]);
    expect(source.description).toBe("the registry");
    expect(readFileSync(source.cliConfigFile ?? "", "utf8")).toBe("provider_installation {\n  direct {}\n}\n");
  });

  test("a packed plugin of the right version is Terraform's to find", () => {
    const folder = join(directory, "packed");
    mkdirSync(join(folder, "registry.terraform.io", "hashicorp", "aws"), { recursive: true });
    writeFileSync(join(folder, "registry.terraform.io", "hashicorp", "aws", "terraform-provider-aws_5.100.0_linux_amd64.zip"), "");
    const { cliConfigFile } = findPluginSource({ HOME: directory }, join(directory, "data"), [folder]);
    expect(readFileSync(cliConfigFile ?? "", "utf8")).toBe("");
  });

  test("a mirror that was set and holds nothing required is the operator's to correct", () => {
    const env = { HOME: directory, TWINPOST_PROVIDER_MIRROR: mirrorIn("set", "6.0.0") };
    expect(() => findPluginSource(env, join(directory, "data"))).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining("hashicorp/aws 5.100.0") }),
    );
  });

  test("follow the operator's own configuration, which is not touched", () => {
    const own = join(directory, "own.rc");
    writeFileSync(own, "disable_checkpoint = true\n");
    const source = findPluginSource({ HOME: directory, TF_CLI_CONFIG_FILE: own }, join(directory, "data"), [mirrorIn("mirror")]);
    expect(source).toEqual({ description: `your Terraform CLI configuration ${own}`, cliConfigFile: own });
    expect(readFileSync(own, "utf8")).toBe("disable_checkpoint = true\n");
  });

  test("the setting wins over every other place", () => {
    const mirror = mirrorIn("set");
    expect(findPluginSource({ HOME: directory, TWINPOST_PROVIDER_MIRROR: mirror }, join(directory, "data")).description).toBe(
      `the mirror ${mirror}`,
    );
  });
});
