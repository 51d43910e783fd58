/** Every route against GitHub's published description: what it answers when it succeeds, and when a token or a name is wrong. */
import { githubRoutes } from "../../../sandbox/github/routes";
import { archives } from "../../../sandbox/github/routes/artifacts";
import { everything } from "../../../sandbox/github/start";
import { routeName, routeOf } from "../../../sandbox/http-service";
import { describedCalls } from "./described-calls";
import { described } from "./description";
import { seedRun, startWorld, type World } from "./world";

let world: World;
beforeEach(async () => {
  world = await startWorld();
  seedRun(world.repository);
});
afterEach(() => world.github.stop());

const routes = () => githubRoutes(world.github.state);
const own = (): string[] =>
  routes()
    .routes.filter(({ method, path }) => method !== "ALL" && path !== "/graphql" && !path.startsWith(archives))
    .map(({ method, path }) => `${method} ${routeName(path)}`);

/** @returns the statuses that the calls got, by route. */
async function callAll(token?: string): Promise<Map<string, number>> {
  const job = world.github.issueToken({ checks: "write" }, { kind: "job" });
  const shaOf = (branch: string): string => world.repository.branches.get(branch) ?? "";
  const ids = new Map<string, number | string>();
  const statuses = new Map<string, number>();
  for (const next of describedCalls((call) => ids.get(call) ?? 0, shaOf)) {
    const [method, path, body, by] = next();
    const own = by === "job" ? job : world.github.token;
    const answer = await world.call(method, path, body, { token: token ?? own });
    ids.set(`${method} ${path}`, answer.body?.number ?? answer.body?.id ?? answer.body?.key_id);
    statuses.set(`${method} ${routeOf(routes(), method, path.split("?")[0] ?? "")}`, answer.status);
  }
  return statuses;
}

test("the description was asked for the routes that there are, and no others", () => {
  expect([...described].sort()).toEqual([...new Set(own())].sort());
});

test("every route succeeds, with an answer that GitHub may give", async () => {
  const statuses = await callAll();
  expect(Object.fromEntries([...statuses].filter(([, status]) => status >= 400))).toEqual({});
  expect([...statuses.keys()].sort()).toEqual([...new Set(own())].sort());
});

test.each([
  ["none", "", [401]],
  ["an unknown one", "github_pat_x", [401]],
])("every route refuses a token that is %s", async (_, token, expected) => {
  expect([...new Set((await callAll(token)).values())]).toEqual(expected);
});

test("a token without permissions gets what everybody may read, and no more", async () => {
  const statuses = await callAll(world.github.issueToken({}, { kind: "job" }));
  expect([...statuses].filter(([, status]) => status < 400).map(([route]) => route)).toEqual([
    "GET /users/{login}",
    "GET /orgs/{org}",
    "GET /repos/{owner}/{repo}",
    "GET /rate_limit",
  ]);
});

test("a token that does not cover the repository is told that there is none", async () => {
  const token = world.github.issueToken({ administration: "write" }, { repositories: ["market-edge/other"] });
  const statuses = [...(await callAll(token))].filter(([route]) => route.includes("/repos/"));
  expect([...new Set(statuses.map(([, status]) => status))]).toEqual([404]);
});

test("a body that is wrong is refused, in GitHub's form", async () => {
  await callAll();
  const token = world.github.issueToken(everything, { kind: "job" });
  const refused = new Set<number>();
  for (const next of describedCalls(
    () => 0,
    () => world.repository.branches.get("main") ?? "",
  )) {
    const [method, path, body] = next();
    if (body) refused.add((await world.call(method, path, { unexpected: [] }, { token })).status);
  }
  // 404 where what the call is about is gone by now.
  expect([...refused].sort()).toEqual([404, 422]);
});
