/** What the sending providers tell of a rehearsal's invitations, found as a person would find it: with `trace`, by the application's own id. */
import { setTimeout as pause } from "node:timers/promises";
import { keepsEvents } from "../declaration/events";
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";
import { readAnswer } from "../reports/answer";
import { traceAnswer } from "../reports/trace/json";
import type { Delivery } from "../workflows/seed-test";
import type { Step } from "../workflows/steps";

/** One invitation, and what its provider tells. */
export interface TracedFinding {
  reference: string;
  provider: string;
  standing: string;
  /** Kinds of events, in the order of their times. */
  kinds: string[];
}

interface EventsContext {
  use: { user: { verb(name: string, ...words: string[]): Promise<unknown> }; progress: { now(): number } };
  found: { deliveries: Delivery[]; python?: Delivery; traced?: TracedFinding[] };
  step: { named(what: string, title: string): Pick<Step, "id" | "title"> };
}

/** Providers tell within seconds; a machine that is busy with a rehearsal takes longer. */
const patienceMs = 60_000;
const pauseMs = 500;

/** @param after ids of steps. */
export function eventSteps(environment: Environment, { use, found, step }: EventsContext, after: string[]): Step[] {
  if (!keepsEvents(environment)) return [];
  return [
    {
      ...step.named("events", "see what the providers tell of each invitation"),
      after,
      run: async (note) => {
        const deliveries = [...found.deliveries, ...(found.python ? [found.python] : [])];
        const deadline = use.progress.now() + patienceMs;
        found.traced = [];
        for (const delivery of deliveries) found.traced.push(await traced(environment.name, delivery, use, deadline));
        requireDelivered(found.traced);
        const providers = [...new Set(found.traced.map(({ provider }) => provider))];
        note(`${found.traced.length} of ${found.traced.length} delivered, as ${providers.join(" and ")} told`);
      },
    },
  ];
}

async function traced(
  name: string,
  { provider, reference }: Delivery,
  { user, progress }: EventsContext["use"],
  deadline: number,
): Promise<TracedFinding> {
  for (;;) {
    const { messages } = readAnswer(traceAnswer, await user.verb(name, "trace", reference));
    const [message] = messages;
    const kinds = message?.steps.map(({ kind }) => kind) ?? [];
    const standing = message?.standing ?? "not known";
    if (standing === "delivered" || progress.now() > deadline)
      return { reference, provider: message?.steps[0]?.provider ?? provider, standing, kinds };
    await pause(pauseMs);
  }
}

function requireDelivered(traced: readonly TracedFinding[]): void {
  const wrong = traced.filter(({ standing }) => standing !== "delivered");
  if (wrong.length === 0) return;
  throw new OperatorError(
    wrong.map(({ reference, provider, standing }) => `message ${reference} through ${provider}: ${standing}`).join("\n"),
    "its events did not come: `npx twinpost status` shows the queue and what could not be taken",
  );
}
