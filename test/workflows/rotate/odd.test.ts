/**
 * What somebody tries who wants to break it: every call refused for good, an undo at every stage, secrets that nobody
 * would write, a clock that is wrong. Each ends
 * with an error that names provider, step and one next command, and nothing is lost.
 */
import { OperatorError } from "../../../declaration/operator-error";
import { stepNames } from "../../../evidence/rotation";
import type { Request } from "../../../workflows/rotate/decide";
import { type RotateOutcome, rotate } from "../../../workflows/rotate/rotate";
import { staging } from "../../fixtures/environments/staging";
import { dayMs, hourMs, Killed, policy, RotationWorld } from "./world";

const asked: Request = { rotate: "overlap", reason: "test" };

async function go(world: RotationWorld, request?: Request): Promise<RotateOutcome | OperatorError | Killed> {
  try {
    return await rotate({ policy, request, apply: true }, world.effects(`run ${world.calls.length}`));
  } catch (error) {
    if (error instanceof OperatorError || error instanceof Killed) return error;
    throw error;
  }
}

async function toTheEnd(world: RotationWorld, request?: Request): Promise<string | undefined> {
  for (let runs = 0; runs < 400; runs++) {
    const outcome = await go(world, runs === 0 ? request : undefined);
    if (!(outcome instanceof Error) && (outcome.rotation?.ended || "dueAt" in outcome.next)) return outcome.rotation?.ended;
    world.advance(6 * hourMs);
  }
  throw new Error(`it does not end; keys ${[...world.keys.keys()]}`);
}

function served(): RotationWorld {
  const world = new RotationWorld(staging);
  world.afterEach = () => {
    if (!world.isServed()) throw new Error(`what serves is refused after ${world.calls.at(-1)}`);
  };
  return world;
}

/** As an operator needs them: one to go on with. */
const commands = (text: string | undefined): string[] => text?.match(/`npx twinpost [^`]+`/g) ?? [];

test("each call, refused from some moment on: it says what failed and how to go on, and when it is allowed again it goes on", async () => {
  const whole = served();
  await toTheEnd(whole, asked);
  for (let at = 0; at < whole.calls.length; at++) {
    const world = served();
    let calls = 0;
    let refused: string | undefined;
    world.fate = (call) => {
      if (calls++ === at) refused = call;
      return call === refused ? "refused" : "well";
    };
    let said: OperatorError | undefined;
    for (let runs = 0; runs < 60 && !said; runs++) {
      const outcome = await go(world, runs === 0 ? asked : undefined);
      if (outcome instanceof OperatorError) said = outcome;
      world.advance(6 * hourMs);
    }
    // A lease that could not be given back runs out.
    if (said) {
      const steps = ["look", ...stepNames].map((step) => `ses: step "${step}"`);
      expect(steps.some((begin) => said?.message.startsWith(begin))).toBe(true);
      expect(said.message).toContain(`${refused}: 503`);
      expect(commands(said.remedy)).toEqual([expect.stringMatching(/^`npx twinpost rotate --env staging --provider ses .*--apply`$/)]);
    }
    world.fate = () => "well";
    world.advance(hourMs);
    await toTheEnd(world, asked);
    expect({ at, refused, keyIds: [...world.keys.keys()] }).toEqual({ at, refused, keyIds: [world.current()?.credentials?.keyId] });
    expect(world.application?.settings.SMTP_USER).toBe(world.current()?.credentials?.keyId);
  }
});

test("a step that fails names its key, and one that may have made a key names that", async () => {
  const world = served();
  world.fate = (call) => (call === "keys.create" ? "lost" : "well");
  expect(await go(world, asked)).toMatchObject({ message: expect.stringMatching(/step "create".*KEY2 is stored nowhere/) });
  world.fate = (call) => (call === "sending.storePending" ? "refused" : "well");
  expect(await go(world)).toMatchObject({ message: expect.stringMatching(/new key KEY3 could not be stored, and was deleted/) });
  world.fate = () => "well";
  await go(world);
  world.advance(2 * dayMs);
  world.fate = (call) => (call === "keys.stop" ? "refused" : "well");
  expect(await go(world)).toMatchObject({ message: expect.stringContaining('step "stop-old" (key KEY1)') });
});

test("an undo at every stage: the earlier key serves again, or it says why not", async () => {
  const whole = served();
  await toTheEnd(whole, asked);
  const found = new Set<string>();
  for (let at = 0; at < whole.calls.length; at += 2) {
    const world = served();
    let calls = 0;
    world.fate = () => (calls++ === at ? "killed before" : "well");
    for (let runs = 0; runs < 60 && calls <= at; runs++) {
      await go(world, runs === 0 ? asked : undefined);
      world.advance(6 * hourMs);
    }
    world.fate = () => "well";
    world.advance(hourMs);
    const outcome = await go(world, { undo: "mail is slow" });
    if (outcome instanceof Error) throw outcome;
    const { next } = outcome;
    if ("refused" in next) expect(commands(next.remedy)).toHaveLength(1);
    const ended = await toTheEnd(world);
    found.add("refused" in next ? "refused" : String(ended));
    expect([...world.keys.keys()]).toEqual([world.current()?.credentials?.keyId]);
    if (!("refused" in next)) expect(world.current()?.credentials?.keyId).toBe("KEY1");
  }
  expect([...found].sort()).toEqual(["refused", "undone"]);
});

test.each<[string, (world: RotationWorld) => void, Request, RegExp, string[]]>([
  ["an empty secret", (world) => void world.versions.splice(0), asked, /no current credentials/, ["KEY1"]],
  [
    "a secret without a key's id",
    (world) => Object.assign(world.current() ?? {}, { credentials: { user: "x", password: "y" } }),
    asked,
    /no current credentials/,
    ["KEY1"],
  ],
  ["two places taken by strangers", (world) => void world.addKey(), asked, /KEY2/, ["KEY1", "KEY2"]],
  ["an undo of nothing", () => {}, { undo: "?" }, /nothing to undo/, ["KEY1"]],
  [
    "sending is paused",
    (world) => void Object.assign(world, { paused: true }),
    { rotate: "stop-first", reason: "spam" },
    /paused/,
    ["KEY1"],
  ],
])("%s: refused, with one command, and no key is touched", async (_, change, request, why, keyIds) => {
  const world = new RotationWorld(staging);
  change(world);
  const outcome = await go(world, request);
  expect(outcome).toMatchObject({ next: { refused: expect.stringMatching(why), remedy: expect.any(String) } });
  expect([...world.keys].map(([id, { sends }]) => [id, sends])).toEqual(keyIds.map((id) => [id, true]));
});

test.each([-10, 10])("our clock jumps by %d minutes at any call", async (minutes) => {
  const whole = served();
  await toTheEnd(whole, asked);
  for (let at = 0; at < whole.calls.length; at += 3) {
    const world = served();
    let calls = 0;
    world.fate = () => {
      if (calls++ === at) world.skewMs = minutes * 60_000;
      return "well";
    };
    expect(await toTheEnd(world, asked)).toBe("done");
    expect([...world.keys.keys()]).toEqual(["KEY2"]);
  }
});
