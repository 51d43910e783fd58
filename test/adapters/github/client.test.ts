/** What every call to GitHub has in common: the token, repetition, and errors that say what is wrong without giving the token away. */
import { randomBytes } from "node:crypto";
import { createGithubClient } from "../../../adapters/github/client";
import { allowBranch } from "../../../adapters/github/environments";
import { readRepository } from "../../../adapters/github/repository";
import { ApiError } from "../../../adapters/http/json-client";
import { type CannedAnswer, everythingIn, failureOf, patience, useCannedServer } from "../canned-server";

const token = `github_pat_${randomBytes(24).toString("hex")}`;
const repository = { owner: "market-edge", name: "email" };
const start = useCannedServer();

async function clientOf(...answers: CannedAnswer[]) {
  const server = await start(...answers);
  const waits: number[] = [];
  const sleep = async (ms: number) => waits.push(ms);
  const github = await createGithubClient({ baseUrl: server.url, token, timeoutMs: patience(answers), sleep });
  return { github, asked: server.asked, waits };
}

const read = async (...answers: CannedAnswer[]) => readRepository((await clientOf(...answers)).github, repository);
const write = async (...answers: CannedAnswer[]) => {
  const { github, asked, waits } = await clientOf(...answers);
  return { asked, waits, done: allowBranch(github, repository, "prod", "main") };
};

test("sends the token, and the version of the API that it means", async () => {
  const { asked, done } = await write({ body: { id: 1, name: "main" } });
  await done;
  expect(asked).toMatchObject([
    {
      method: "POST",
      path: "/repos/market-edge/email/environments/prod/deployment-branch-policies",
      headers: {
        authorization: `token ${token}`,
        accept: "application/vnd.github.v3+json",
        "content-type": "application/json; charset=utf-8",
      },
      body: '{"name":"main","type":"branch"}',
    },
  ]);
});

test.each([
  ["429", 429, { "Retry-After": "2" }],
  ["403, a secondary rate limit", 403, { "Retry-After": "2" }],
])("after %s it waits as it is asked to, a POST too", async (_, status, headers) => {
  const { asked, waits, done } = await write({ status, headers, body: { message: "slow down" } }, { body: { id: 1, name: "main" } });
  await done;
  expect(waits).toEqual([2_000]);
  expect(asked).toHaveLength(2);
});

test("a 500 is an error with GitHub's words, and not repeated", async () => {
  const { asked, done } = await write({ status: 500, body: { message: "Server Error" } });
  await expect(done).rejects.toMatchObject({
    message: "GitHub: POST /repos/market-edge/email/environments/prod/deployment-branch-policies failed with 500: Server Error",
    status: 500,
    remedy: expect.stringContaining("status page"),
  });
  expect(asked).toHaveLength(1);
});

test("a 503 to a GET is repeated", async () => {
  const { github, asked, waits } = await clientOf({ status: 503, body: {} });
  await expect(readRepository(github, repository)).rejects.toMatchObject({ status: 503 });
  expect(waits).toEqual([250, 500, 1_000]);
  expect(asked).toHaveLength(4);
});

test.each<[string, CannedAnswer, string]>([
  ["silence", "silence", "no answer within 200 ms"],
  ["an answer that was cut off", { cutOff: '{"id": 7, "na' }, "before the answer was complete"],
  ["an answer that is no JSON", { body: '{"id": 7, "na' }, "the answer is no valid JSON (13 characters)"],
  ["an answer of another shape", { body: { id: "seven" } }, "the answer is not as documented: id (invalid_type), owner (invalid_type)"],
  [
    "a repository that was renamed",
    { status: 301, headers: { Location: "/repositories/1" } },
    "failed with 301: what is asked for has been renamed",
  ],
])("%s is an error that says so", async (_, answer, message) => {
  const error = await failureOf(read(answer));
  expect(error).toBeInstanceOf(ApiError);
  expect(everythingIn(error)).toContain(message);
});

test("a missing permission is named", async () => {
  const headers = { "X-Accepted-GitHub-Permissions": "administration=write" };
  const { done } = await write({ status: 403, headers, body: { message: "Resource not accessible by personal access token" } });
  await expect(done).rejects.toThrow("403: Resource not accessible by personal access token; the token needs administration=write");
});

test("all that GitHub says is wrong is told", async () => {
  const { done } = await write({
    status: 422,
    body: { message: "Validation Failed", errors: [{ message: "name is bad" }, "type is bad", 7] },
  });
  await expect(done).rejects.toThrow("422: Validation Failed; name is bad; type is bad");
});

test("nobody listening is an error with the reason", async () => {
  const server = await start();
  await server.stop();
  const github = await createGithubClient({ baseUrl: server.url, token, sleep: async () => {} });
  await expect(readRepository(github, repository)).rejects.toThrow(/no connection to 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/);
});

test.each([
  ["echoes it", { status: 401, body: { message: `bad token ${token}` } }],
  ["fails", { status: 500, body: "<html>oops</html>" }],
  ["is silent", "silence" as const],
])("no error holds the token when GitHub %s", async (_, answer) => {
  const { done } = await write(answer);
  expect(everythingIn(await failureOf(done))).not.toContain(token);
});
