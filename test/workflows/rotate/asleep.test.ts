/**
 * A run that sleeps, as a laptop does that is shut: at every call it makes, for longer than its lease. Others go on meanwhile; when it wakes up it
 * changes nothing of theirs, and says that it lost.
 */
import { OperatorError } from "../../../declaration/operator-error";
import type { Request } from "../../../workflows/rotate/decide";
import { rotate } from "../../../workflows/rotate/rotate";
import { staging } from "../../fixtures/environments/staging";
import { hourMs, policy, RotationWorld } from "./world";

const leak: Request = { rotate: "now", reason: "leak" };
const go = (world: RotationWorld, request: Request | undefined, owner: string) =>
  rotate({ policy, request, apply: true }, world.effects(owner)).catch((error: unknown) => {
    if (error instanceof OperatorError) return error;
    throw error;
  });

/** What others do meanwhile: one run, or as many as it takes. */
const others = {
  "one run": (world: RotationWorld) => go(world, leak, "another"),
  "a whole rotation": async (world: RotationWorld) => {
    await go(world, leak, "another");
    for (let run = 0; run < 40; run++) {
      world.advance(6 * hourMs);
      const outcome = await go(world, undefined, `run ${run}`);
      if (!(outcome instanceof OperatorError) && outcome.rotation?.ended) return;
    }
    throw new Error(`the rotation does not end; keys ${[...world.keys.keys()]}`);
  },
};

/** It falls asleep before its call number `at`. @returns what it says when it ends; undefined when it made fewer calls. */
async function sleepAt(at: number, meanwhile: (world: RotationWorld) => Promise<unknown>, world: RotationWorld) {
  let calls = 0;
  let slept = false;
  let changed = -1;
  const awake = async (): Promise<void> => {};
  world.turn = async () => {
    if (calls++ !== at) return;
    world.turn = awake;
    slept = true;
    world.advance(11 * 60_000);
    await meanwhile(world);
    changed = world.calls.length;
  };
  const said = await go(world, leak, "the sleeper");
  return slept ? { said, did: world.calls.slice(changed) } : undefined;
}

function mustServe(world: RotationWorld): void {
  if (!world.isServed()) throw new Error(`what serves is refused after ${world.calls.at(-1)}`);
}

const undoes: Record<string, string> = { "keys.create": "keys.delete", "keys.stop": "keys.resume" };

const changes = (calls: readonly string[]): string[] =>
  calls.filter((call) => /^(keys\.(create|stop|resume|delete)|sending\.(store|make|clear)|application\.replace|consumers)/.test(call));

test.each(Object.entries(others))("it wakes up after its lease has ended, and %s has gone on", async (_, meanwhile) => {
  let lost = 0;
  for (let at = 0; ; at++) {
    const world = new RotationWorld(staging);
    world.afterEach = () => mustServe(world);
    const found = await sleepAt(at, meanwhile, world);
    if (!found) break;
    const { said, did } = found;
    if (said instanceof OperatorError) {
      lost++;
      expect(said.message).toMatch(/another run (took over|is at work on) this rotation/);
      // The call that it slept in arrives late; what it made or stopped then, it takes back, and nothing else comes after it.
      const [first, ...more] = changes(did);
      expect([undefined, undoes[first ?? ""]]).toContainEqual(more.length === 0 ? undefined : more.join());
    }
    world.advance(hourMs);
    await others["a whole rotation"](world);
    const keyIds = [...world.keys.keys()];
    expect({ at, keyIds }).toEqual({ at, keyIds: [world.current()?.credentials?.keyId] });
    expect(world.application?.settings.SMTP_USER).toBe(keyIds[0]);
  }
  expect(lost).toBeGreaterThan(30);
});

test("it looked while another run was at work, and comes when that one has given the lease back", async () => {
  const first: Request = { rotate: "overlap", reason: "test" };
  const whole = new RotationWorld(staging);
  await go(whole, first, "the first");
  for (let at = 0; at < whole.calls.length; at++)
    for (let lateAt = 0; lateAt < 8; lateAt++) {
      const world = new RotationWorld(staging);
      world.afterEach = () => mustServe(world);
      const calls: Record<string, number> = {};
      const [asleep, woken] = [signal(), signal()];
      let late: ReturnType<typeof go> | undefined;
      world.turn = async (owner) => {
        const call = calls[owner] ?? 0;
        calls[owner] = call + 1;
        if (owner === "the late one" && call === lateAt) {
          asleep.give();
          await woken.given;
        }
        if (owner !== "the first" || call !== at) return;
        late = go(world, undefined, "the late one");
        await Promise.race([asleep.given, late]);
      };
      await go(world, first, "the first");
      woken.give();
      await late;
      expect({ at, lateAt, keyIds: [...world.keys.keys()] }).toEqual({ at, lateAt, keyIds: ["KEY1", "KEY2"] });
      expect(world.current()?.credentials?.keyId).toBe("KEY2");
    }
});

function signal(): { given: Promise<void>; give: () => void } {
  let give = (): void => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}
