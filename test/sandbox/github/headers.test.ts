/** What comes with every answer; docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api and best-practices. */
import { repositoryPath, startWorld, type World } from "./world";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.github.stop());

const rate = (headers: Headers, name: string): number => Number(headers.get(`x-ratelimit-${name}`));

test.each([
  ["a success", "/users/ada", 200],
  ["a refusal", "/users/nobody", 404],
])("%s has an id, and says what is left of the hour", async (_, path, status) => {
  const answers = [await world.call("GET", path), await world.call("GET", path)] as const;
  expect(answers.map((answer) => answer.status)).toEqual([status, status]);
  expect(answers.map(({ headers }) => [rate(headers, "limit"), rate(headers, "used"), rate(headers, "remaining")])).toEqual([
    [5000, 1, 4999],
    [5000, 2, 4998],
  ]);
  const inSeconds = rate(answers[0].headers, "reset") - Date.now() / 1000;
  expect([inSeconds > 3590, inSeconds <= 3600]).toEqual([true, true]);
  const ids = new Set(answers.map(({ headers }) => headers.get("x-github-request-id")));
  expect([ids.size, [...ids].every((id) => /^[0-9A-F:]+$/.test(id ?? ""))]).toEqual([2, true]);
});

test("an answer that the caller has is not sent again, and counts for nothing", async () => {
  const { headers } = await world.call("GET", "/users/ada");
  const tag = headers.get("etag") ?? "";
  const again = await world.call("GET", "/users/ada", undefined, { headers: { "If-None-Match": tag } });
  expect([again.status, again.body, rate(again.headers, "used"), again.headers.get("etag")]).toEqual([304, undefined, 1, tag]);
  expect((await world.call("GET", "/users/market-edge", undefined, { headers: { "If-None-Match": tag } })).status).toBe(200);
});

test("a token that has used its hour up is refused, others are not, and the next hour is new", async () => {
  await world.github.stop();
  const clock = { on: "github clock", probability: 1, clockSkewMs: 0 };
  world = await startWorld({}, [clock]);
  const token = world.github.issueToken({}, { limit: 2 });
  const statuses = async (times: number): Promise<number[]> => {
    const answers: number[] = [];
    while (answers.length < times) answers.push((await world.call("GET", "/users/ada", undefined, { token })).status);
    return answers;
  };
  expect(await statuses(3)).toEqual([200, 200, 403]);
  expect((await world.call("GET", "/users/ada")).status).toBe(200);
  clock.clockSkewMs = 3_601_000;
  expect(await statuses(3)).toEqual([200, 200, 403]);
});

/** "In general, no more than 80 content-generating requests per minute": docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
test("a token that writes more than 80 times in a minute waits, may read meanwhile, and is told how long", async () => {
  await world.github.stop();
  const clock = { on: "github clock", probability: 1, clockSkewMs: 0 };
  world = await startWorld({}, [clock]);
  const write = () => world.call("POST", `${repositoryPath}/issues`, { title: "drift" });
  for (let times = 1; times <= 80; times++) expect((await write()).status).toBe(201);
  const refused = await write();
  expect([refused.status, refused.headers.get("retry-after"), refused.body.message]).toEqual([
    ...[403, "60"],
    expect.stringContaining("secondary rate limit"),
  ]);
  expect((await world.call("GET", "/users/ada")).status).toBe(200);
  clock.clockSkewMs = 61_000;
  expect((await write()).status).toBe(201);
});
