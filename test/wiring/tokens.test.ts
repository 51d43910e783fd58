import { findTarget } from "../../declaration/target";
import { connect } from "../../wiring/connections";
import { withTokens } from "../../wiring/tokens";
import { useCannedServer } from "../adapters/canned-server";
import { declared, fixtureEnv } from "../fixtures/declared";

const start = useCannedServer();

async function connectionsOf(env: Record<string, string>, ...answers: Parameters<typeof start>) {
  const { url, asked } = await start(...answers);
  const narration: string[] = [];
  const aws = { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "x" };
  const settings = { env: { ...fixtureEnv, ...aws, ...env }, directory: "" };
  return { connections: connect(settings, (line) => void narration.push(line)), asked, narration: () => narration.join("") };
}

const holds = (token: string) => ({ body: { SecretString: JSON.stringify({ token }), VersionStages: ["AWSCURRENT"] } });
const failure = (status: number, code: string) => ({ status, body: { __type: code, message: "no" } });

test.each([
  ["plan", "twinpost/staging/plan/sendgrid"],
  ["admin", "twinpost/staging/admin/sendgrid"],
] as const)("what the shell lacks comes from the secret for the purpose: %s", async (purpose, id) => {
  const { connections, asked } = await connectionsOf({ CLOUDFLARE_API_TOKEN: "of the shell" }, holds("stored"));
  const { env } = await withTokens(findTarget("staging", declared), purpose, connections);
  expect(env).toMatchObject({ CLOUDFLARE_API_TOKEN: "of the shell", SENDGRID_API_KEY: "stored" });
  expect(asked.map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ SecretId: id, VersionStage: "AWSCURRENT" }]);
  expect(connections.env.SENDGRID_API_KEY).toBeUndefined();
});

test("a shell that has both tokens asks AWS nothing", async () => {
  const { connections, asked } = await connectionsOf({ CLOUDFLARE_API_TOKEN: "a", SENDGRID_API_KEY: "b" });
  expect(await withTokens(findTarget("staging", declared), "plan", connections)).toBe(connections);
  expect(asked).toEqual([]);
});

test("a secret that is not there leaves the token unset", async () => {
  const { connections, narration } = await connectionsOf({ CLOUDFLARE_API_TOKEN: "a" }, failure(400, "ResourceNotFoundException"));
  expect((await withTokens(findTarget("staging", declared), "plan", connections)).env.SENDGRID_API_KEY).toBeUndefined();
  expect(narration()).toBe("");
});

test("a secret that may not be read is told, and leaves the token unset", async () => {
  const { connections, narration } = await connectionsOf({ CLOUDFLARE_API_TOKEN: "a" }, failure(400, "AccessDeniedException"));
  expect((await withTokens(findTarget("staging", declared), "admin", connections)).env.SENDGRID_API_KEY).toBeUndefined();
  expect(narration()).toMatch(
    /^SENDGRID_API_KEY is not set, and the secret "twinpost\/staging\/admin\/sendgrid" cannot be read: .*AccessDenied/,
  );
});

test.each([
  ["plan", "twinpost/organisation/plan/cloudflare"],
  ["admin", "twinpost/organisation/admin/cloudflare"],
] as const)("the organisation has a token for Cloudflare of its own, and none for SendGrid: %s", async (purpose, id) => {
  const { connections, asked } = await connectionsOf({}, holds("stored"));
  const { env } = await withTokens(findTarget("organisation", declared), purpose, connections);
  expect(env).toMatchObject({ CLOUDFLARE_API_TOKEN: "stored" });
  expect(asked.map(({ body }) => (JSON.parse(body) as { SecretId: string }).SecretId)).toEqual([id]);
});

test("an account has no secrets", async () => {
  const { connections, asked } = await connectionsOf({});
  expect(await withTokens(findTarget("account-111122223333", declared), "admin", connections)).toBe(connections);
  expect(asked).toEqual([]);
});
