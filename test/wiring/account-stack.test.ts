/** Whether a stack was applied, from its state at S3; and whether an account's stack has what an environment needs, from IAM. */
import { accountPartsOf } from "../../declaration/account-parts";
import { findTarget } from "../../declaration/target";
import { accountShortcomings, missingAccountStack, standingOf } from "../../wiring/account-stack";
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

const login = { AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_S3_USE_PATH_STYLE: "true" };
const connectionsTo = (url: string) => connect({ env: { ...fixtureEnv, AWS_ENDPOINT_URL: url, ...login }, directory: "" }, () => {});

test.each([
  ["applied", state([{ mode: "managed" }])],
  ["not applied", state([])],
  ["not applied", error(404, "NoSuchKey")],
  ["not applied", error(404, "NoSuchBucket")],
  ["unknown", error(403, "AccessDenied")],
] as const)("%s", async (standing, answer) => {
  const { url, asked } = await start(answer, answer);
  const connections = connectionsTo(url);
  expect(await standingOf(account, connections)).toBe(standing);
  expect(asked[0]?.path).toContain(`/${account}/`);
  const missing = await missingAccountStack({ kind: "environment", aws: staging.aws }, connections);
  expect(missing).toBe(standing === "not applied" ? account : undefined);
});

describe("what an apply would lack", () => {
  const refusedTo = (who: string) => ({
    path: "/",
    status: 403,
    headers: { "Content-Type": "text/xml" },
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: ${who} is not authorized to perform: iam:GetRole</Message></Error></ErrorResponse>`,
  });
  const assumed = `arn:aws:sts::${staging.aws.account}:assumed-role`;
  const absent = {
    ...refusedTo(""),
    status: 404,
    body: "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>no</Message></Error></ErrorResponse>",
  };
  const parts = accountPartsOf(staging).map(({ name }) => name);

  test.each([
    [
      "a role of the stack may not look: it is of an earlier version",
      refusedTo(`${assumed}/twinpost-staging-plan/job`),
      state([]),
      "older",
    ],
    ["a person may not look, and the state is empty", refusedTo(`${assumed}/ReadOnly/ada`), state([]), "missing"],
    ["a person may not look, and the state is not", refusedTo(`${assumed}/ReadOnly/ada`), state([{ mode: "managed" }]), undefined],
    ["a person may look at neither", refusedTo(`${assumed}/ReadOnly/ada`), error(403, "AccessDenied"), undefined],
    ["nothing is there", absent, state([{ mode: "managed" }]), "missing"],
  ])("%s", async (_, iam, s3, id) => {
    const { url, asked } = await start(iam, s3);
    const connections = connectionsTo(url);
    const found = await accountShortcomings(findTarget("staging", connections.declared()), connections);
    expect(found.map((each) => each.id)).toEqual(id === undefined ? [] : [`account-stack/${id}`]);
    expect(asked.filter(({ path }) => path === "/")).toHaveLength(parts.length);
    for (const { what, remedy } of found) {
      expect(parts.filter((name) => !what.includes(name))).toEqual([]);
      expect(remedy).toContain(`npx twinpost apply --env ${account} --apply`);
    }
  });

  test.each([account, "organisation"])("of %s: nothing is asked", async (name) => {
    const { url, asked } = await start(absent);
    const connections = connectionsTo(url);
    expect(await accountShortcomings(findTarget(name, connections.declared()), connections)).toEqual([]);
    expect(asked).toEqual([]);
  });
});
