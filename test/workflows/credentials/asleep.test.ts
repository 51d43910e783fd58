/**
 * A run of `credentials` that sleeps at any call it makes, for longer than its lease, while others issue or rotate. When it wakes up it takes nothing
 * away that serves by then, and the next runs leave one key.
 */
import { OperatorError } from "../../../declaration/operator-error";
import { acquire } from "../../../evidence/journal";
import { advance } from "../../../evidence/journal-store";
import { issueCredentials } from "../../../workflows/credentials/issue";
import type { Request } from "../../../workflows/rotate/decide";
import { rotate } from "../../../workflows/rotate/rotate";
import { hourMs, policy, RotationWorld } from "../rotate/world";
import { effectsOf, environment } from "./beside-rotation";

const ended = <T>(run: Promise<T>): Promise<T | OperatorError> =>
  run.catch((error: unknown) => {
    if (error instanceof OperatorError) return error;
    throw error;
  });

const issue = (world: RotationWorld, owner: string) => ended(issueCredentials(environment, effectsOf(world, owner)));

async function rotateToTheEnd(world: RotationWorld): Promise<void> {
  const leak: Request = { rotate: "now", reason: "leak" };
  for (let run = 0; run < 60; run++) {
    const outcome = await ended(rotate({ policy, request: run === 0 ? leak : undefined, apply: true }, world.effects(`run ${run}`)));
    if (!(outcome instanceof OperatorError) && outcome.rotation?.ended) return;
    world.advance(6 * hourMs);
  }
  throw new Error(`the rotation does not end; keys ${[...world.keys.keys()]}`);
}

const others: Record<string, (world: RotationWorld) => Promise<unknown>> = {
  "another run": (world) => issue(world, "another"),
  "another run, and a rotation": async (world) => {
    await issue(world, "another");
    await rotateToTheEnd(world);
  },
};

/** What it finds: its key was stopped; or an earlier run has left a pending one besides, which is not known everywhere yet. */
const found: Record<string, () => RotationWorld> = {
  "the current key is stopped": () => stopped(new RotationWorld(environment)),
  "a pending one is refused still": () => {
    let spreadMs = 5 * 60_000;
    const world = stopped(new RotationWorld(environment, { spreadMs: () => spreadMs }));
    const keyId = world.addKey();
    spreadMs = 0;
    const credentials = { keyId, user: keyId, password: `secret of ${keyId}` };
    world.versions.push({ id: "pending", labels: new Set(["AWSPENDING"]), createdAt: new Date(world.now), credentials });
    return world;
  },
};

function stopped(world: RotationWorld): RotationWorld {
  const key = world.keys.get("KEY1");
  if (key) key.sends = false;
  return world;
}

const cases = Object.entries(found).flatMap(([what, make]) => Object.entries(others).map(([who, act]) => [what, who, make, act] as const));

test.each(cases)("%s, and while it sleeps comes %s", async (_what, _who, make, meanwhile) => {
  let slept = true;
  for (let at = 0; slept; at++) {
    slept = false;
    const world = make();
    let calls = 0;
    world.turn = async (owner) => {
      if (owner !== "the sleeper" || calls++ !== at) return;
      slept = true;
      world.advance(11 * 60_000);
      await meanwhile(world);
      const served = world.isServed();
      world.afterEach = () => {
        if (served && !world.isServed()) throw new Error(`call ${at}: what serves is refused after ${world.calls.at(-1)}`);
      };
    };
    await issue(world, "the sleeper");
    world.afterEach = () => undefined;
    world.advance(hourMs);
    await issue(world, "the next");
    await rotateToTheEnd(world);
    const keyIds = [...world.keys.keys()];
    expect({ at, keyIds, served: world.isServed() }).toEqual({ at, keyIds: [world.current()?.credentials?.keyId], served: true });
  }
});

/** What happens while the sleeper sleeps before its first call of the name. */
function whileAsleepAt(call: string, world: RotationWorld, meanwhile: () => Promise<unknown>): void {
  const { call: pass } = world;
  let slept = false;
  world.call = async (name, act, owner) => {
    if (owner === "the sleeper" && name === call && !slept) {
      slept = true;
      await meanwhile();
    }
    return pass.call(world, name, act, owner) as ReturnType<typeof act> as never;
  };
}

test("a rotation that it had looked at has ended, and another one is at work: it changes nothing", async () => {
  const world = stopped(new RotationWorld(environment));
  // Reading the entry is the first thing after looking for the newest one.
  whileAsleepAt("journal.write", world, async () => {
    await rotateToTheEnd(world);
    const { journal, surroundings } = world.effects("at work");
    await advance("rotation/ses/000002", acquire({ owner: "at work", now: surroundings.now(), forMs: 10 * 60_000 }), journal);
    world.calls.length = 0;
  });
  expect(await issue(world, "the sleeper")).toMatchObject({ message: expect.stringContaining("at work") });
  expect(world.calls.filter((call) => /^(keys.create|keys.delete|sending.(store|make|clear))/.test(call))).toEqual([]);
});

test("the current key worked when it looked, and is stopped while it waits for the lease: it is replaced", async () => {
  const world = new RotationWorld(environment);
  world.versions.push({ id: "empty", labels: new Set(["AWSPENDING"]), createdAt: new Date(world.now), credentials: undefined });
  whileAsleepAt("journal.write", world, async () => stopped(world));
  expect(await issue(world, "the sleeper")).toMatchObject({ providers: [{ status: "replaced", keyId: "KEY2" }] });
  expect(world.isServed()).toBe(true);
});

test("another run has made its key current meanwhile: its own pending one does not take that one's place", async () => {
  const world = stopped(new RotationWorld(environment));
  whileAsleepAt("sending.storePending", world, async () => {
    world.advance(11 * 60_000);
    const keyId = world.addKey();
    const { secrets } = world.effects("another");
    await secrets.sending.storePending({ keyId, user: keyId, password: `secret of ${keyId}` }, "theirs");
    await secrets.sending.makeCurrent({ from: "v0", to: "theirs" });
  });
  expect(await issue(world, "the sleeper")).toBeInstanceOf(OperatorError);
  expect(world.current()?.id).toBe("theirs");
});
