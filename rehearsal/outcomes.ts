/** When a step of a rehearsal has failed, and what to do then. */

import type { z } from "zod";
import { isEmpty, type PlanSummary } from "../changes/plan-summary";
import { OperatorError } from "../declaration/operator-error";
import type { bootstrapAnswer } from "../reports/bootstrap/json";
import type { DestroyAnswer, planAnswer } from "../reports/plan/json";
import type { Delivery } from "../workflows/seed-test";
import type { Step } from "../workflows/steps";
import type { Verification } from "../workflows/verify";

/** @param github what `twinpost bootstrap` answers of it: it is left out where a stack has no jobs of its own there. */
export function requireBootstrapped(github: z.output<typeof bootstrapAnswer>["github"]): void {
  const first = "findings" in github ? github.findings.find(({ severity }) => severity === "error") : undefined;
  if (first) throw new OperatorError(`${first.where}: ${first.what}`, first.remedy);
}

export function requireVerified({ findings }: Verification): void {
  const [first, ...more] = findings.filter(({ severity }) => severity === "error");
  if (first) throw new OperatorError(`${first.where}: ${first.what}${more.length > 0 ? ` (and ${more.length} more)` : ""}`, first.remedy);
}

export function requireEmpty(plan: PlanSummary, name: string): void {
  if (isEmpty(plan)) return;
  const changed = [...plan.changes.map(({ address }) => address), ...plan.outputs.map((output) => `output ${output}`)];
  throw new OperatorError(
    `the second plan of "${name}" would change ${changed.join(", ")}`,
    "the declared values and the provider's answers differ: compare them with `npx twinpost plan`",
  );
}

/** The role that plans sees it only if what the account's stack gives it allows that. */
export function requireAccountStack({ accountStack: [first] = [] }: Pick<z.output<typeof planAnswer>, "accountStack">): void {
  if (first) throw new OperatorError(`${first.where}: ${first.what}`, first.remedy);
}

export function requireDelivered(deliveries: Delivery[]): void {
  const bad = deliveries.filter(({ shortcomings }) => shortcomings.length > 0);
  if (bad.length === 0) return;
  const lines = bad.map(({ provider, recipient, shortcomings }) => `${provider} to ${recipient}: ${shortcomings.join("; ")}`);
  throw new OperatorError(lines.join("\n"), "the raw messages are in the receivers' mailboxes: run again with --keep to look");
}

export function requireDestroyed({ destroyed, findings }: DestroyAnswer, name: string): void {
  if (destroyed) return;
  throw new OperatorError(`"${name}" was not destroyed: ${findings.map(({ id }) => id).join(", ") || "no reason given"}`);
}

export function requireKnown(calls: string[]): void {
  if (calls.length === 0) return;
  throw new OperatorError(
    `the sandbox has no route for: ${calls.join(", ")}`,
    "a real service might have acted on them: add the routes to the stand-in before you trust the rehearsal",
  );
}

/** A verb may go on without what it was not allowed to read; with the real account it would find less than it should. */
export function requireAllowed(denied: string[]): void {
  if (denied.length === 0) return;
  throw new OperatorError(`not allowed: ${denied.join("; ")}`, deniedRemedy);
}

/** Why a step failed is often that its role lacks a permission: the failure then names action, resource and role. */
export function tellingDenials(step: Step, { denied }: { denied(): string[] }): Step {
  return {
    ...step,
    async run(note) {
      const before = new Set(denied());
      await step.run(note).catch((cause: unknown) => {
        const added = denied().filter((each) => !before.has(each));
        if (added.length === 0) throw cause;
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new OperatorError(`${why}\nnot allowed: ${added.join("; ")}`, deniedRemedy, { cause });
      });
    },
  };
}

/** After Ctrl-C no step begins, and whatever a running one then met is no fault. */
export function untilInterruption(step: Step, { isInterrupted = () => false }: { isInterrupted?(): boolean }): Step {
  const interrupted = (cause?: unknown) => new OperatorError("interrupted", undefined, { cause });
  return {
    ...step,
    async run(note) {
      if (isInterrupted()) throw interrupted();
      await step.run(note).catch((cause: unknown) => {
        throw isInterrupted() ? interrupted(cause) : cause;
      });
    },
  };
}

const deniedRemedy = "give the role what it truly needs, in stacks/policies, and in the table of docs/roles.md";
