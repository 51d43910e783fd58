/** Canaries in the shell, and what the programs that are started see of them. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { childEnvironment } from "../../../adapters/process/child-environment";
import { synthesise } from "../../../adapters/terraform/synthesise";
import { createTerraform } from "../../../adapters/terraform/terraform";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "child-environment-"));
  mkdirSync(join(directory, "bin"));
  writeFileSync(
    join(directory, "bin", "terraform"),
    `#!/bin/sh\ntr '\\0' '\\n' < /proc/$$/environ > ${join(directory, "seen")}\necho '{"terraform_version":"1.11.4"}'\n`,
  );
  chmodSync(join(directory, "bin", "terraform"), 0o755);
});
afterEach(() => rmSync(directory, { recursive: true }));

const secrets = {
  GITHUB_TOKEN: "canary-1",
  GH_TOKEN: "canary-2",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "canary-3",
  ACTIONS_ID_TOKEN_REQUEST_URL: "canary-4",
  ACTIONS_RUNTIME_TOKEN: "canary-5",
  NPM_TOKEN: "canary-6",
  NODE_AUTH_TOKEN: "canary-13",
  CLOUDFLARE_API_KEY: "canary-7",
  CLOUDFLARE_EMAIL: "canary-8",
  SMTP_PASSWORD: "canary-9",
  TWINPOST_ANYTHING: "canary-10",
  npm_config__auth: "canary-11",
  SENDGRID_SUBUSER: "canary-12",
};
const tokens = { AWS_SECRET_ACCESS_KEY: "aws", CLOUDFLARE_API_TOKEN: "cloudflare", SENDGRID_API_KEY: "sendgrid" };
const kept = {
  HTTPS_PROXY: "p",
  http_proxy: "p",
  NO_PROXY: "n",
  LANG: "de_DE.UTF-8",
  LC_ALL: "C",
  TF_LOG: "TRACE",
  AWS_PROFILE: "x",
  GOGC: "50",
};

const stack = (...sources: string[]): void =>
  writeFileSync(
    join(directory, "cdk.tf.json"),
    JSON.stringify({
      terraform: { required_providers: Object.fromEntries(sources.map((source) => [source.split("/").at(-1), { source, version: "1" }])) },
    }),
  );

async function seenByTerraform(): Promise<Map<string, string>> {
  const env = { ...secrets, ...tokens, ...kept, HOME: directory, PATH: `${join(directory, "bin")}${delimiter}${process.env.PATH}` };
  const settings = {
    environment: "staging",
    stackDirectory: directory,
    dataDirectory: join(directory, "data"),
    env,
    endpoints: { cloudflare: undefined },
  };
  await createTerraform(settings).init();
  const lines = readFileSync(join(directory, "seen"), "utf8").split("\n");
  return new Map(lines.filter(Boolean).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

test.each([
  [["aws"], ["aws"]],
  [
    ["hashicorp/aws", "cloudflare/cloudflare"],
    ["aws", "cloudflare"],
  ],
  [
    ["registry.terraform.io/hashicorp/aws", "kenzo0107/sendgrid"],
    ["aws", "sendgrid"],
  ],
  [
    ["hashicorp/aws", "cloudflare/cloudflare", "kenzo0107/sendgrid"],
    ["aws", "cloudflare", "sendgrid"],
  ],
])("terraform on a stack of %j gets the tokens %j and no other", async (sources, expected) => {
  stack(...sources);
  const seen = await seenByTerraform();
  const names = new Set(seen.keys());
  expect(Object.keys(secrets).filter((name) => names.has(name))).toEqual([]);
  expect([...seen.values()].filter((value) => value.includes("canary"))).toEqual([]);
  expect(Object.entries(tokens).flatMap(([name, value]) => (names.has(name) ? [value] : []))).toEqual(expected);
  for (const [name, value] of Object.entries(kept)) expect([name, seen.get(name)]).toEqual([name, value]);
});

test("synthesis gets no secret", async () => {
  const preload = join(directory, "preload.cjs");
  writeFileSync(
    preload,
    `if (process.argv[1]?.endsWith("synthesise")) { require("node:fs").writeFileSync(${JSON.stringify(join(directory, "seen"))}, JSON.stringify(process.env)); process.exit(0); }`,
  );
  const env = {
    ...secrets,
    ...tokens,
    PATH: process.env.PATH,
    HOME: directory,
    LANG: "C",
    NODE_OPTIONS: `--require ${preload}`,
    TWINPOST_STACK: "email-staging",
  };
  await synthesise({ env, outputDirectory: join(directory, "out") });
  const seen = JSON.parse(readFileSync(join(directory, "seen"), "utf8"));
  expect(Object.keys(seen).filter((name) => name in secrets || name in tokens)).toEqual([]);
  expect(seen).toMatchObject({ LANG: "C", TWINPOST_STACK: "email-staging", CDKTF_OUTDIR: join(directory, "out") });
});

test("only what is listed is handed on", () => {
  expect(childEnvironment({ PATH: "/bin", PATHS: "x", MY_PATH: "x", path: "x", SECRET: "x", EMPTY: undefined }, /^SECRETS$/)).toEqual({
    PATH: "/bin",
  });
});
