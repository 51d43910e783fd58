/**
 * The consumer dies at each of its steps in turn: before it, and after it without learning the answer. The queue delivers what was not answered for
 * again. The states are those of a run without any death, and no message is counted twice. What a batch had not published when it died stays
 * uncounted (decision 23).
 */
import { randomUUID } from "node:crypto";
import type { MailEvent } from "../../../mail/events/mail-event";
import type { Outcome } from "../../../mail/events/outcome";
import { takeBatch } from "../../../workflows/events/take-batch";
import { memoryStore } from "./memory-store";

const start = 1_764_000_000_000;
const event = (message: number, kind: MailEvent["kind"], minutes: number): MailEvent => ({
  provider: "sendgrid",
  id: `${message}-${kind}`,
  kind,
  at: start + minutes * 60_000,
  recipient: `r${message}@client.example`,
  message: { own: `inv-${message}`, provider: `p-${message}` },
});
/** Two messages of the queue with several events each, one of them without our own id. */
const bodies = [
  [event(1, "accepted", 0), event(2, "accepted", 0), event(1, "delivered", 1)],
  [{ ...event(2, "bounced", 2), message: { provider: "p-2" } }, event(3, "rejected", 0), event(1, "complained", 60)],
];

type Death = { at: number; when: "before" | "after" };

async function run(death?: Death) {
  const store = memoryStore();
  const counted = new Map<string, number>();
  /** What the application heard last of each message. */
  const told = new Map<string, string>();
  /** Raw messages, each with the provider and the time of its first event. */
  const archived = new Map<string, string>();
  let steps = 0;
  let isDead = false;
  const never = new Promise<never>(() => {});
  let tellDeath: () => void = () => {};
  const dying = new Promise<"died">((resolve) => {
    tellDeath = () => resolve("died");
  });
  const die = (): Promise<never> => {
    isDead = true;
    tellDeath();
    return never;
  };
  /** Whatever reaches outside is a step. */
  const at = async <Answer>(effect: () => Promise<Answer> | Answer): Promise<Answer> => {
    if (isDead) return never;
    const own = ++steps;
    if (death?.at === own && death.when === "before") return die();
    const answer = await effect();
    if (death?.at === own && death.when === "after") return die();
    return answer;
  };
  const inSteps = {
    read: (key: string) => at(() => store.read(key)),
    write: (key: string, message: Parameters<typeof store.write>[1]) => at(() => store.write(key, message)),
    byProviderId: (id: string, recipient: string) => at(() => store.byProviderId(id, recipient)),
    byRecipient: (recipient: string, from: number, to: number) => at(() => store.byRecipient(recipient, from, to)),
  };
  const tell = (outcomes: readonly Outcome[]) =>
    at(() => {
      for (const { message, outcome } of outcomes) told.set(message.own ?? "", outcome);
    });
  const deliver = () =>
    takeBatch(
      bodies.map((_, index) => ({ id: `m${index}`, body: String(index) })),
      {
        messages: {
          read: (body) =>
            at(() => ({ provider: "ses", read: { events: structuredClone(bodies[Number(body)] ?? []), others: [], unread: [] } })),
          archive: ({ provider, at: first, body }) => at(() => void archived.set(body, `${provider} ${first}`)),
        },
        events: { store: inSteps, digest: (address) => at(() => `digest of ${address}`), newWriteId: randomUUID, tell },
        publish({ counts }) {
          if (isDead) return;
          for (const [name, of] of Object.entries(counts)) counted.set(name, (counted.get(name) ?? 0) + of);
        },
        publishFailing: (_, marks) => at(() => void marks),
        log: () => {},
      },
    );
  const first = await Promise.race([deliver(), dying]);
  const stepsOfFirst = steps;
  // After a death another process takes the same messages; its steps have other numbers.
  isDead = false;
  const failed = first === "died" ? await deliver() : first;
  const states = [...store.messages].map(([key, { state }]) => [key, { ...state, seen: [...state.seen].sort() }] as const);
  return {
    told: Object.fromEntries([...told].sort()),
    archived: Object.fromEntries([...archived].sort()),
    failed,
    states: Object.fromEntries(states.sort()),
    counted: Object.fromEntries([...counted].sort()),
    steps: stepsOfFirst,
  };
}

test("nothing is lost and nothing is there twice, wherever the consumer dies", async () => {
  const undisturbed = await run();
  expect(undisturbed).toMatchObject({ failed: [], counted: { Accepted: 2, BouncedSoft: 1, Complained: 1, Delivered: 1, Rejected: 1 } });
  expect(undisturbed.told).toEqual({ "inv-1": "complained", "inv-2": "bounced", "inv-3": "rejected" });
  expect(undisturbed.archived).toEqual({ 0: `ses ${start}`, 1: `ses ${start}` });
  expect(undisturbed.steps).toBeGreaterThan(15);
  for (let at = 1; at <= undisturbed.steps; at++) {
    for (const when of ["before", "after"] as const) {
      const { failed, counted, steps: _, ...kept } = await run({ at, when });
      const { states, told, archived } = undisturbed;
      expect({ at, when, failed, ...kept }).toEqual({ at, when, failed: [], states, told, archived });
      for (const [name, of] of Object.entries(counted)) expect(of).toBeLessThanOrEqual(undisturbed.counted[name] ?? 0);
    }
  }
});
