/** Whether a stack was applied, from its state at S3. */
import { missingAccountStack, standingOf } from "../../wiring/account-stack";
import { connect } from "../../wiring/connections";
import { useCannedServer } from "../adapters/canned-server";
import { fixtureEnv } from "../fixtures/declared";
import { staging } from "../fixtures/environments/staging";

const start = useCannedServer();
const error = (status: number, code: string) => ({
  status,
  headers: { "Content-Type": "application/xml" },
  body: `<Error><Code>${code}</Code><Message>no</Message></Error>`,
});
const state = (resources: object[]) => ({ body: JSON.stringify({ version: 4, outputs: {}, resources }) });
const account = `account-${staging.aws.account}`;

test.each([
  ["applied", state([{ mode: "managed" }])],
  ["not applied", state([])],
  ["not applied", error(404, "NoSuchKey")],
  ["not applied", error(404, "NoSuchBucket")],
  ["unknown", error(403, "AccessDenied")],
] as const)("%s", async (standing, answer) => {
  const { url, asked } = await start(answer, answer);
  const login = { AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_S3_USE_PATH_STYLE: "true" };
  const connections = connect({ env: { ...fixtureEnv, AWS_ENDPOINT_URL: url, ...login }, directory: "" }, () => {});
  expect(await standingOf(account, connections)).toBe(standing);
  expect(asked[0]?.path).toContain(`/${account}/`);
  const missing = await missingAccountStack({ kind: "environment", aws: staging.aws }, connections);
  expect(missing).toBe(standing === "not applied" ? account : undefined);
});
