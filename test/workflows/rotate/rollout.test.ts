/** Services of ECS that are started anew for a new login: the old key is not stopped before they run, and no run waits for them. */
import { judgeRollout, notesOf } from "../../../workflows/rotate/rollout";
import { rotate } from "../../../workflows/rotate/rotate";
import type { Deployed, Rollout } from "../../../workflows/rotate/seen";
import { staging } from "../../fixtures/environments/staging";
import { hourMs, policy, RotationWorld } from "./world";

type Deployment = Deployed["deployments"][number];
const deployment = (id: string, changes: Partial<Deployment> = {}): Deployment => ({
  ...{ id, primary: true, state: "COMPLETED", reason: "", taskDefinition: "backend:7", running: 2, desired: 2 },
  ...changes,
});
const running = (deployments: Deployment[], tasks?: Deployed["tasks"]): Rollout => ({ name: "edge/backend", deployments, tasks });
const task = (of: string, ...images: string[]) => ({ deployment: of, images });
const before = running([deployment("d1")], [task("d1", "sha256:a"), task("d1", "sha256:a")]);
const old = deployment("d1", { primary: false, state: "COMPLETED", running: 1 });
const noted = notesOf([before])["edge/backend"];

test("what runs before is noted with its images; without them where ECS does not tell them", () => {
  expect(noted).toBe("d1 backend:7 sha256:a");
  expect(notesOf([running([deployment("d1")]), { name: "other", unknown: "no" }])).toEqual({ "edge/backend": "d1 backend:7 ?" });
});

// Fields and states: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html
test.each<[string, Rollout, "stable" | "under way" | "failed"]>([
  ["one primary, completed, all tasks run", running([deployment("d2")], [task("d2", "sha256:a")]), "stable"],
  ["tasks could not be read", running([deployment("d2")]), "stable"],
  ["scaled to nothing", running([deployment("d2", { running: 0, desired: 0 })], []), "stable"],
  [
    "another version was deployed meanwhile",
    running([deployment("d3", { taskDefinition: "backend:8" })], [task("d3", "sha256:b")]),
    "stable",
  ],
  ["in progress", running([deployment("d2", { state: "IN_PROGRESS", running: 1 }), old]), "under way"],
  ["the old deployment drains", running([deployment("d2"), old]), "under way"],
  ["fewer run than are wanted", running([deployment("d2", { running: 1 })]), "under way"],
  ["an old task still runs", running([deployment("d2")], [task("d2", "sha256:a"), task("d1", "sha256:a")]), "under way"],
  [
    "it rolls back",
    running([deployment("d3", { state: "IN_PROGRESS" }), deployment("d2", { primary: false, state: "FAILED" })]),
    "under way",
  ],
  ["it could not be read", { name: "edge/backend", unknown: "AccessDenied" }, "under way"],
  ["failed, without a rollback", running([deployment("d2", { state: "FAILED", reason: "circuit breaker" })]), "failed"],
  [
    "rolled back to what ran before",
    running([deployment("d1"), deployment("d2", { primary: false, state: "FAILED", reason: "breaker" })]),
    "failed",
  ],
  ["nobody started it", running([deployment("d1")]), "failed"],
  ["the tag of its image moved", running([deployment("d2")], [task("d2", "sha256:b")]), "failed"],
  ["there is no deployment", running([]), "failed"],
])("%s: %s", (_, rollout, state) => {
  expect(judgeRollout(rollout, { before: noted, sinceMs: hourMs }).state).toBe(state);
});

test("ECS shows a new deployment some seconds later", () => {
  expect(judgeRollout(before, { before: noted, sinceMs: 10_000 }).state).toBe("under way");
});

describe("a rotation", () => {
  const go = (world: RotationWorld, request?: Parameters<typeof rotate>[0]["request"]) =>
    rotate({ policy, request, apply: true }, world.effects());
  const steps = ({ taken }: Awaited<ReturnType<typeof go>>) => taken.map(({ step }) => step);

  async function refreshed() {
    const world = new RotationWorld(staging);
    world.rollouts = [before];
    const outcome = await go(world, { rotate: "overlap", reason: "test" });
    expect(steps(outcome).at(-1)).toBe("refresh-consumers");
    expect(outcome.next).toMatchObject({ waitUntil: expect.any(Date) });
    return world;
  }

  test("goes on in a later run, once the service runs anew", async () => {
    const world = await refreshed();
    world.advance(hourMs);
    world.rollouts = [running([deployment("d2", { state: "IN_PROGRESS" }), old])];
    expect((await go(world)).taken).toEqual([]);
    world.rollouts = [running([deployment("d2")], [task("d2", "sha256:a")])];
    const outcome = await go(world);
    expect(steps(outcome)).toEqual(["stable"]);
    // What it does later is nobody's concern here.
    world.rollouts = [{ name: "edge/backend", unknown: "AccessDenied" }];
    world.advance(50 * hourMs);
    expect(steps(await go(world))).toContain("stop-old");
  });

  test("a failed one is told, the old key stays however long, and another deployment lets it go on", async () => {
    const world = await refreshed();
    for (let days = 0; days < 20; days++) {
      world.advance(24 * hourMs);
      world.rollouts = [running([deployment("d2", { state: "FAILED", reason: "tasks failed to start" })])];
      const outcome = await go(world);
      expect(outcome.next).toMatchObject({
        refused: expect.stringContaining("tasks failed to start"),
        remedy: expect.stringContaining("--undo"),
      });
    }
    expect(world.keys.get("KEY1")?.sends).toBe(true);
    world.rollouts = [running([deployment("d3")])];
    expect(steps(await go(world))).toContain("stable");
  });

  test("one that never settles waits for the overlap, and then is told", async () => {
    const world = await refreshed();
    world.rollouts = [running([deployment("d2", { state: "IN_PROGRESS" })])];
    world.advance(hourMs);
    expect((await go(world)).next).toMatchObject({ waitUntil: expect.any(Date) });
    world.advance(24 * hourMs);
    expect((await go(world)).next).toMatchObject({ refused: expect.any(String) });
    expect(world.keys.get("KEY1")?.sends).toBe(true);
  });

  test("a leak waits for nobody", async () => {
    const world = new RotationWorld(staging);
    world.rollouts = [before];
    expect(steps(await go(world, { rotate: "now", reason: "in a log" }))).toContain("stop-old");
  });

  test("undone, the new key stays until nothing runs with it", async () => {
    const world = await refreshed();
    world.advance(hourMs);
    world.rollouts = [running([deployment("d2")])];
    expect(steps(await go(world, { undo: "slow" }))).toEqual(["stable", "undo", "refresh-consumers"].slice(1));
    world.advance(30 * hourMs);
    expect((await go(world)).next).toMatchObject({ refused: expect.stringContaining("edge/backend") });
    expect(world.keys.has("KEY2")).toBe(true);
    world.rollouts = [running([deployment("d3")])];
    expect(steps(await go(world))).toEqual(["stable", "discard-new"]);
  });
});
