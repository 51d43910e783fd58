/** `--issue` of verify, rotate and drift, in a job at GitHub's stand-in. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jsonError, xml } from "../adapters/aws/aws-service";
import { useCannedServer } from "../adapters/canned-server";
import { fixtureEnv } from "../fixtures/declared";
import { staging } from "../fixtures/environments/staging";
import { type JobWorld, startJobWorld } from "../worlds/github-job";
import { ask } from "./ask";

const directory = mkdtempSync(join(tmpdir(), "issue-"));
afterAll(() => rmSync(directory, { recursive: true }));
const start = useCannedServer();

let jobs: JobWorld;
beforeEach(async () => {
  jobs = await startJobWorld();
});
afterEach(() => jobs.close());

const caller = xml("GetCallerIdentityResponse", `<Account>${staging.aws.account}</Account><Arn>arn:aws:iam::1:user/x</Arn>`);
const noSecret = jsonError(400, "ResourceNotFoundException");
const noState = {
  status: 404,
  headers: { "Content-Type": "application/xml" },
  body: "<Error><Code>NoSuchKey</Code><Message>no</Message></Error>",
};

async function askInJob(words: string, ...answers: Parameters<typeof start>) {
  const { url } = await start(...answers);
  const aws = { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_S3_USE_PATH_STYLE: "true" };
  const env = { ...fixtureEnv, ...aws, ...(await jobs.ofMain({ issues: "write", actions: "read" })) };
  const asked = await ask(words.split(" "), { env, directory });
  const issues = [...jobs.repository.issues.values()].filter(({ pull }) => !pull);
  return { ...asked, issues: issues.map(({ title, state, body }) => ({ title, state, body })) };
}

test("a rotation that cannot begin has its issue", async () => {
  const { code, issues } = await askInJob("rotate --env staging --apply --yes --issue", caller, noSecret);
  expect(code).toBe(1);
  expect(issues).toMatchObject([{ title: "Rotation of staging", state: "open", body: expect.stringContaining("has not been applied") }]);
});

test("keys that nobody rotates are no failure", async () => {
  expect(await askInJob("rotate --env dev --apply --yes --issue", caller)).toMatchObject({ code: 0, issues: [] });
});

test("a run that only looks keeps no issue", async () => {
  expect(await askInJob("rotate --env staging --issue", caller)).toMatchObject({ code: 2, issues: [] });
});

test("what cannot be verified has its issue; of all, what is not applied has none", async () => {
  const one = await askInJob("verify --env staging --issue", caller, noState);
  expect(one.code).toBe(1);
  expect(one.issues).toMatchObject([{ title: "Verification of staging", state: "open", body: expect.stringContaining("unknown") }]);
});

test("where nobody can look for drift, it is unknown", async () => {
  const { code, issues, stdout } = await askInJob("drift --env staging --issue", caller, noSecret);
  expect(code).toBe(1);
  expect(stdout).toContain("staging: unknown");
  expect(issues).toMatchObject([{ title: "Drift of staging", state: "open" }]);
});

test("without a token to write with, nothing is looked at", async () => {
  const { GITHUB_TOKEN: _, ...env } = await jobs.ofMain();
  expect(await ask(["drift", "--env", "staging", "--issue"], { env: { ...fixtureEnv, ...env }, directory })).toMatchObject({ code: 2 });
});
