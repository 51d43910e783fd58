/** What `twinpost sandbox env` adds to the addresses of a sandbox, so that other programs than ours work in the same shell. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { World } from "../../cli/world";
import { readVariables, saveSandbox, shellFiles } from "../../rehearsal/sandbox";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "sandbox-variables-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const world = (env: Record<string, string> = {}): World => ({
  env: { HOME: directory, ...env },
  stdout: { write: () => {} },
  stderr: { write: () => {} },
  directory,
  twinpost: async () => 0,
});
const start = (name: string, env?: Record<string, string>): void =>
  saveSandbox(name, { env: "staging", variables: { staging: { AWS_REGION: "eu-west-1", ...shellFiles(name, world(env)) } } }, world(env));

test("two sandboxes' shells share no folder, and both know where sandboxes are remembered", () => {
  start("one");
  start("other");
  const [one, other] = [readVariables("one", "staging", world()), readVariables("other", "staging", world())];
  for (const name of ["CDKTF_OUTDIR", "TWINPOST_WORK_DIRECTORY", "TF_CLI_CONFIG_FILE"]) expect(one[name]).not.toBe(other[name]);
  const fromOne = readVariables("other", "staging", world(one));
  expect(fromOne.TWINPOST_WORK_DIRECTORY).toBe(other.TWINPOST_WORK_DIRECTORY);
  expect(fromOne.TWINPOST_SANDBOXES).toBe(other.TWINPOST_SANDBOXES);
});

test("a work directory of one's own is kept to", () => {
  start("one", { TWINPOST_WORK_DIRECTORY: "work" });
  const variables = readVariables("one", "staging", world({ TWINPOST_WORK_DIRECTORY: "work" }));
  expect(variables.TWINPOST_SANDBOXES).toBe(join(directory, "work", "sandboxes"));
});

test("cdktf writes where Twinpost does, into a folder that is there, and asks no registry for checksums", () => {
  start("one");
  const { CDKTF_OUTDIR, CDKTF_OUTPUT, ...others } = readVariables("one", "staging", world());
  expect(CDKTF_OUTPUT).toBe(CDKTF_OUTDIR);
  expect(() => mkdirSync(CDKTF_OUTDIR ?? "")).toThrow("EEXIST");
  expect(others).toMatchObject({ CDKTF_SKIP_PROVIDER_LOCK: "true", CHECKPOINT_DISABLE: "1" });
});

test("terraform finds plugins where Twinpost would: in a mirror, or as the operator's own configuration says", () => {
  start("one");
  const mirror = join(directory, "mirror");
  mkdirSync(join(mirror, "registry.terraform.io", "hashicorp", "aws", "5.100.0"), { recursive: true });
  const found = readVariables("one", "staging", world({ TWINPOST_PROVIDER_MIRROR: mirror }));
  expect(readFileSync(found.TF_CLI_CONFIG_FILE ?? "", "utf8")).toContain(mirror);
  const own = join(directory, "own.rc");
  writeFileSync(own, "");
  expect(readVariables("one", "staging", world({ TF_CLI_CONFIG_FILE: own })).TF_CLI_CONFIG_FILE).toBe(own);
});
