import { readRotation } from "../../../evidence/rotation";
import type { Request } from "../../../workflows/rotate/decide";
import { rotate } from "../../../workflows/rotate/rotate";
import { staging } from "../../fixtures/environments/staging";
import { dayMs, hourMs, policy, RotationWorld } from "./world";

const go = (world: RotationWorld, request?: Request, apply = true) => rotate({ policy, request, apply }, world.effects());
const steps = ({ taken }: Awaited<ReturnType<typeof go>>) => taken.map(({ step }) => step);
const asked: Request = { rotate: "overlap", reason: "test" };

/** Runs as a schedule does, every few hours, until the rotation has ended. */
async function untilEnded(world: RotationWorld, mostDays = 30) {
  const taken: string[] = [];
  for (let hours = 0; hours < mostDays * 24; hours += 4) {
    const outcome = await go(world);
    taken.push(...steps(outcome));
    if (outcome.rotation?.ended) return { taken, ended: outcome.rotation.ended };
    world.advance(4 * hourMs);
  }
  throw new Error(`it did not end: ${taken.join(" ")}`);
}

test("young credentials rest, and it says until when", async () => {
  const world = new RotationWorld(staging);
  const { next } = await go(world);
  expect(next).toMatchObject({ dueAt: new Date("2027-02-28T08:00:00Z") });
  expect(world.keys.size).toBe(1);
});

test("without --apply the next step is said, and nothing is written", async () => {
  const world = new RotationWorld(staging);
  const { next, taken } = await go(world, asked, false);
  expect(next).toMatchObject({ step: "intent" });
  expect(taken).toEqual([]);
  expect(world.calls).not.toContain("keys.create");
  expect(world.calls).not.toContain("journal.write");
});

test.each([["SendGrid's scope api_keys.update"], ["secretsmanager:DescribeSecret"], ["iam:DeleteAccessKey"]])(
  "without %s nothing is begun, and it is named",
  async (missing) => {
    const world = new RotationWorld(staging);
    world.lacks = [missing];
    const { next, taken, rotation } = await go(world, asked);
    expect(next).toMatchObject({ refused: expect.stringContaining(missing) });
    expect([taken, rotation, world.keys.size]).toEqual([[], undefined, 1]);
    expect(world.calls).not.toContain("journal.write");
    world.lacks = [];
    expect(steps(await go(world, asked))).toContain("create");
  },
);

test.each([false, true])("a rotation that is due goes its whole way, in the window (keys have names: %s)", async (named) => {
  const world = new RotationWorld(staging, { named });
  world.afterEach = () => expect(world.isServed()).toBe(true);
  world.advance(91 * dayMs);
  const first = await go(world);
  expect(steps(first).slice(0, 3)).toEqual(["intent", "create", "prove"]);
  const { taken, ended } = await untilEnded(world);
  expect([...steps(first), ...taken]).toEqual([
    ...["intent", "create", "prove", "make-current", "switch-application", "refresh-consumers"],
    ...["prove", "stop-old", "measure", "delete-old", "end"],
  ]);
  expect(ended).toBe("done");
  expect([...world.keys.keys()]).toEqual(["KEY2"]);
  expect(world.application?.settings.SMTP_USER).toBe("KEY2");
  expect(world.refreshes).toBe(1);
});

test("steps that change what serves are taken in the window, outside freezes, not while an alarm rings, not after a switch", async () => {
  const world = new RotationWorld(staging);
  // Monday 07:00 in Berlin.
  world.now = new Date("2026-12-07T06:00:00Z").getTime();
  expect((await go(world, asked)).next).toMatchObject({ waitUntil: new Date("2026-12-07T08:00:00Z") });
  world.now = new Date("2026-12-07T08:00:00Z").getTime();
  world.alarm = true;
  expect((await go(world)).next).toMatchObject({ waitUntil: expect.any(Date) });
  world.alarm = false;
  world.switchedAt = new Date("2026-12-07T07:00:00Z");
  expect((await go(world)).next).toMatchObject({ waitUntil: new Date("2026-12-08T07:00:00Z") });
  world.switchedAt = undefined;
  const freezes = ["2026-12-07", "2026-12-08"];
  const frozen = await rotate({ policy: { ...policy, freezes }, apply: true }, world.effects());
  expect(frozen.next).toMatchObject({ waitUntil: new Date("2026-12-09T08:00:00Z") });
  expect(world.current()?.credentials?.keyId).toBe("KEY1");
  expect(steps(await go(world))).toContain("make-current");
});

test("a leak: the old key is stopped at once, at any hour", async () => {
  const world = new RotationWorld(staging);
  world.now = new Date("2026-12-06T02:00:00Z").getTime();
  const outcome = await go(world, { rotate: "now", reason: "in a log" });
  expect(steps(outcome)).toEqual([
    ...["intent", "create", "prove", "make-current", "switch-application", "refresh-consumers", "stop-old", "measure"],
  ]);
  expect(world.keys.get("KEY1")?.sends).toBe(false);
  expect(outcome.next).toMatchObject({ waitUntil: expect.any(Date) });
  expect((await untilEnded(world)).ended).toBe("done");
});

test("a leak while an overlap is open makes that rotation urgent", async () => {
  const world = new RotationWorld(staging);
  await go(world, asked);
  const outcome = await go(world, { rotate: "now", reason: "in a log" });
  expect(steps(outcome)).toEqual(["intent", "stop-old", "measure"]);
  expect(outcome.rotation).toMatchObject({ mode: "now", reason: "in a log", oldKeyId: "KEY1" });
});

test("a second leak, of the key that came after, begins another rotation", async () => {
  const world = new RotationWorld(staging);
  await go(world, { rotate: "now", reason: "first" });
  const outcome = await go(world, { rotate: "now", reason: "second" });
  expect(steps(outcome).slice(0, 4)).toEqual(["delete-old", "end", "intent", "create"]);
  expect(world.keys.get("KEY2")?.sends).toBe(false);
  expect(world.application?.settings.SMTP_USER).toBe("KEY3");
});

test("while somebody abuses it, the old key is stopped first", async () => {
  const world = new RotationWorld(staging);
  const outcome = await go(world, { rotate: "stop-first", reason: "spam" });
  expect(steps(outcome).slice(0, 3)).toEqual(["intent", "stop-old", "create"]);
});

test("the earlier credentials come back within the overlap, and the new key goes when consumers have moved back", async () => {
  const world = new RotationWorld(staging);
  world.afterEach = () => expect(world.isServed()).toBe(true);
  await go(world, asked);
  expect(world.application?.settings.SMTP_USER).toBe("KEY2");
  const undone = await go(world, { undo: "mail is slow" });
  expect(steps(undone)).toEqual(["undo", "refresh-consumers"]);
  expect(world.application?.settings.SMTP_USER).toBe("KEY1");
  expect(world.current()?.credentials?.keyId).toBe("KEY1");
  expect((await untilEnded(world)).ended).toBe("undone");
  expect([...world.keys.keys()]).toEqual(["KEY1"]);
});

test("credentials that never work are thrown away, and the old ones serve", async () => {
  const world = new RotationWorld(staging, { spreadMs: () => 365 * dayMs });
  world.afterEach = () => expect(world.isServed()).toBe(true);
  const outcome = await go(world, asked);
  expect(steps(outcome)).toEqual(["intent", "create", "prove", "discard-new"]);
  expect(outcome.rotation?.ended).toBe("abandoned");
  expect([...world.keys.keys()]).toEqual(["KEY1"]);
  expect(world.pending()).toBeUndefined();
});

test("two keys, of which one is not ours: both are named, none is deleted", async () => {
  const world = new RotationWorld(staging);
  world.addKey();
  const { next } = await go(world, asked);
  expect(next).toMatchObject({ refused: expect.stringMatching(/KEY1.*KEY2/), remedy: expect.stringContaining("KEY2") });
  expect([...world.keys.keys()]).toEqual(["KEY1", "KEY2"]);
});

test("a pending version that an earlier run left is cleared, with its key", async () => {
  const world = new RotationWorld(staging);
  const keyId = world.addKey();
  const credentials = world.keys.get(keyId)?.credentials;
  world.versions.push({ id: "left", labels: new Set(["AWSPENDING"]), createdAt: new Date(world.now), credentials });
  const outcome = await go(world, asked);
  expect(steps(outcome).slice(0, 3)).toEqual(["intent", "clear-pending", "create"]);
  expect([...world.keys.keys()]).toEqual(["KEY1", "KEY3"]);
});

test("an old key that is used lengthens the overlap, and after a week a person has to decide", async () => {
  const world = new RotationWorld(staging);
  await go(world, asked);
  const used = () => {
    const key = world.keys.get("KEY1");
    if (key) key.lastUsed = new Date(world.now);
  };
  for (let day = 0; day < 8; day++) {
    world.advance(dayMs);
    used();
    expect(steps(await go(world))).not.toContain("stop-old");
  }
  world.advance(dayMs / 2);
  used();
  expect((await go(world)).next).toMatchObject({ refused: expect.stringContaining("KEY1") });
  expect(world.isServed()).toBe(true);
});

test("an application that sends through another provider keeps its settings", async () => {
  const world = new RotationWorld(staging);
  if (world.application) world.application.settings.SMTP_SERVER = "other.test";
  const outcome = await go(world, asked);
  expect(steps(outcome)).toEqual(["intent", "create", "prove", "make-current", "refresh-consumers"]);
  expect(world.application?.settings).toMatchObject({ SMTP_SERVER: "other.test", SMTP_USER: "KEY1" });
});

test("while sending is paused no key is made, stopped or deleted", async () => {
  const world = new RotationWorld(staging);
  world.paused = true;
  const { next, taken } = await go(world, { rotate: "now", reason: "in a log" });
  expect(next).toMatchObject({ refused: expect.any(String), remedy: expect.stringContaining("twinpost resume") });
  expect(taken).toEqual([]);
  expect([...world.keys.values()].map(({ sends }) => sends)).toEqual([true]);
});

test("two runs at once: one works, the other says who does", async () => {
  const world = new RotationWorld(staging);
  const outcomes = await Promise.allSettled(
    ["one", "two"].map((owner) => rotate({ policy, request: asked, apply: true }, world.effects(owner))),
  );
  expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
  expect(world.keys.size).toBe(2);
  expect(world.isServed()).toBe(true);
});

test("a run that slept through its lease changes nothing more", async () => {
  const world = new RotationWorld(staging);
  let stopped = false;
  world.fate = (call) => {
    if (call === "sending.storePending" && !stopped) {
      stopped = true;
      return "killed before";
    }
    return "well";
  };
  await expect(go(world, asked)).rejects.toThrow();
  world.advance(11 * 60_000);
  await rotate({ policy, apply: true }, world.effects("the next"));
  expect(world.keys.size).toBe(2);
  expect(world.keys.has("KEY2")).toBe(false);
  expect(readRotation((await world.effects().journal.store.latest("rotation/ses")) ?? never())?.proofs).toHaveLength(1);
});

const never = (): never => {
  throw new Error("there is no rotation");
};
