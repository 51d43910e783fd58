import { createGithubClient } from "../../../adapters/github/client";
import { findReviewer, readRepository } from "../../../adapters/github/repository";
import { type CannedAnswer, useCannedServer } from "../canned-server";

const start = useCannedServer();
const named = { owner: "market-edge", name: "email" };
const repository = {
  id: 506070809,
  owner: { id: 10203040, login: "market-edge", type: "Organization" },
  visibility: "private",
  permissions: { admin: true },
};
const missing = { status: 404, body: { message: "Not Found" } };

async function clientOf(...answers: CannedAnswer[]) {
  const server = await start(...answers);
  return { github: await createGithubClient({ baseUrl: server.url, token: "github_pat_x" }), asked: server.asked };
}
const paths = (asked: { method: string | undefined; path: string | undefined }[]) => asked.map(({ method, path }) => `${method} ${path}`);

test("a repository is read with its ids as text, and the plan of the organisation", async () => {
  const { github, asked } = await clientOf({ body: repository }, { body: { plan: { name: "team" } } });
  const facts = { id: "506070809", ownerId: "10203040", visibility: "private", mayAdminister: true, plan: "team" };
  await expect(readRepository(github, named)).resolves.toEqual(facts);
  expect(paths(asked)).toEqual(["GET /repos/market-edge/email", "GET /orgs/market-edge"]);
});

test("of a person's repository the person's plan is read, which only they are told", async () => {
  const { github, asked } = await clientOf({ body: { ...repository, owner: { id: 7, login: "ada", type: "User" } } }, { body: { id: 7 } });
  await expect(readRepository(github, named)).resolves.toMatchObject({ ownerId: "7", plan: undefined });
  expect(paths(asked)).toEqual(["GET /repos/market-edge/email", "GET /users/ada"]);
});

test("a repository that is not there, or not the token's to see, is undefined", async () => {
  const { github } = await clientOf(missing);
  await expect(readRepository(github, named)).resolves.toBeUndefined();
});

test.each([
  ["@ada", { kind: "user", id: 7 }, "GET /users/ada"],
  ["@market-edge/platform", { kind: "team", id: 7 }, "GET /orgs/market-edge/teams/platform"],
])("%s is found by its name", async (name, reviewer, path) => {
  const { github, asked } = await clientOf({ body: { id: 7 } }, missing);
  await expect(findReviewer(github, name)).resolves.toEqual(reviewer);
  await expect(findReviewer(github, name)).resolves.toBeUndefined();
  expect(paths(asked)).toEqual([path, path]);
});

test("a token that may not see teams is an error, not a missing team", async () => {
  const { github } = await clientOf({ status: 403, body: { message: "Resource not accessible by personal access token" } });
  await expect(findReviewer(github, "@market-edge/platform")).rejects.toMatchObject({ status: 403 });
});
