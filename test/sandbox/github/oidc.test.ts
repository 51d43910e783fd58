/** A job's identity, from the job's request to who verifies its token; jose's part is played by Node's own WebCrypto, not by the stand-in. */
import { createHmac, webcrypto } from "node:crypto";
import { JobRefused } from "../../../sandbox/github/oidc/issuer";
import { type Github, startGithub } from "../../../sandbox/github/start";
import { RequestLog } from "../../../sandbox/request-log";
import { Trouble, type TroubleRule } from "../../../sandbox/trouble";

const start = (...rules: TroubleRule[]): Promise<Github> =>
  startGithub(
    { log: new RequestLog(), trouble: new Trouble("seed", rules) },
    {
      accounts: [{ login: "octo-org", id: 65, type: "Organization", plan: "enterprise" }],
      teams: [],
      repositories: [
        { owner: "octo-org", name: "new", id: 75, visibility: "private", createdAt: "2026-07-15T00:00:00Z" },
        { owner: "octo-org", name: "old", id: 74, visibility: "public", createdAt: "2026-07-14T23:59:59Z" },
      ],
    },
  );
let github: Github;
// One for all, since its key takes longest to make.
beforeAll(async () => {
  github = await start();
});
afterEach(() => {
  github.state.subjects.clear();
  repositoryOf("old").environments.clear();
  Object.assign(repositoryOf("old").subject, { isDefault: true, keys: undefined, isImmutable: undefined });
});
afterAll(() => github.stop());

const main = { repository: "octo-org/old", ref: "refs/heads/main", event: "push" };
const pull = { ...main, ref: "refs/pull/7/merge", event: "pull_request" };
const repositoryOf = (name: string) =>
  github.state.repository(`octo-org/${name}`) as NonNullable<ReturnType<Github["state"]["repository"]>>;

/** As actions/toolkit's core.getIDToken() asks. */
async function ask(variables: Record<string, string>, audience?: string): Promise<{ status: number; token: string }> {
  const url = `${variables.ACTIONS_ID_TOKEN_REQUEST_URL}${audience ? `&audience=${encodeURIComponent(audience)}` : ""}`;
  const response = await fetch(url, { headers: { Authorization: `Bearer ${variables.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` } });
  return { status: response.status, token: ((await response.json()) as { value: string }).value };
}
const part = (token: string, index: number) => JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString());
const claimsOf = async (job: Parameters<Github["jobs"]["startJob"]>[0]) => part((await ask(github.jobs.startJob(job))).token, 1);

test("a token is verified with the keys that the issuer publishes", async () => {
  const { token } = await ask(github.jobs.startJob(main), "sts.amazonaws.com");
  const configuration = (await (await fetch(`${github.jobs.url}/.well-known/openid-configuration`)).json()) as Record<string, string>;
  expect(configuration).toMatchObject({
    issuer: "https://token.actions.githubusercontent.com",
    id_token_signing_alg_values_supported: ["RS256"],
  });
  const { keys } = (await (await fetch(configuration.jwks_uri ?? "")).json()) as { keys: (webcrypto.JsonWebKey & { kid: string })[] };
  const jwk = keys.find(({ kid }) => kid === part(token, 0).kid) ?? {};
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await webcrypto.subtle.importKey("jwk", jwk, algorithm, false, ["verify"]);
  const [signed, signature = ""] = [token.slice(0, token.lastIndexOf(".")), token.split(".")[2]];
  expect(await webcrypto.subtle.verify(algorithm, key, Buffer.from(signature, "base64url"), Buffer.from(signed))).toBe(true);
  expect(await github.jobs.verifyWebIdentity(token)).toMatchObject({ aud: "sts.amazonaws.com", iss: configuration.issuer });
});

/** The names and forms of the example in docs.github.com/en/actions/concepts/security/openid-connect. */
test("the claims say who asks, in strings, for five minutes", async () => {
  const claims = await claimsOf({ ...main, environment: "prod", workflow: "apply.yml", runId: 9 });
  expect(claims).toMatchObject({
    ...{ sub: "repo:octo-org/old:environment:prod", aud: "https://github.com/octo-org", environment: "prod" },
    ...{ ref: "refs/heads/main", ref_type: "branch", ref_protected: "false", event_name: "push", head_ref: "", base_ref: "" },
    ...{ repository: "octo-org/old", repository_id: "74", repository_owner: "octo-org", repository_owner_id: "65" },
    ...{ repository_visibility: "public", run_id: "9", run_attempt: "1", runner_environment: "github-hosted" },
    job_workflow_ref: "octo-org/old/.github/workflows/apply.yml@refs/heads/main",
  });
  expect([claims.exp - claims.iat, claims.iat - claims.nbf]).toEqual([300, 600]);
  const configuration = await fetch(`${github.jobs.url}/.well-known/openid-configuration`);
  const { claims_supported: supported } = (await configuration.json()) as { claims_supported: string[] };
  expect(Object.keys(claims).filter((name) => !supported.includes(name))).toEqual([]);
});

/** docs.github.com/en/actions/reference/security/oidc, "Example subject claims"; github/docs#45221 for ids. */
test.each([
  ["repo:octo-org/old:ref:refs/heads/main", main],
  ["repo:octo-org/old:ref:refs/tags/v1", { ...main, ref: "refs/tags/v1" }],
  ["repo:octo-org/old:pull_request", pull],
  ["repo:octo-org/old:environment:prod", { ...pull, environment: "prod" }],
  ["repo:octo-org/old:environment:a%3Ab", { ...main, environment: "a:b" }],
  ["repo:octo-org/old:ref:refs/heads/main", { ...main, event: "schedule" }],
  ["repo:octo-org@65/new@75:ref:refs/heads/main", { ...main, repository: "octo-org/new" }],
  ["repo:octo-org@65/new@75:environment:prod", { ...main, repository: "octo-org/new", environment: "prod" }],
  ["repo:octo-org@65/new@75:pull_request", { ...pull, repository: "octo-org/new" }],
])("the subject is %s", async (subject, job) => {
  expect((await claimsOf(job)).sub).toBe(subject);
});

test.each([
  ["unset", undefined, undefined, "repo:octo-org/old:ref:refs/heads/main"],
  ["the repository's", { isImmutable: true }, undefined, "repo:octo-org@65/old@74:ref:refs/heads/main"],
  ["the organisation's", undefined, { isImmutable: true }, "repo:octo-org@65/old@74:ref:refs/heads/main"],
  ["the repository's before its organisation's", { isImmutable: false }, { isImmutable: true }, "repo:octo-org/old:ref:refs/heads/main"],
  [
    "a template's",
    { isDefault: false, keys: ["repo", "context", "job_workflow_ref"] },
    undefined,
    "repo:octo-org/old:ref:refs/heads/main:job_workflow_ref:octo-org/old/.github/workflows/ci.yml@refs/heads/main",
  ],
  ["the organisation's template's", { isDefault: false }, { keys: ["repository_owner_id"] }, "repository_owner_id:65"],
  ["GitHub's before an organisation's template", {}, { keys: ["repository_owner_id"] }, "repo:octo-org/old:ref:refs/heads/main"],
])("the subject's form is %s", async (_, repository, organisation, subject) => {
  Object.assign(repositoryOf("old").subject, repository);
  github.state.subjects.set("octo-org", { keys: undefined, isImmutable: undefined, ...organisation });
  expect((await claimsOf(main)).sub).toBe(subject);
});

describe("a job", () => {
  test("without the permission, as in a fork's pull request, has no variables to ask with", () => {
    expect(github.jobs.startJob({ ...pull, idToken: "none" })).toEqual({});
  });

  test("asks with its own token, at its own address", async () => {
    const [one, other] = [github.jobs.startJob(main), github.jobs.startJob(pull)];
    const mixed = { ...one, ACTIONS_ID_TOKEN_REQUEST_TOKEN: other.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? "" };
    expect((await ask(mixed)).status).toBe(401);
    expect((await ask({ ...one, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "" })).status).toBe(401);
    expect((await ask(one)).status).toBe(200);
  });

  test.each([
    ["refs/heads/main", true],
    ["refs/heads/release/1", true],
    ["refs/heads/release/1/2", false],
    ["refs/heads/other", false],
    ["refs/tags/main", false],
    ["refs/pull/7/merge", false],
  ])("of %s may use an environment of main and release/*: %j", (ref, mayRun) => {
    expect(github.jobs.startJob({ ...main, environment: "prod" })).not.toEqual({});
    const environment = repositoryOf("old").environments.get("prod");
    const policies = ["main", "release/*"].map((name, id) => ({ id, name, type: "branch" as const }));
    Object.assign(environment ?? {}, { branches: "custom", policies });
    const starting = () => github.jobs.startJob({ ...main, ref, environment: "PROD" });
    if (mayRun) expect(starting()).not.toEqual({});
    else expect(starting).toThrow(JobRefused);
  });

  test("uses an environment of protected branches from those only", () => {
    github.jobs.startJob({ ...main, environment: "prod" });
    Object.assign(repositoryOf("old").environments.get("prod") ?? {}, { branches: "protected" });
    expect(() => github.jobs.startJob({ ...main, environment: "prod" })).toThrow(JobRefused);
    const nothing = { checks: undefined, reviews: undefined, includesAdmins: false, linearHistory: false };
    const protection = { ...nothing, forcePushes: false, deletions: false, conversations: false };
    repositoryOf("old").protections.set("main", protection);
    expect(github.jobs.startJob({ ...main, environment: "prod" })).not.toEqual({});
  });
});

describe("a token proves nothing when it", () => {
  const forged = (header: object, token: string, sign: (text: string) => string): string => {
    const text = `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${token.split(".")[1]}`;
    return `${text}.${sign(text)}`;
  };
  const other = (claims: object, token: string): string => {
    const [header, , signature] = token.split(".");
    return `${header}.${Buffer.from(JSON.stringify({ ...part(token, 1), ...claims })).toString("base64url")}.${signature}`;
  };
  test.each<[string, (token: string) => string, string]>([
    ["is no token", () => "x", "malformed"],
    ["has no signature", (token) => `${token.split(".").slice(0, 2).join(".")}.`, "malformed"],
    ["says something else than was signed", (token) => other({ sub: "repo:octo-org/old:environment:prod" }, token), "unsigned"],
    ["names no algorithm", (token) => forged({ ...part(token, 0), alg: "none" }, token, () => "AA"), "unsigned"],
    [
      "is signed with the public key as if it were a secret",
      (token) => forged({ ...part(token, 0), alg: "HS256" }, token, (text) => createHmac("sha256", "key").update(text).digest("base64url")),
      "unsigned",
    ],
    ["names another key", (token) => forged({ ...part(token, 0), kid: "x" }, token, () => token.split(".")[2] ?? ""), "unsigned"],
  ])("%s", async (_, change, reason) => {
    const { token } = await ask(github.jobs.startJob(main));
    await expect(github.jobs.verifyWebIdentity(change(token))).rejects.toMatchObject({ reason });
  });

  test.each([
    [-301_000, "expired"],
    [660_000, "early"],
  ])("is from a clock that is off by %d ms: %s", async (clockSkewMs, reason) => {
    const off = await start({ on: "github-oidc clock", probability: 1, clockSkewMs });
    const { token } = await ask(off.jobs.startJob(main));
    await expect(off.jobs.verifyWebIdentity(token)).rejects.toMatchObject({ reason });
    await off.stop();
  });
});
