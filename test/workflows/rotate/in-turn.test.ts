/** A run that goes on with what is due a little later, on a clock that only sleeping moves. */
import type { ProviderName } from "../../../declaration/schema/environment";
import { type InTurnRequest, rotateInTurn } from "../../../workflows/rotate/in-turn";
import type { RotateOutcome } from "../../../workflows/rotate/rotate";

const begin = Date.parse("2026-03-02T09:23:00Z");
const minutes = (count: number): number => count * 60_000;

/** What each call of a provider finds: minutes from the beginning until its next step, nothing more to do, or an error. */
type Script = Partial<Record<ProviderName, (number | "done" | "fails")[]>>;

async function run(script: Script, request: Partial<InTurnRequest> = {}) {
  let now = begin;
  const calls: string[] = [];
  const slept: number[] = [];
  const left = structuredClone(script);
  const rotated = await rotateInTurn(
    { providers: Object.keys(script) as ProviderName[], request: undefined, waitMs: minutes(30), ...request },
    {
      rotate: async (provider, asked) => {
        calls.push(`${provider} ${(now - begin) / 60_000}${asked ? " asked" : ""}`);
        const next = left[provider]?.shift();
        if (next === "fails") throw new Error("gone");
        if (next === undefined) throw new Error("asked too often");
        const outcome = { taken: [{ step: "prove", why: `${calls.length}`, notes: {} }], rotation: undefined, seen: {}, unexplained: [] };
        const then = next === "done" ? { dueAt: undefined, why: "x" } : { waitUntil: new Date(begin + minutes(next)), why: "x" };
        return { ...outcome, next: then } as unknown as RotateOutcome;
      },
      now: () => new Date(now),
      sleep: async (ms) => {
        slept.push(ms);
        now += ms;
      },
      narrate: () => {},
    },
  );
  return { ...rotated, calls, slept: slept.map((ms) => ms / 60_000) };
}

test("an overlap that ends a few minutes after the run began is ended by this run, with all steps told", async () => {
  const { calls, slept, outcomes, failures } = await run({ ses: [7, "done"] });
  expect([calls, slept, failures]).toEqual([["ses 0", "ses 7"], [7], []]);
  expect(outcomes[0]?.[1].taken.map(({ why }) => why)).toEqual(["1", "2"]);
});

test.each<[string, Script, Partial<InTurnRequest>, string[]]>([
  ["what is due later is left to the next run", { ses: [31] }, {}, ["ses 0"]],
  ["at the very end of the time it is taken", { ses: [30, 31] }, {}, ["ses 0", "ses 30"]],
  ["without time nothing is waited for", { ses: [1] }, { waitMs: 0 }, ["ses 0"]],
  ["the time is counted from the beginning, however many steps there are", { ses: [12, 24, 36] }, {}, ["ses 0", "ses 12", "ses 24"]],
  ["one waits for itself, the other does not", { sendgrid: ["done"], ses: [5, "done"] }, {}, ["sendgrid 0", "ses 0", "ses 5"]],
  ["each goes on at its own time", { sendgrid: [20, "done"], ses: [5, "done"] }, {}, ["sendgrid 0", "ses 0", "ses 5", "sendgrid 20"]],
  ["together where it is the same", { sendgrid: [5, "done"], ses: [5, "done"] }, {}, ["sendgrid 0", "ses 0", "sendgrid 5", "ses 5"]],
  [
    "what was asked for is asked for once: a second time it would begin another rotation",
    { ses: [5, "done"] },
    { request: { rotate: "overlap", reason: "somebody left us" } },
    ["ses 0 asked", "ses 5"],
  ],
])("%s", async (_, script, request, expected) => {
  expect((await run(script, request)).calls).toEqual(expected);
});

test("one that fails is not tried again, and the other goes on", async () => {
  const { calls, failures, outcomes } = await run({ sendgrid: [5, "fails"], ses: [9, "done"] });
  expect(calls).toEqual(["sendgrid 0", "ses 0", "sendgrid 5", "ses 9"]);
  expect(failures.map(([provider, error]) => `${provider} ${error}`)).toEqual(["sendgrid Error: gone"]);
  expect(outcomes.map(([provider]) => provider)).toEqual(["sendgrid", "ses"]);
});

test("a step that is always due now ends with the time", async () => {
  const { calls } = await run({ ses: Array.from({ length: 100 }, () => -1) }, { waitMs: 5_000 });
  expect(calls).toHaveLength(6);
});
