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

const askInJob = (words: string, ...answers: Parameters<typeof start>) => askInJobWith({}, words, ...answers);

async function askInJobWith(more: Record<string, string>, words: string, ...answers: Parameters<typeof start>) {
  const { url } = await start(...answers);
  const aws = { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_S3_USE_PATH_STYLE: "true" };
  const env = { ...fixtureEnv, ...aws, ...more, ...(await jobs.ofMain({ issues: "write", actions: "read" })) };
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

describe("a token of the DNS host that ends", () => {
  const day = 86_400_000;
  async function driftWith(days: number | undefined, status = "active") {
    const expires = days === undefined ? {} : { expires_on: new Date(Date.now() + days * day + day / 2).toISOString() };
    const { url } = await start({ status: 200, body: JSON.stringify({ success: true, result: { id: "x", status, ...expires } }) });
    const tokens = {
      TWINPOST_CLOUDFLARE_URL: url,
      CLOUDFLARE_API_TOKEN: "x".repeat(40),
      SENDGRID_API_KEY: `SG.${"x".repeat(22)}.${"y".repeat(43)}`,
    };
    const { issues, stdout } = await askInJobWith(tokens, "drift --env staging --issue", caller, noSecret);
    return { stdout, issue: issues.find(({ title }) => title === "Tokens of staging") };
  }

  test.each<[string, number | undefined, string]>([
    ["in 29 days", 29, "warning doctor/cloudflare-token-expires"],
    ["in 6 days", 6, "error doctor/cloudflare-token-expires"],
  ])("%s has its issue", async (_, days, told) => {
    const { stdout, issue } = await driftWith(days);
    expect(stdout).toContain(`${told}: CLOUDFLARE_API_TOKEN`);
    expect(issue).toMatchObject({ state: "open", body: expect.stringContaining("CLOUDFLARE_API_TOKEN") });
  });

  test("and has ended: an error", async () => {
    const { stdout, issue } = await driftWith(-1, "expired");
    expect(stdout).toContain("error doctor/cloudflare-token: CLOUDFLARE_API_TOKEN");
    expect(issue).toMatchObject({ state: "open" });
  });

  test.each([31, undefined])("in %p days is no matter", async (days) => {
    const { stdout, issue } = await driftWith(days);
    expect(stdout).not.toContain("cloudflare-token");
    expect(issue).toBeUndefined();
  });
});

test("without a token to write with, nothing is looked at", async () => {
  const { GITHUB_TOKEN: _, ...env } = await jobs.ofMain();
  expect(await ask(["drift", "--env", "staging", "--issue"], { env: { ...fixtureEnv, ...env }, directory })).toMatchObject({ code: 2 });
});
