/** The same fault has the same exit code, and the same words, whichever verb meets it; with --json it is told to programs too. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixtureEnv } from "../fixtures/declared";
import { ask } from "./ask";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "twinpost-codes-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

const tokens = { CLOUDFLARE_API_TOKEN: "x", SENDGRID_API_KEY: "x" };
const login = { AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" };
/** Nobody is logged in: no keys, no profile, no service that gives them out. */
const nobody = {
  // Examples are refused where everything is real.
  AWS_ENDPOINT_URL: "http://127.0.0.1:1",
  HOME: "/nowhere",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/nowhere",
  AWS_SHARED_CREDENTIALS_FILE: "/nowhere",
};
const down = { ...login, ...tokens, AWS_ENDPOINT_URL: "http://127.0.0.1:9" };

const reason = ["--reason", "broken"];
const verbs: Record<string, string[]> = {
  plan: [],
  apply: ["--apply", "--yes"],
  adopt: [],
  destroy: [],
  bootstrap: [],
  verify: [],
  credentials: [],
  settings: [],
  "seed-test": [],
  rotate: [],
  "fail-over": reason,
  "roll-back": ["--to", "1"],
};
const inAws = Object.keys(verbs).filter((verb) => verb !== "apply");

async function asked(verb: string, env: NodeJS.ProcessEnv, name = "staging") {
  const words = [verb, "--env", name, ...(verbs[verb] ?? []), "--json"];
  const { code, stdout, stderr } = await ask(words, { env: { PATH: process.env.PATH, ...fixtureEnv, ...env }, directory });
  const { faults } = JSON.parse(stdout) as { faults: { problem: string; remedy?: string }[] };
  return { code, problem: faults[0]?.problem ?? "", remedy: faults[0]?.remedy ?? "", lines: stdout.trimEnd().split("\n").length, stderr };
}

test.each(inAws)("%s without a login to AWS: 1", async (verb) => {
  const { code, problem, remedy, lines } = await asked(verb, nobody);
  expect([code, lines]).toEqual([1, 1]);
  expect(problem).toContain("not logged in to AWS");
  expect(remedy).toContain("aws sso login");
});

test.each(["plan", "apply", "adopt", "destroy", "roll-back"])("%s without a token: 2", async (verb) => {
  const { code, problem } = await asked(verb, { ...down, CLOUDFLARE_API_TOKEN: "" });
  expect([code, problem]).toEqual([2, "CLOUDFLARE_API_TOKEN is not set"]);
});

test.each(["bootstrap", "settings", "seed-test", "rotate"])("%s while AWS does not answer: 1", async (verb) => {
  const { code, problem } = await asked(verb, down);
  expect([code, problem]).toEqual([1, expect.stringContaining("STS GetCallerIdentity failed with")]);
});

test.each(Object.keys(verbs))("%s of an environment that is not declared: 2", async (verb) => {
  const { code, problem, remedy } = await asked(verb, tokens, "stagign");
  expect([code, problem]).toEqual([2, expect.stringMatching(/^no environment is called "stagign"/)]);
  expect(remedy).toBe('did you mean "staging"?');
});

test.each(Object.keys(verbs))("%s with a faulty file: 2", async (verb) => {
  const folder = join(directory, "environments");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "declared.ts"), 'export const environments = ["staging"];\n');
  writeFileSync(join(folder, "staging.ts"), "export const staging = {};\n");
  const { code, stderr } = await asked(verb, { ...tokens, TWINPOST_ENVIRONMENTS: folder });
  expect([code, stderr]).toEqual([2, expect.stringContaining("environments/staging.ts")]);
});

test.each(["plan", "destroy"])("%s without terraform: 1", async (verb) => {
  const { code, problem } = await asked(verb, { ...down, PATH: "/nowhere" });
  expect([verb, code]).toEqual([verb, 1]);
  if (verb === "plan") expect(problem).toBe("terraform was not found on PATH");
});
