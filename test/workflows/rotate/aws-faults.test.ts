/** What of AWS fails in the middle: the KMS key of the secret, and its copy in another region. */
import { OperatorError } from "../../../declaration/operator-error";
import type { Request } from "../../../workflows/rotate/decide";
import { rotate } from "../../../workflows/rotate/rotate";
import { staging } from "../../fixtures/environments/staging";
import { dayMs, hourMs, policy, RotationWorld } from "./world";

const asked: Request = { rotate: "overlap", reason: "test" };
const go = (world: RotationWorld, request?: Request) =>
  rotate({ policy, request, apply: true }, world.effects(`run ${world.calls.length}`)).catch((error: unknown) => {
    if (error instanceof OperatorError) return error;
    throw error;
  });

/** @returns the next step, or until when it waits. */
async function nextOf(world: RotationWorld, request?: Request) {
  const outcome = await go(world, request);
  if (outcome instanceof OperatorError) throw outcome;
  return outcome.next;
}

async function toTheEnd(world: RotationWorld): Promise<string | undefined> {
  for (let run = 0; run < 100; run++) {
    const outcome = await go(world);
    if (!(outcome instanceof OperatorError) && outcome.rotation?.ended) return outcome.rotation.ended;
    world.advance(6 * hourMs);
  }
  return undefined;
}

describe("the KMS key is disabled after the rotation began", () => {
  test("no key is made while the secret cannot be decrypted, and the next run goes on", async () => {
    const world = new RotationWorld(staging);
    world.fate = (call) => (call === "sending.decrypt" ? "refused" : "well");
    expect(await go(world, asked)).toMatchObject({
      message: expect.stringMatching(/^ses: step "create" failed: .*sending.decrypt: 503/),
      remedy: expect.stringMatching(/KMS.*`npx twinpost rotate --env staging --provider ses --apply`/),
    });
    expect([world.calls.includes("keys.create"), [...world.keys.keys()], world.isServed()]).toEqual([false, ["KEY1"], true]);
    world.fate = () => "well";
    expect(await toTheEnd(world)).toBe("done");
    expect([...world.keys.keys()]).toEqual(["KEY2"]);
  });

  test("between making and storing, which nothing can tell before: the new key is deleted at once", async () => {
    const world = new RotationWorld(staging);
    world.fate = (call) => (call === "sending.storePending" ? "refused" : "well");
    expect(await go(world, asked)).toMatchObject({ message: expect.stringContaining("KEY2 could not be stored, and was deleted") });
    expect([[...world.keys.keys()], world.pending(), world.isServed()]).toEqual([["KEY1"], undefined, true]);
    world.fate = () => "well";
    expect(await toTheEnd(world)).toBe("done");
  });
});

describe("a copy of the secret in another region is behind", () => {
  const lagging = ["the copy of twinpost/staging/ses in eu-west-1 is behind (InProgress)"];

  /** The new credentials are current, and the overlap is over. */
  async function overlapped(): Promise<RotationWorld> {
    const world = new RotationWorld(staging);
    world.behind = lagging;
    await go(world, asked);
    for (let run = 0; run < 8; run++) {
      world.advance(6 * hourMs);
      await go(world);
    }
    return world;
  }

  test("the old key, which its readers have, is not stopped until the copy follows", async () => {
    const world = await overlapped();
    expect(await nextOf(world)).toMatchObject({ waitUntil: expect.any(Date), why: expect.stringContaining("eu-west-1") });
    expect(world.keys.get("KEY1")?.sends).toBe(true);
    world.behind = [];
    world.advance(hourMs);
    await toTheEnd(world);
    expect([...world.keys.keys()]).toEqual(["KEY2"]);
  });

  test("after the longest wait people are asked; in a leak nothing waits, and it is said", async () => {
    const world = await overlapped();
    world.advance(9 * dayMs);
    expect(await nextOf(world)).toMatchObject({ refused: expect.stringContaining("eu-west-1"), remedy: expect.stringContaining("--now") });
    const outcome = await go(world, { rotate: "now", reason: "leak" });
    expect(outcome).toMatchObject({ seen: { behind: lagging } });
    expect(world.keys.get("KEY1")?.sends).not.toBe(true);
  });
});

test("stopped first, and no new key can be made: it says that nothing is sent, and the next run goes on", async () => {
  const world = new RotationWorld({ ...staging, sendingProviders: { primary: "ses" } });
  world.fate = (call) => (call === "keys.create" ? "refused" : "well");
  expect(await go(world, { rotate: "stop-first", reason: "spam" })).toMatchObject({
    message: expect.stringContaining("the old key is stopped, so nothing is sent through ses"),
    remedy: expect.stringContaining("`npx twinpost rotate --env staging --provider ses --apply`"),
  });
  expect(world.keys.get("KEY1")?.sends).toBe(false);
  world.fate = () => "well";
  await go(world);
  expect(world.isServed()).toBe(true);
});
