/** Issuing beside rotations: one run at a time, no key is lost for good, and labels that lead nowhere are taken away. On the rotation's world. */
import { OperatorError } from "../../../declaration/operator-error";
import { acquire } from "../../../evidence/journal";
import { advance } from "../../../evidence/journal-store";
import { issueCredentials } from "../../../workflows/credentials/issue";
import { rotate } from "../../../workflows/rotate/rotate";
import { Killed, policy, RotationWorld } from "../rotate/world";
import { effectsOf, environment } from "./beside-rotation";

const issue = (world: RotationWorld, owner?: string) => issueCredentials(environment, effectsOf(world, owner));
const statusOf = async (world: RotationWorld) => (await issue(world)).providers[0];

/** Its key was switched off by hand, as in a leak. */
function withDeadKey(options = {}): RotationWorld {
  const world = new RotationWorld(environment, options);
  const key = world.keys.get("KEY1");
  if (key) key.sends = false;
  return world;
}

test("what works is kept, and nothing is written", async () => {
  const world = new RotationWorld(environment);
  expect(await statusOf(world)).toEqual({ provider: "ses", keyId: "KEY1", status: "kept" });
  expect(world.calls).not.toContain("journal.write");
});

test("what is refused is replaced", async () => {
  const world = withDeadKey();
  expect(await statusOf(world)).toMatchObject({ keyId: "KEY2", status: "replaced" });
  expect([[...world.keys.keys()], world.isServed()]).toEqual([["KEY2"], true]);
});

test.each([false, true])("a key whose answer was lost is deleted by the next run, which says so (keys have names: %s)", async (named) => {
  const world = withDeadKey({ named, mostKeys: 100 });
  world.fate = (call) => (call === "keys.create" ? "lost" : "well");
  await expect(issue(world)).rejects.toThrow("KEY2");
  world.fate = () => "well";
  expect(await statusOf(world)).toMatchObject({ keyId: "KEY3", status: "replaced", deleted: ["KEY2"] });
  expect([...world.keys.keys()]).toEqual(["KEY3"]);
});

test("with two keys at most, a lost one blocks nothing", async () => {
  const world = withDeadKey();
  world.fate = (call) => (call === "keys.create" ? "lost" : "well");
  await expect(issue(world)).rejects.toThrow("KEY2");
  world.fate = () => "well";
  expect(await statusOf(world)).toMatchObject({ keyId: "KEY3", deleted: ["KEY2"] });
});

test("a key that a person made is never deleted", async () => {
  const world = withDeadKey({ mostKeys: 100 });
  const theirs = world.addKey();
  world.fate = (call) => (call === "keys.create" ? "lost" : "well");
  await expect(issue(world)).rejects.toThrow();
  world.fate = () => "well";
  await issue(world);
  expect([...world.keys.keys()]).toContain(theirs);
});

const boundaries = ["keys.create", "sending.storePending", "sending.makeCurrent", "journal.write", "keys.delete", "application.replace"];
const kills = boundaries.flatMap((call) =>
  (["killed before", "killed after"] as const).flatMap((fate) => [0, 1, 2, 3].map((nth) => [fate, call, nth] as const)),
);

test.each(kills)("%s %s %i: the next run makes good, and no key is lost", async (fate, call, nth) => {
  const world = withDeadKey();
  let seen = 0;
  world.fate = (each) => (each === call && seen++ === nth ? fate : "well");
  await issue(world, "first").catch((error: unknown) => {
    if (!(error instanceof Killed) && !(error instanceof OperatorError)) throw error;
  });
  world.fate = () => "well";
  // Its lease runs out.
  world.advance(11 * 60_000);
  await issue(world, "second");
  await issue(world, "third");
  expect(world.isServed()).toBe(true);
  // The dead key may stay where a run ended before its last step: the previous version of the secret names it.
  const others = [...world.keys.keys()].filter((id) => id !== "KEY1");
  expect([others.length, world.pending()]).toEqual([1, undefined]);
});

test.each(["journal.write", "sending.clearPending", "keys.delete"].flatMap((call) => [0, 1, 2, 3].map((nth) => [call, nth] as const)))(
  "killed at %s %i while a pending key that is refused is thrown away: the next run deletes it",
  async (call, nth) => {
    const world = withDeadKey();
    const keyId = world.addKey();
    const key = world.keys.get(keyId);
    if (key) key.sends = false;
    world.versions.push({ ...version("refused", "AWSPENDING"), credentials: login(keyId) });
    let seen = 0;
    world.fate = (each) => (each === call && seen++ === nth ? "killed before" : "well");
    await issue(world, "first").catch((error: unknown) => {
      if (!(error instanceof Killed || error instanceof OperatorError)) throw error;
    });
    world.fate = () => "well";
    world.advance(11 * 60_000);
    await issue(world, "second");
    expect([world.keys.has(keyId), world.isServed()]).toEqual([false, true]);
  },
);

test("two runs at once: one of them makes a key, the other one is told who does", async () => {
  const world = withDeadKey();
  const outcomes = await Promise.allSettled([issue(world, "one"), issue(world, "two")]);
  const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [String(outcome.reason)] : []));
  expect(refused.every((reason) => /one|two/.test(reason))).toBe(true);
  expect([world.keys.size, world.isServed()]).toEqual([1, true]);
});

test("a rotation that holds its lease keeps it away, until the lease runs out", async () => {
  const world = withDeadKey();
  const { journal, surroundings } = world.effects("rotation");
  await advance("rotation/ses/000001", acquire({ owner: "rotation", now: surroundings.now(), forMs: 10 * 60_000 }), journal);
  await expect(issue(world)).rejects.toThrow("rotation");
  expect(world.calls).not.toContain("keys.create");
  world.advance(11 * 60_000);
  await expect(issue(world)).resolves.toMatchObject({ providers: [{ status: "replaced" }] });
});

test("what a rotation that died has made is taken up, and the rotation is gone on with", async () => {
  const world = new RotationWorld(environment);
  world.fate = (call) => (call === "server.prove" ? "killed before" : "well");
  await rotate({ policy, request: { rotate: "overlap", reason: "test" }, apply: true }, world.effects("rotation")).catch(() => undefined);
  world.fate = () => "well";
  const key = world.keys.get("KEY1");
  if (key) key.sends = false;
  await expect(issue(world)).resolves.toMatchObject({ providers: [{ status: "resumed", keyId: "KEY2" }] });
  const { rotation } = await rotate({ policy, apply: false }, world.effects("rotation"));
  expect(rotation?.ended).toBeUndefined();
  expect(world.isServed()).toBe(true);
});

test("a rotation goes its way after credentials were replaced, and does not take the new key for its own", async () => {
  const world = withDeadKey();
  await issue(world);
  const { taken } = await rotate({ policy, request: { rotate: "now", reason: "test" }, apply: true }, world.effects("rotation"));
  expect(taken.map(({ step }) => step).slice(0, 4)).toEqual(["intent", "create", "prove", "make-current"]);
  expect([world.current()?.credentials?.keyId, world.isServed()]).toEqual(["KEY3", true]);
  expect(await statusOf(world)).toMatchObject({ keyId: "KEY3", status: "kept" });
});

test.each<[string, (world: RotationWorld) => void]>([
  ["an empty version", (world) => world.versions.push({ ...version("empty", "AWSPENDING"), credentials: undefined })],
  ["an earlier version", (world) => world.versions.push({ ...version("old", "AWSPREVIOUS", "AWSPENDING"), credentials: login("KEY0") })],
  ["a version whose key is gone", (world) => world.versions.push({ ...version("gone", "AWSPENDING"), credentials: login("KEY9") })],
])("AWSPENDING on %s is taken away, and what works stays", async (_, plant) => {
  const world = new RotationWorld(environment);
  plant(world);
  expect(await statusOf(world)).toMatchObject({ keyId: "KEY1", status: "kept" });
  expect([world.pending(), [...world.keys.keys()]]).toEqual([undefined, ["KEY1"]]);
});

const login = (keyId: string, user = keyId) => ({ keyId, user, password: `secret of ${keyId}` });
const version = (id: string, ...labels: string[]) => ({ id, labels: new Set(labels), createdAt: new Date() });

describe("a key that was made by hand, and stored as pending", () => {
  function handMade(credentials = (id: string) => login(id)): RotationWorld {
    const world = withDeadKey();
    world.versions.push({ ...version("by-hand", "AWSPENDING"), credentials: credentials(world.addKey()) });
    return world;
  }

  test("is taken up", async () => {
    const world = handMade();
    expect(await statusOf(world)).toMatchObject({ keyId: "KEY2", status: "resumed" });
    expect([world.current()?.id, world.isServed()]).toEqual(["by-hand", true]);
  });

  test("is left where it is while the current one works", async () => {
    const world = new RotationWorld(environment);
    world.versions.push({ ...version("by-hand", "AWSPENDING"), credentials: login(world.addKey()) });
    expect(await statusOf(world)).toMatchObject({ keyId: "KEY1", status: "kept" });
    expect(world.pending()?.id).toBe("by-hand");
  });

  test("is refused when its value names another key, and nothing is deleted", async () => {
    const world = handMade((id) => ({ ...login(id), keyId: "KEY1" }));
    await expect(issue(world)).rejects.toThrow("by-hand");
    expect([[...world.keys.keys()].sort(), world.pending()?.id]).toEqual([["KEY1", "KEY2"], "by-hand"]);
  });
});
