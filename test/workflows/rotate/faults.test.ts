/**
 * Rotations under faults, from seeds: refused calls, answers that get lost or come late, runs that are killed, keys that take time to work. After
 * every effect what is current, and what the application has, must log in; and whatever happened, it ends with one key that works.
 */
import fc from "fast-check";
import { OperatorError } from "../../../declaration/operator-error";
import { readRotation } from "../../../evidence/rotation";
import { rotate } from "../../../workflows/rotate/rotate";
import { staging } from "../../fixtures/environments/staging";
import { dayMs, type Fate, hourMs, Killed, policy, RotationWorld, type WorldOptions } from "./world";

interface Chances {
  refused: number;
  lost: number;
  late: number;
  killed: number;
}

function fateOf(chances: Chances, random: () => number): Fate {
  const drawn = random();
  const fates: [Fate, number][] = [
    ["refused", chances.refused],
    ["lost", chances.lost],
    ["late", chances.late],
    ["killed before", chances.killed / 2],
    ["killed after", chances.killed / 2],
  ];
  const edges = fates.map((_, index) => fates.slice(0, index + 1).reduce((sum, [, chance]) => sum + chance, 0));
  return fates[edges.findIndex((edge) => drawn < edge)]?.[0] ?? "well";
}

/** mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs as a schedule does, until a rotation is done; each run is another owner. @returns how many runs it took. */
async function converge(world: RotationWorld, mostRuns = 20_000): Promise<number> {
  for (let runs = 1; runs <= mostRuns; runs++) {
    const entry = await quietly(world, () => world.effects().journal.store.latest("rotation/ses"));
    const under = entry && readRotation(entry);
    const request = under && !under.ended ? undefined : ({ rotate: "overlap", reason: "test" } as const);
    try {
      const { rotation, next } = await rotate({ policy, request, apply: true }, world.effects(`run ${runs}`));
      if (rotation?.ended === "done") return runs;
      if ("waitUntil" in next) world.advance(Math.max(0, next.waitUntil.getTime() - world.now));
    } catch (error) {
      if (!(error instanceof Killed || error instanceof OperatorError)) throw error;
    }
    // A lease that a run which died has left runs out.
    world.advance(hourMs / 4);
  }
  throw new Error(`it is not done after ${mostRuns} runs; keys ${[...world.keys.keys()]}`);
}

/** Of the test itself: nothing befalls it. */
async function quietly<T>(world: RotationWorld, act: () => Promise<T>): Promise<T> {
  const { fate } = world;
  world.fate = () => "well";
  try {
    return await act();
  } finally {
    world.fate = fate;
  }
}

async function converges(seed: number, chances: Chances, options: WorldOptions): Promise<void> {
  const random = randomFrom(seed);
  const world = new RotationWorld(staging, { ...options, spreadMs: () => Math.floor(random() * 60_000) });
  world.fate = () => fateOf(chances, random);
  world.afterEach = () => {
    if (!world.isServed()) throw new Error(`what serves is refused after ${world.calls.at(-1)}`);
  };
  const lastFault = world.now + (10 + random() * 30) * dayMs;
  const { fate } = world;
  world.fate = (call) => (world.now < lastFault ? fate(call) : "well");
  await converge(world);
  world.fate = () => "well";
  world.advance(2 * hourMs);
  const { unexplained } = await rotate({ policy, apply: true }, world.effects("the last"));
  const keyIds = [...world.keys.keys()];
  expect(keyIds).toContain(world.current()?.credentials?.keyId);
  expect(world.application?.settings.SMTP_USER).toBe(world.current()?.credentials?.keyId);
  // One that came late, after its rotation had ended, is named.
  expect(keyIds.filter((id) => id !== world.current()?.credentials?.keyId).sort()).toEqual(unexplained.map(({ id }) => id).sort());
}

test.each([false, true])("5 %% of calls go wrong, and everything converges (keys have names: %s)", async (named) => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), (seed) => converges(seed, { refused: 0.02, lost: 0.015, late: 0.005, killed: 0.01 }, { named })),
    { numRuns: 60, endOnFailure: true },
  );
});

/** Every effect of a rotation that goes well, and the run killed before and after each. */
test("killed before and after every effect, the next runs go on", async () => {
  const whole = new RotationWorld(staging);
  await converge(whole);
  const count = whole.calls.length;
  expect(count).toBeGreaterThan(80);
  for (const fate of ["killed before", "killed after"] as const) {
    for (let at = 0; at < count; at++) {
      const world = new RotationWorld(staging);
      let calls = 0;
      world.fate = () => (calls++ === at ? fate : "well");
      world.afterEach = () => expect(world.isServed()).toBe(true);
      await converge(world);
      expect([...world.keys.keys()]).toEqual([world.current()?.credentials?.keyId]);
    }
  }
});
