import { createGithubClient } from "../../../adapters/github/client";
import { readEnvironment, removePattern, writeEnvironment, writeVariable } from "../../../adapters/github/environments";
import { type CannedAnswer, useCannedServer } from "../canned-server";

const start = useCannedServer();
const repository = { owner: "market-edge", name: "email" };
const at = "/repos/market-edge/email/environments/prod";

async function clientOf(...answers: CannedAnswer[]) {
  const server = await start(...answers);
  return { github: await createGithubClient({ baseUrl: server.url, token: "github_pat_x", sleep: async () => {} }), asked: server.asked };
}

const environment = {
  id: 1,
  name: "prod",
  can_admins_bypass: false,
  protection_rules: [
    { id: 1, type: "wait_timer", wait_timer: 30 },
    {
      id: 2,
      type: "required_reviewers",
      prevent_self_review: true,
      reviewers: [
        { type: "User", reviewer: { id: 7, login: "ada" } },
        { type: "Team", reviewer: { id: 8, slug: "platform" } },
      ],
    },
    { id: 3, type: "branch_policy" },
  ],
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
};

const patterns = {
  total_count: 2,
  branch_policies: [
    { id: 5, name: "main", type: "branch" },
    { id: 6, name: "v*", type: "tag" },
  ],
};
const variables = { total_count: 1, variables: [{ name: "AWS_REGION", value: "eu-west-1" }] };

test("an environment is read with everything that protects it", async () => {
  const { github, asked } = await clientOf({ body: environment }, { body: patterns }, { body: variables });
  await expect(readEnvironment(github, repository, "prod")).resolves.toEqual({
    reviewers: [
      { kind: "user", id: 7, name: "@ada" },
      { kind: "team", id: 8, name: "@market-edge/platform" },
    ],
    selfReview: "prevent",
    waitMinutes: 30,
    mayBypass: false,
    lets: "patterns",
    patterns: [
      { id: 5, pattern: "main", kind: "branch" },
      { id: 6, pattern: "v*", kind: "tag" },
    ],
    variables: { AWS_REGION: "eu-west-1" },
  });
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `GET ${at}`,
    `GET ${at}/deployment-branch-policies?per_page=100`,
    `GET ${at}/variables?per_page=30`,
  ]);
});

test("every branch may get in, and old patterns do not count", async () => {
  const { github, asked } = await clientOf(
    { body: { ...environment, deployment_branch_policy: null, protection_rules: [] } },
    { body: { total_count: 0, variables: [] } },
  );
  await expect(readEnvironment(github, repository, "prod")).resolves.toEqual({
    reviewers: [],
    selfReview: "allow",
    waitMinutes: 0,
    mayBypass: false,
    lets: "all",
    patterns: [],
    variables: {},
  });
  expect(asked).toHaveLength(2);
});

test("an environment that is not there is undefined", async () => {
  const { github } = await clientOf({ status: 404, body: { message: "Not Found" } });
  await expect(readEnvironment(github, repository, "prod")).resolves.toBeUndefined();
});

test("protection is written in one request, for the declared patterns only", async () => {
  const { github, asked } = await clientOf({ body: environment });
  const reviewers = [
    { kind: "user" as const, id: 7, name: "@ada" },
    { kind: "team" as const, id: 8, name: "@market-edge/platform" },
  ];
  await expect(
    writeEnvironment(github, repository, "prod", { reviewers, selfReview: "prevent", waitMinutes: 0, mayBypass: false }),
  ).resolves.toBe(true);
  expect(asked[0]).toMatchObject({ method: "PUT", path: at });
  expect(JSON.parse(asked[0]?.body ?? "")).toEqual({
    reviewers: [
      { type: "User", id: 7 },
      { type: "Team", id: 8 },
    ],
    prevent_self_review: true,
    wait_timer: 0,
    can_admins_bypass: false,
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  });
});

test("what nobody wants is not mentioned: plans without it refuse the word", async () => {
  const { github, asked } = await clientOf({ body: environment });
  await writeEnvironment(github, repository, "prod", {});
  expect(JSON.parse(asked[0]?.body ?? "")).toEqual({
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  });
});

test.each([
  [404, "Not Found"],
  [
    422,
    "Failed to create the environment protection rule. Please ensure the billing plan supports the required reviewers protection rule.",
  ],
  [422, "Fail to create protected rule, please ensure billing plan include protected branch gate."],
])("a plan that has no such protection is no error: %i %s", async (status, message) => {
  const { github } = await clientOf({ status, body: { message } });
  await expect(writeEnvironment(github, repository, "prod", {})).resolves.toBe(false);
});

test.each([
  [422, "Invalid request."],
  [403, "Must have admin rights to Repository."],
  [500, "Server Error"],
])("any other refusal is: %i %s", async (status, message) => {
  const { github } = await clientOf({ status, body: { message } });
  await expect(writeEnvironment(github, repository, "prod", {})).rejects.toThrow(`${status}: ${message}`);
});

test.each([
  [true, "POST", `${at}/variables`],
  [false, "PATCH", `${at}/variables/AWS_REGION`],
])("a variable is made or changed (new: %p)", async (isNew, method, path) => {
  const { github, asked } = await clientOf({ status: isNew ? 201 : 204, ...(isNew ? { body: {} } : {}) });
  await writeVariable(github, repository, "prod", { name: "AWS_REGION", value: "eu-west-1", isNew });
  expect(asked[0]).toMatchObject({ method, path });
  expect(JSON.parse(asked[0]?.body ?? "")).toMatchObject({ value: "eu-west-1" });
});

test("a pattern is removed by its id", async () => {
  const { github, asked } = await clientOf({ status: 204 });
  await removePattern(github, repository, "prod", 5);
  expect(asked[0]).toMatchObject({ method: "DELETE", path: `${at}/deployment-branch-policies/5` });
});
