/** A job takes the role of one target after the other; https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
import { findTarget } from "../../declaration/target";
import { connect } from "../../wiring/connections";
import { inReadRole, withJobRole } from "../../wiring/job-role";
import { useCannedServer } from "../adapters/canned-server";
import { declared, fixtureEnv } from "../fixtures/declared";

const start = useCannedServer();
const staging = findTarget("staging", declared);
const xml = { headers: { "Content-Type": "text/xml" } };
const session = {
  ...xml,
  body: `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>
    <AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken>
    <Expiration>2026-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
};
const denied = {
  ...{ ...xml, status: 403 },
  body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code>
    <Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message></Error></ErrorResponse>`,
};

async function job(env: Record<string, string>, ...answers: Parameters<typeof start>) {
  const { url, asked } = await start(...answers);
  const own = { ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/id?api-version=2.0`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "bearer", GITHUB_RUN_ID: "7" };
  const settings = { env: { ...fixtureEnv, AWS_ENDPOINT_URL: url, ...own, ...env }, directory: "" };
  return { connections: connect(settings, () => {}), asked };
}

test("shows its identity token, and gets the role's session", async () => {
  const { connections, asked } = await job({}, { body: { value: "its.identity.token" } }, session);
  const { env } = await withJobRole(staging, "plan", connections);
  expect(env).toMatchObject({ AWS_ACCESS_KEY_ID: "ASIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "session" });
  expect(asked[0]).toMatchObject({ path: "/id?api-version=2.0&audience=sts.amazonaws.com", headers: { authorization: "Bearer bearer" } });
  expect(Object.fromEntries(new URLSearchParams(asked[1]?.body))).toMatchObject({
    RoleArn: "arn:aws:iam::111122223333:role/twinpost-staging-plan",
    ...{ RoleSessionName: "twinpost-7", WebIdentityToken: "its.identity.token" },
  });
});

test.each([
  ["has no identity", { ACTIONS_ID_TOKEN_REQUEST_URL: "" }],
  ["has credentials", { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE" }],
])("takes none where it %s", async (_, env) => {
  const { connections, asked } = await job(env);
  expect(await withJobRole(staging, "plan", connections)).toBe(connections);
  expect(asked).toEqual([]);
});

test("names the role that is refused, and shows no token", async () => {
  const { connections } = await job({}, { body: { value: "its.identity.token" } }, denied);
  const refused = withJobRole(staging, "apply", connections);
  await expect(refused).rejects.toThrow(/^arn:aws:iam::111122223333:role\/twinpost-staging-apply: .*Not authorized/);
  await expect(refused).rejects.not.toThrow("its.identity.token");
});

test("a job that GitHub gives no token says the permission that it needs", async () => {
  const { connections } = await job({}, { status: 401, body: { message: "Unauthorized" } });
  await expect(withJobRole(staging, "plan", connections)).rejects.toMatchObject({ remedy: expect.stringContaining("id-token: write") });
});

test.each([
  ["pull_request", "plan"],
  ["push", "review"],
  ["schedule", "review"],
])("a job of a %s that only reads takes the role %s, and reads the tokens of plans", async (event, role) => {
  const { connections, asked } = await job({ GITHUB_ACTIONS: "true", GITHUB_EVENT_NAME: event }, { body: { value: "token" } }, session);
  const { connections: inRole, tokens } = await inReadRole(staging, connections);
  expect([inRole.env.AWS_SESSION_TOKEN, tokens]).toEqual(["session", "plan"]);
  expect(new URLSearchParams(asked[1]?.body).get("RoleArn")).toBe(`arn:aws:iam::111122223333:role/twinpost-staging-${role}`);
});

test.each([
  ["staging-apply", "admin"],
  ["staging-plan", "plan"],
  ["prod-apply", "plan"],
])("a job that has the role twinpost-%s keeps it, and reads the tokens: %s", async (role, tokens) => {
  const login = { GITHUB_ACTIONS: "true", AWS_ACCESS_KEY_ID: "ASIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "x", AWS_SESSION_TOKEN: "y" };
  const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
    <Arn>arn:aws:sts::111122223333:assumed-role/twinpost-${role}/GitHubActions</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;
  const { connections } = await job(login, { ...xml, body: identity });
  expect(await inReadRole(staging, connections)).toEqual({ connections, tokens });
});

test("outside a job nothing is asked", async () => {
  const { connections, asked } = await job({ GITHUB_ACTIONS: "" });
  expect(await inReadRole(staging, connections)).toEqual({ connections, tokens: undefined });
  expect(asked).toEqual([]);
});
