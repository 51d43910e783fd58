/** The stand-in as any client of GitHub's REST API sees it; fetch is the client, so that nothing of ours is judged by itself. */
import { repositoryPath as repository, startWorld, type World } from "./world";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.github.stop());

const call = (method: string, path: string, body?: object, token = world.github.token) => world.call(method, path, body, { token });
const prod = `${repository}/environments/prod`;
const custom = { deployment_branch_policy: { protected_branches: false, custom_branch_policies: true } };
test("tells ids, visibility, who owns it, and the owner's plan", async () => {
  expect((await call("GET", repository)).body).toMatchObject({
    id: 4,
    visibility: "private",
    private: true,
    owner: { id: 1, login: "market-edge", type: "Organization" },
    permissions: { admin: true },
  });
  expect((await call("GET", "/orgs/market-edge")).body.plan.name).toBe("enterprise");
  expect((await call("GET", "/users/ada")).body).toMatchObject({ login: "ada", id: 2, type: "User", site_admin: false });
  expect((await call("GET", "/orgs/Market-Edge/teams/platform")).body.id).toBe(3);
  for (const path of ["/users/bob", "/orgs/ada", "/orgs/market-edge/teams/other", "/repos/market-edge/other"])
    expect((await call("GET", path)).status).toBe(404);
});

describe("an environment", () => {
  test("keeps what it is told, and lists it as rules", async () => {
    const reviewers = [
      { type: "User", id: 2 },
      { type: "Team", id: 3 },
    ];
    expect((await call("GET", prod)).status).toBe(404);
    const { status } = await call("PUT", prod, { ...custom, reviewers, prevent_self_review: true, wait_timer: 30 });
    expect(status).toBe(200);
    const { body } = await call("GET", `${repository}/environments/PROD`);
    expect(body).toMatchObject({ name: "prod", can_admins_bypass: true, ...custom });
    expect(body.protection_rules).toMatchObject([
      { type: "wait_timer", wait_timer: 30 },
      {
        type: "required_reviewers",
        prevent_self_review: true,
        reviewers: [
          { type: "User", reviewer: { id: 2, login: "ada" } },
          { type: "Team", reviewer: { id: 3, slug: "platform" } },
        ],
      },
      { type: "branch_policy" },
    ]);
  });

  test("takes no reviewers who may not read the repository, and does not say so", async () => {
    world.repository.strangers.add(2);
    await call("PUT", prod, { ...custom, reviewers: [{ type: "User", id: 2 }] });
    expect((await call("GET", prod)).body.protection_rules).toMatchObject([{ type: "branch_policy" }]);
  });

  test.each([
    [{ deployment_branch_policy: { protected_branches: true, custom_branch_policies: true } }],
    [{ reviewers: Array.from({ length: 7 }, (_, id) => ({ type: "User", id })) }],
    [{ wait_timer: 43_201 }],
    [{ name: "prod" }],
  ])("refuses %j", async (body) => {
    expect(await call("PUT", prod, body)).toMatchObject({ status: 422, body: { message: expect.stringContaining("Invalid request.") } });
    expect((await call("GET", prod)).status).toBe(404);
  });

  test("lets branches in by patterns, which belong to it while it goes by them", async () => {
    await call("PUT", prod, {});
    expect((await call("POST", `${prod}/deployment-branch-policies`, { name: "main" })).status).toBe(404);
    await call("PUT", prod, custom);
    const { body } = await call("POST", `${prod}/deployment-branch-policies`, { name: "main", type: "branch" });
    expect((await call("POST", `${prod}/deployment-branch-policies`, { name: "main" })).status).toBe(303);
    expect((await call("GET", `${prod}/deployment-branch-policies`)).body).toEqual({
      total_count: 1,
      branch_policies: [{ id: body.id, node_id: body.node_id, name: "main", type: "branch" }],
    });
    expect((await call("DELETE", `${prod}/deployment-branch-policies/${body.id}`)).status).toBe(204);
    expect((await call("DELETE", `${prod}/deployment-branch-policies/${body.id}`)).status).toBe(404);
  });

  test("has variables, in capitals, in pages of 30 at most", async () => {
    await call("PUT", prod, custom);
    for (let index = 0; index < 31; index++) await call("POST", `${prod}/variables`, { name: `v${index}`, value: "x" });
    expect((await call("POST", `${prod}/variables`, { name: "V0", value: "y" })).status).toBe(409);
    expect((await call("POST", `${prod}/variables`, { name: "GITHUB_X", value: "y" })).status).toBe(422);
    expect((await call("PATCH", `${prod}/variables/v0`, { value: "y" })).status).toBe(204);
    expect((await call("PATCH", `${prod}/variables/OTHER`, { value: "y" })).status).toBe(404);
    const first = await call("GET", `${prod}/variables?per_page=100`);
    expect(first.body).toMatchObject({
      total_count: 31,
      variables: expect.arrayContaining([expect.objectContaining({ name: "V0", value: "y" })]),
    });
    expect(first.body.variables).toHaveLength(30);
    const links = (headers: Headers): Record<string, string> =>
      Object.fromEntries([...(headers.get("link") ?? "").matchAll(/<(.+?)>; rel="(\w+)"/g)].map(([, url = "", rel]) => [rel, url]));
    expect(Object.keys(links(first.headers))).toEqual(["next", "last"]);
    const next = await call("GET", links(first.headers).next?.replace(world.github.url, "") ?? "");
    expect(next.body.variables).toHaveLength(1);
    expect(Object.keys(links(next.headers))).toEqual(["prev", "first"]);
    expect((await call("DELETE", `${prod}/variables/v0`)).status).toBe(204);
    expect((await call("DELETE", `${prod}/variables/v0`)).status).toBe(404);
  });

  test("is listed, keeps when it was made, notes when it was changed, and goes with all that is in it", async () => {
    await call("PUT", prod, custom);
    await call("PUT", `${repository}/environments/a%2Fb`, {});
    const environment = world.repository.environments.get("prod");
    Object.assign(environment ?? {}, { createdAt: "2020-01-01T00:00:00Z", updatedAt: "2020-01-01T00:00:00Z" });
    await call("POST", `${prod}/variables`, { name: "A", value: "x" });
    const { body } = await call("PUT", prod, custom);
    expect([body.created_at, body.updated_at > body.created_at]).toEqual(["2020-01-01T00:00:00Z", true]);
    const names = async () => (await call("GET", `${repository}/environments`)).body.environments.map(({ name }: { name: string }) => name);
    expect(await names()).toEqual(["prod", "a/b"]);
    expect((await call("DELETE", prod)).status).toBe(204);
    expect((await call("DELETE", prod)).status).toBe(404);
    expect(await names()).toEqual(["a/b"]);
    await call("PUT", prod, custom);
    expect((await call("GET", `${prod}/variables`)).body.total_count).toBe(0);
  });
});

describe("a private repository", () => {
  test.each(["pro", "team"] as const)("on %s has branch policies, and refuses the mention of other rules", async (plan) => {
    world.repository.owner.plan = plan;
    expect(await call("PUT", prod, { ...custom, wait_timer: 0 })).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining("billing plan supports the required reviewers protection rule") },
    });
    expect((await call("PUT", prod, custom)).status).toBe(200);
  });

  test("on free has no environments, unless it is made public", async () => {
    world.repository.owner.plan = "free";
    expect((await call("PUT", prod, custom)).status).toBe(404);
    world.repository.visibility = "public";
    expect((await call("PUT", prod, { ...custom, wait_timer: 5 })).status).toBe(200);
  });
});

describe("a token", () => {
  test("that is unknown, or none, is refused", async () => {
    expect(await call("GET", repository, undefined, "github_pat_x")).toMatchObject({ status: 401, body: { message: "Bad credentials" } });
    expect((await call("GET", repository, undefined, "")).status).toBe(401);
  });

  test("that does not cover a private repository sees none", async () => {
    const token = world.github.issueToken({ administration: "write" }, { repositories: ["market-edge/other"] });
    expect((await call("GET", repository, undefined, token)).status).toBe(404);
  });

  test.each([
    ["PUT", prod, "administration=write"],
    ["GET", prod, "actions=read"],
    ["GET", `${prod}/deployment-branch-policies`, "actions=read"],
    ["POST", `${prod}/deployment-branch-policies`, "administration=write"],
    ["DELETE", `${prod}/deployment-branch-policies/1`, "administration=write"],
    ["GET", `${prod}/variables`, "environments=read"],
    ["POST", `${prod}/variables`, "environments=write"],
    ["PATCH", `${prod}/variables/A`, "environments=write"],
    ["GET", "/orgs/market-edge/teams/platform", "members=read"],
  ])("without the permission is told which: %s %s", async (method, path, needed) => {
    await call("PUT", prod, custom);
    const token = world.github.issueToken({});
    const { status, headers } = await call(method, path, method === "GET" ? undefined : {}, token);
    expect([status, headers.get("x-accepted-github-permissions")]).toEqual([403, needed]);
  });

  test("of somebody who does not administer the repository may not protect it, and is not told the plan", async () => {
    const token = world.github.issueToken({ administration: "write" }, { role: "write" });
    expect(await call("PUT", prod, custom, token)).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining("admin rights") },
    });
    expect((await call("GET", repository, undefined, token)).body.permissions.admin).toBe(false);
    expect((await call("GET", "/orgs/market-edge", undefined, token)).body.plan).toBeUndefined();
  });
});

test("an unknown route is a 501 and remembered by its shape", async () => {
  expect((await call("DELETE", "/gists/1234")).status).toBe(501);
  expect(world.log.unknown).toContain("github: DELETE /gists/{}");
});
