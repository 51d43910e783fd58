/** Verbs that work on what was applied say so when nothing was, instead of showing what some service answers then. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../cli/main";
import { withoutWhere } from "../../wiring/where";
import { jsonError, xml } from "../adapters/aws/aws-service";
import { useCannedServer } from "../adapters/canned-server";
import { fixtureEnv } from "../fixtures/declared";
import { dev } from "../fixtures/environments/dev";

const directory = mkdtempSync(join(tmpdir(), "not-applied-"));
afterAll(() => rmSync(directory, { recursive: true }));
const start = useCannedServer();

const caller = xml("GetCallerIdentityResponse", `<Account>${dev.aws.account}</Account><Arn>arn:aws:iam::1:user/x</Arn>`);
const noState = {
  status: 404,
  headers: { "Content-Type": "application/xml" },
  body: "<Error><Code>NoSuchKey</Code><Message>no</Message></Error>",
};
const noSecret = jsonError(400, "ResourceNotFoundException");

test.each([
  ["credentials --env dev", [caller, noSecret]],
  ["credentials --env dev --apply --yes", [caller, noSecret]],
  ["verify --env dev", [noState]],
  ["seed-test --env dev", [caller, noSecret]],
])("twinpost %s", async (words, answers) => {
  const { url } = await start(...answers);
  const env = { ...fixtureEnv, AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_S3_USE_PATH_STYLE: "true" };
  let said = "";
  const stderr = { write: (text: string) => (said += text) };
  const code = await main(words.split(" "), { env, stdout: { write: () => {} }, stderr, directory, twinpost: main });
  expect(withoutWhere(said)).toBe(
    'environment "dev" has not been applied\n  run `npx twinpost plan --env dev`, then `npx twinpost apply --env dev --apply`\n',
  );
  expect(code).toBe(1);
});

test("the organisation is called by its name", async () => {
  const { url } = await start(noState);
  const env = { ...fixtureEnv, AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_S3_USE_PATH_STYLE: "true" };
  let said = "";
  const stderr = { write: (text: string) => (said += text) };
  const code = await main(["verify", "--env", "organisation"], { env, stdout: { write: () => {} }, stderr, directory, twinpost: main });
  expect([code, withoutWhere(said).split("\n")[0]]).toEqual([1, "organisation has not been applied"]);
});
