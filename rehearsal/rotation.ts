/**
 * Sending credentials are replaced while mail goes on, as after a leak; then the application moves to the standby and back. Each time a message
 * goes out with what the application secret says at that moment.
 */
import type { z } from "zod";
import { OperatorError } from "../declaration/operator-error";
import { providersWithAge } from "../declaration/rotation";
import type { Environment, ProviderName } from "../declaration/schema/environment";
import { readAnswer } from "../reports/answer";
import { failOverAnswer } from "../reports/fail-over/json";
import { rotateAnswer } from "../reports/rotate/json";
import type { LoginClocks } from "../wiring/rotate";
import type { Delivery } from "../workflows/seed-test";
import type { Step } from "../workflows/steps";
import { requireDelivered } from "./outcomes";

export interface RotationFinding {
  provider: ProviderName;
  /** Ids of those that could send, before and after. */
  keysBefore: string[];
  keysAfter: string[];
  /** From stopping the old key until its login was refused. */
  refusedAfterSeconds: number;
  /** So many it took, as a schedule makes them: each goes on where the one before it failed. */
  runs: number;
}

export interface SwitchFinding {
  from: ProviderName | "another server";
  to: ProviderName;
  /** From the command until the application secret was another one, and consumers were told of it. */
  seconds: number;
  warnings: string[];
}

interface RotationContext {
  use: {
    user: {
      verb(name: string, ...words: string[]): Promise<unknown>;
      sendWithPython(environment: Environment, through: ProviderName): Promise<Delivery>;
    };
    progress: { now(): number };
  };
  found: { rotation?: RotationFinding; switches?: SwitchFinding[] };
  step: { id(what: string): string; named(what: string, title: string): Pick<Step, "id" | "title"> };
}

/** Of stand-ins, which spread a key at once: nobody waits for more. The report says so. */
export const rehearsedClocks: LoginClocks = {
  proof: { logins: 3, pauseMs: 50, withinMs: 20_000 },
  refusal: { forMs: 30_000, pauseMs: 50 },
};

/** A provider may refuse a call on an ordinary day. */
const mostRuns = 4;

/** @param after ids of steps. */
export function rotationSteps(environment: Environment, context: RotationContext, after: string[]): Step[] {
  const { primary, standby } = environment.sendingProviders;
  const rotated = providersWithAge(environment);
  if (!rotated.includes(primary)) return [];
  const { step } = context;
  const rotate: Step = {
    ...step.named("rotate", "replace the primary's credentials at once, as after a leak"),
    after,
    run: async (note) => {
      const found = await rotatePrimary(environment, context);
      context.found.rotation = found;
      const { keysBefore, keysAfter, refusedAfterSeconds } = found;
      note(
        `${primary}: key ${keysBefore.join(", ")} is now ${keysAfter.join(", ")}; the old login was refused after ${refusedAfterSeconds} s`,
      );
      requireDelivered([await context.use.user.sendWithPython(environment, primary)]);
    },
  };
  if (!standby || !rotated.includes(standby)) return [rotate];
  return [
    rotate,
    {
      ...step.named("fail-over", "let the standby send, and the primary again"),
      after: [step.id("rotate")],
      run: async (note) => {
        context.found.switches = [];
        for (const to of [standby, primary]) {
          context.found.switches.push(await switchTo(to, environment, context));
          requireDelivered([await context.use.user.sendWithPython(environment, to)]);
        }
        note(context.found.switches.map(({ to, seconds }) => `to ${to} in ${seconds.toFixed(1)} s`).join(", "));
      },
    },
  ];
}

async function rotatePrimary({ name, sendingProviders }: Environment, { use }: RotationContext): Promise<RotationFinding> {
  const { primary } = sendingProviders;
  const rotate = async (...words: string[]) =>
    readAnswer(rotateAnswer, await use.user.verb(name, "rotate", "--provider", primary, ...words)).providers[0];
  const sending = (answer: Awaited<ReturnType<typeof rotate>>): string[] =>
    (answer?.keys ?? []).filter(({ sends }) => sends).map(({ id }) => id);
  const keysBefore = sending(await rotate());
  const taken: NonNullable<Awaited<ReturnType<typeof rotate>>>["taken"] = [];
  for (let runs = 1; ; runs++) {
    const answer = await rotate("--now", "--reason", "a rehearsed leak", "--apply");
    taken.push(...(answer?.taken ?? []));
    const seconds = taken.find(({ step }) => step === "measure")?.notes.seconds;
    if (!seconds && runs < mostRuns) continue;
    const found = { provider: primary, keysBefore, keysAfter: sending(answer), refusedAfterSeconds: Number(seconds || Number.NaN), runs };
    requireRotated(found, name);
    return found;
  }
}

async function switchTo(to: ProviderName, { name }: Environment, { use }: RotationContext): Promise<SwitchFinding> {
  const begun = use.progress.now();
  const answer = readAnswer(failOverAnswer, await use.user.verb(name, "fail-over", "--to", to, "--reason", "a rehearsal", "--apply"));
  requireSwitched(answer, name);
  const { from, warnings } = answer;
  return { from, to, seconds: (use.progress.now() - begun) / 1000, warnings };
}

/** Another key sends than before, and nobody gets in with the old one. */
function requireRotated({ provider, keysBefore, keysAfter, refusedAfterSeconds, runs }: RotationFinding, name: string): void {
  const isAnother = keysAfter.length === 1 && !keysBefore.includes(keysAfter[0] ?? "");
  if (isAnother && !Number.isNaN(refusedAfterSeconds)) return;
  throw new OperatorError(
    `the key of ${provider} was not replaced: before ${keysBefore.join(", ")} sent, now ${keysAfter.join(", ")}; runs: ${runs}`,
    `the log says why; look with \`npx twinpost rotate --env ${name}\``,
  );
}

function requireSwitched({ status, to, refusals }: z.output<typeof failOverAnswer>, name: string): void {
  if (status === "switched") return;
  throw new OperatorError(`"${name}" was not switched to ${to}: ${[status, ...refusals].join("; ")}`);
}
