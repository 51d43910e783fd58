/** What `doctor` and `status` say of keys, rotations, switches, pauses and tokens, of a rotation in memory. */
import type { JournalEntry, JournalStep } from "../../evidence/journal";
import { emptyEntry } from "../../evidence/journal";
import { readPause, readSwitch } from "../../evidence/switch";
import { type CredentialEffects, credentialChecks } from "../../workflows/doctor/check-credentials";
import { runChecks } from "../../workflows/doctor/checks";
import type { Request } from "../../workflows/rotate/decide";
import { rotate } from "../../workflows/rotate/rotate";
import { standingOf } from "../../workflows/standing";
import { dev } from "../fixtures/environments/dev";
import { staging } from "../fixtures/environments/staging";
import { dayMs, policy, RotationWorld } from "./rotate/world";

const asked: Request = { rotate: "overlap", reason: "test" };
const look = (world: RotationWorld) => rotate({ policy, apply: false }, world.effects());
const only = { ...staging, sendingProviders: { primary: "ses" as const } };

function effects(world: RotationWorld, changes: Partial<CredentialEffects> = {}): CredentialEffects {
  return {
    journal: async () => "there",
    rotation: () => look(world),
    switches: async () => ({}),
    tokens: async () => [
      { name: "admin/cloudflare", storedAt: new Date(world.now - 40 * dayMs) },
      { name: "plan/cloudflare", storedAt: undefined },
    ],
    now: () => new Date(world.now),
    ...changes,
  };
}

async function diagnose(world: RotationWorld, changes?: Partial<CredentialEffects>) {
  const checks = credentialChecks(only, effects(world, changes)).map(({ needs: _, ...check }) => check);
  const results = await runChecks(checks);
  return {
    outcomes: Object.fromEntries(results.map(({ id, outcome }) => [id, outcome])),
    findings: results.flatMap(({ findings }) => findings.map(({ id, what }) => `${id} ${what}`)),
    saw: Object.fromEntries(results.map(({ id, saw }) => [id, saw])),
  };
}

test("of young keys and a table that is there, nothing is wrong, and ages are said", async () => {
  const world = new RotationWorld(only);
  world.advance(30 * dayMs);
  const { outcomes, findings, saw } = await diagnose(world);
  expect(outcomes).toEqual({ "rotation-journal": "ok", credentials: "ok", tokens: "ok" });
  expect(findings).toEqual([]);
  expect(saw.credentials).toContain("30 d");
  expect(saw.tokens).toBe("admin/cloudflare 40 d");
});

test("a key that no version of the secret holds is named by id", async () => {
  const world = new RotationWorld(only);
  const orphan = world.addKey();
  expect(standingOf(await look(world)).unstored.map(({ id }) => id)).toEqual([orphan]);
  expect((await diagnose(world)).findings).toEqual([expect.stringContaining(`doctor/key-unstored the key ${orphan}`)]);
});

test("a rotation that is under way says which step it waits with, and until when", async () => {
  const world = new RotationWorld(only);
  await rotate({ policy, request: asked, apply: true }, world.effects());
  const { oldest, open, unstored } = standingOf(await look(world));
  expect([oldest?.id, unstored]).toEqual(["KEY1", []]);
  expect(open).toMatchObject({ id: "rotation/ses/000001", reason: "test", by: "test", waits: { until: expect.any(Date) } });
  expect((await diagnose(world)).findings).toEqual([]);
  world.advance(200 * dayMs);
  expect(standingOf(await look(world)).open?.waits.for).toBeTruthy();
});

test("one that cannot go on without a person is a finding, and so is the key that is too old meanwhile", async () => {
  const world = new RotationWorld(only);
  world.addKey();
  await rotate({ policy, request: asked, apply: true }, world.effects());
  world.advance(120 * dayMs);
  const ids = (await diagnose(world)).findings.map((each) => each.split(" ")[0]);
  expect(ids.sort()).toEqual(["doctor/key-too-old", "doctor/key-unstored", "doctor/rotation-stuck"]);
});

test.each([
  ["missing", "wrong", ["doctor/journal-missing"]],
  ["not yet", "not-yet", []],
] as const)("a table that is %s", async (journal, outcome, ids) => {
  const { outcomes, findings } = await diagnose(new RotationWorld(only), { journal: async () => journal });
  expect([outcomes["rotation-journal"], outcomes.credentials]).toEqual([outcome, "not-yet"]);
  expect(findings.map((each) => each.split(" ")[0])).toEqual(ids);
});

test("a pause that is under way is an error, with who and why", async () => {
  const paused = { reason: "abuse", by: "local:alice", at: new Date("2026-11-30T08:00:00Z") };
  const { findings } = await diagnose(new RotationWorld(only), { switches: async () => ({ paused }) });
  expect(findings).toEqual([expect.stringMatching(/^doctor\/sending-paused .*2026-11-30T08:00:00.*local:alice.*abuse/)]);
});

test("where nothing is rotated, only tokens are looked at", () => {
  expect(credentialChecks(dev, effects(new RotationWorld(only))).map(({ id }) => id)).toEqual(["tokens"]);
});

const step = (name: string, state: JournalStep["state"], notes: JournalStep["notes"] = {}): JournalStep => ({
  ...{ writeId: "w", name, state, at: new Date("2026-11-30T08:00:00Z"), fence: 1, notes },
});
const entry = (...steps: JournalStep[]): JournalEntry => ({ ...emptyEntry("pause/000001"), steps });
const why = { reason: "abuse", by: "alice" };

test.each<[string, JournalStep[], boolean]>([
  ["nothing", [], false],
  ["begun", [step("pause", "begun", why)], true],
  ["done", [step("pause", "begun", why), step("pause", "done", why)], true],
  ["being resumed", [step("pause", "done", why), step("resume", "begun", why)], true],
  ["resumed", [step("pause", "done", why), step("resume", "begun", why), step("resume", "done", why)], false],
])("a pause of which the record says: %s", (_, steps, isPaused) => {
  expect(readPause(entry(...steps))).toEqual(isPaused ? { ...why, at: expect.any(Date) } : undefined);
});

test("a switch is read with who, why and when", () => {
  const notes = { from: "sendgrid", to: "ses", ...why };
  expect(readSwitch(entry(step("switch", "begun", notes)))).toMatchObject({ ...notes, doneAt: undefined });
  expect(readSwitch(entry(step("switch", "begun", notes), step("switch", "done", notes)))?.doneAt).toBeInstanceOf(Date);
  expect(readSwitch(undefined)).toBeUndefined();
});
