import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createTerraform } from "../../../adapters/terraform/terraform";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kept-lock-file-"));
  mkdirSync(join(directory, "bin"));
  writeFileSync(join(directory, "bin", "terraform"), `#!/bin/sh\necho "$@" > ${join(directory, "words")}\n`);
  chmodSync(join(directory, "bin", "terraform"), 0o755);
});
afterEach(() => rmSync(directory, { recursive: true }));

async function init(env: NodeJS.ProcessEnv = {}): Promise<{ isReadonly: boolean; lock: string | undefined }> {
  const path = `${join(directory, "bin")}${delimiter}${process.env.PATH}`;
  const place = { stackDirectory: directory, dataDirectory: join(directory, "data"), keptLockFile: join(directory, "kept.hcl") };
  await createTerraform({
    ...place,
    environment: "staging",
    env: { PATH: path, HOME: directory, ...env },
    endpoints: { cloudflare: undefined },
  }).init();
  const used = join(directory, ".terraform.lock.hcl");
  const isReadonly = readFileSync(join(directory, "words"), "utf8").includes("-lockfile=readonly");
  return { isReadonly, lock: existsSync(used) ? readFileSync(used, "utf8") : undefined };
}

test("with a kept lock file nothing but its plugins is installed", async () => {
  writeFileSync(join(directory, "kept.hcl"), "hashes");
  writeFileSync(join(directory, ".terraform.lock.hcl"), "another");
  expect(await init()).toEqual({ isReadonly: true, lock: "hashes" });
});

test("without one, and for stand-ins that run already, init goes on as it did", async () => {
  expect(await init()).toEqual({ isReadonly: false, lock: undefined });
  writeFileSync(join(directory, "kept.hcl"), "hashes");
  expect(await init({ TF_REATTACH_PROVIDERS: "{}" })).toEqual({ isReadonly: false, lock: undefined });
});

describe("without a kept one, the shipped hashes are required", () => {
  const stack = (...sources: string[]) =>
    writeFileSync(
      join(directory, "cdk.tf.json"),
      JSON.stringify({
        terraform: { required_providers: Object.fromEntries(sources.map((source) => [source.split("/")[1], { source }])) },
      }),
    );

  test("of all plugins, so that nothing else is installed", async () => {
    stack("hashicorp/aws", "cloudflare/cloudflare");
    const { isReadonly, lock } = await init();
    expect(isReadonly).toBe(true);
    expect(lock?.match(/^provider "\S+" \{\n {2}version {5}= "\S+"/gm)).toEqual([
      'provider "registry.terraform.io/cloudflare/cloudflare" {\n  version     = "5.14.0"',
      'provider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.100.0"',
    ]);
  });

  test("of those that have one, where another has none", async () => {
    stack("hashicorp/aws", "kenzo0107/sendgrid");
    const { isReadonly, lock } = await init();
    expect([isReadonly, lock?.match(/^provider "\S+"/gm)]).toEqual([false, ['provider "registry.terraform.io/hashicorp/aws"']]);
  });

  test("not where plugins run already: Terraform takes no lock file that leaves those out", async () => {
    stack("hashicorp/aws", "cloudflare/cloudflare");
    expect(await init({ TF_REATTACH_PROVIDERS: "{}" })).toEqual({ isReadonly: false, lock: undefined });
  });
});
