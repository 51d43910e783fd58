import type { ProviderName } from "../../../declaration/schema/environment";
import { emptyEntry, type JournalStep } from "../../../evidence/journal";
import { pausedBy } from "../../../evidence/switch";
import { type PauseEffects, pauseSending, resumeSending } from "../../../workflows/fail-over/pause";
import { staging } from "../../fixtures/environments/staging";

/** Two keys at SendGrid, of which a rotation has stopped one, and SES's configuration set. */
function world(changes: Partial<PauseEffects> = {}) {
  const sends = new Map<string, boolean>([
    ["sendgrid-key", true],
    ["sendgrid-old-key", false],
    ["ses-set", true],
  ]);
  const steps: JournalStep[] = [];
  const entry = () => ({ ...emptyEntry("pause/000001"), steps });
  const of = (provider: ProviderName): string[] => [...sends.keys()].filter((name) => name.startsWith(provider));
  const effects: PauseEffects = {
    sending: async (provider) => of(provider).filter((name) => sends.get(name)),
    setSending: async (_, names, on) => {
      for (const name of names) sends.set(name, on);
    },
    paused: async () => pausedBy(entry()),
    record: async ({ step, state, reason, stopped }) => {
      const notes = Object.fromEntries(Object.entries(stopped).map(([provider, names]) => [provider, names.join(" ")]));
      steps.push({ writeId: "", fence: 1, at: new Date(0), name: step, state, notes: { reason, by: "test", ...notes } });
    },
    ...changes,
  };
  return { effects, sending: () => [...sends].flatMap(([name, on]) => (on ? [name] : [])) };
}

const request = { environment: staging, reason: "wrong template", apply: true };

test("stops what sends, and lets that alone go on", async () => {
  const { effects, sending } = world();
  expect(await pauseSending(request, effects)).toMatchObject({ status: "paused" });
  expect(sending()).toEqual([]);
  expect(await resumeSending(request, effects)).toMatchObject({ status: "resumed" });
  expect(sending()).toEqual(["sendgrid-key", "ses-set"]);
});

test("paused twice, it still knows what to let go on", async () => {
  const { effects, sending } = world();
  await pauseSending(request, effects);
  await pauseSending(request, effects);
  await resumeSending(request, effects);
  expect(sending()).toEqual(["sendgrid-key", "ses-set"]);
});

test("killed before anything was stopped, or in the middle: the next pause and resume know all of it", async () => {
  const { effects, sending } = world();
  const { setSending } = effects;
  effects.setSending = async (provider, names, on) => {
    if (provider === "ses") throw new Error("killed");
    await setSending(provider, names, on);
  };
  await expect(pauseSending(request, effects)).rejects.toThrow("killed");
  expect(sending()).toEqual(["ses-set"]);
  effects.setSending = setSending;
  await pauseSending(request, effects);
  expect(sending()).toEqual([]);
  await resumeSending(request, effects);
  expect(sending()).toEqual(["sendgrid-key", "ses-set"]);
});

test("a journal that is down stops no pause, and it is said what was stopped", async () => {
  const { effects, sending } = world({ record: () => Promise.reject(new Error("no answer")) });
  const { providers, warnings } = await pauseSending(request, effects);
  expect(sending()).toEqual([]);
  expect(providers).toContainEqual({ provider: "sendgrid", stopped: ["sendgrid-key"] });
  expect(warnings).toEqual([expect.stringContaining("no answer")]);
});

test("without --apply nothing is stopped; what is not paused cannot go on", async () => {
  const { effects, sending } = world();
  expect(await pauseSending({ ...request, apply: false }, effects)).toMatchObject({ status: "would pause" });
  expect(sending()).toHaveLength(2);
  expect(await resumeSending(request, effects)).toMatchObject({ status: "not paused", providers: [] });
});
