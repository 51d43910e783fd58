/**
 * The life cycle of an environment, from nothing to delivered invitations, by calling the other verbs as a user would. The list of steps
 * is the table of contents.
 */
import { isEmpty, type PlanSummary } from "../changes/read-plan";
import { OperatorError } from "../environments/operator-error";
import type { Environment } from "../environments/schema";
import type { IssueOutcome } from "./issue-credentials";
import type { Delivery } from "./seed-test";
import { runSteps, type StepEvent, type StepRecord } from "./steps";
import type { Verification } from "./verify";

export interface RehearseEffects {
  /** @param narrate is told what takes long. @returns what was started, for people. */
  startSandbox(narrate: (text: string) => void): Promise<string>;
  /** Runs `twinpost <words> --env <environment> --json` and reads its answer, whatever its exit code; throws when there is none. */
  verb(...words: string[]): Promise<unknown>;
  /** Sends one invitation with Python's smtplib, from the application secret's variables alone. */
  sendWithPython(): Promise<Delivery>;
  /** Calls that reached a stand-in which has no such route. */
  unknownCalls(): string[];
  now(): number;
  observe(event: StepEvent): void;
}

export interface Rehearsal {
  steps: StepRecord[];
  plan?: PlanSummary;
  verification?: Verification;
  deliveries: Delivery[];
  python?: Delivery;
  secondPlan?: PlanSummary;
}

export async function rehearse({ name }: Environment, use: RehearseEffects): Promise<Rehearsal> {
  const found: Omit<Rehearsal, "steps"> = { deliveries: [] };
  const steps = await runSteps(
    [
      {
        id: "sandbox",
        title: "start the sandbox",
        run: async (note) => note(await use.startSandbox(note)),
      },
      {
        id: "bootstrap",
        title: "bootstrap the state bucket",
        after: ["sandbox"],
        run: async () => {
          await use.verb("bootstrap", "--apply");
        },
      },
      {
        id: "plan",
        title: "synthesise, terraform init and plan",
        after: ["bootstrap"],
        run: async (note) => {
          found.plan = (await use.verb("plan")) as PlanSummary;
          note(`${found.plan.changes.length} resources to create`);
        },
      },
      {
        id: "apply",
        title: "terraform apply",
        after: ["plan"],
        run: async () => {
          await use.verb("apply", "--apply");
        },
      },
      {
        id: "credentials",
        title: "issue and prove sending credentials",
        after: ["apply"],
        run: async (note) => {
          const { providers } = (await use.verb("credentials", "--apply")) as IssueOutcome;
          note(providers.map(({ provider, status }) => `${provider} ${status}`).join(", "));
        },
      },
      {
        id: "verify",
        title: "verify DNS and the sending providers",
        after: ["apply"],
        run: async (note) => {
          found.verification = (await use.verb("verify")) as Verification;
          requireVerified(found.verification);
          note(`${found.verification.records.length} records published and visible`);
        },
      },
      {
        id: "second-plan",
        title: "second plan is empty",
        after: ["verify"],
        run: async () => {
          found.secondPlan = (await use.verb("plan")) as PlanSummary;
          requireEmpty(found.secondPlan, name);
        },
      },
      {
        id: "deliver",
        title: "invitations through each provider to each receiver",
        after: ["credentials", "verify"],
        run: async (note) => {
          found.deliveries = (await use.verb("seed-test")) as Delivery[];
          requireDelivered(found.deliveries);
          const captured = found.deliveries.filter(({ placement }) => placement === "captured").length;
          const judged = found.deliveries.length - captured;
          const notes = [
            judged > 0 && `${judged} of ${judged} authenticated`,
            captured > 0 && `${captured} captured, judged by no receiver`,
          ];
          note(notes.filter(Boolean).join(", "));
        },
      },
      {
        id: "python",
        title: "Python's smtplib sends one, as the backend would",
        after: ["credentials", "verify"],
        run: async () => {
          found.python = await use.sendWithPython();
          requireDelivered([found.python]);
        },
      },
      {
        id: "completeness",
        title: "the sandbox knew every call",
        after: ["second-plan", "deliver", "python"],
        run: async () => requireKnown(use.unknownCalls()),
      },
    ],
    use,
  );
  return { steps, ...found };
}

function requireVerified({ findings }: Verification): void {
  const [first, ...more] = findings.filter(({ severity }) => severity === "error");
  if (first) throw new OperatorError(`${first.where}: ${first.what}${more.length > 0 ? ` (and ${more.length} more)` : ""}`, first.remedy);
}

function requireEmpty(plan: PlanSummary, name: string): void {
  if (isEmpty(plan)) return;
  const changed = [...plan.changes.map(({ address }) => address), ...plan.outputs.map((output) => `output ${output}`)];
  throw new OperatorError(
    `the second plan of "${name}" would change ${changed.join(", ")}`,
    "what is declared and what the provider gives back differ: compare them with `twinpost plan`",
  );
}

function requireDelivered(deliveries: Delivery[]): void {
  const bad = deliveries.filter(({ shortcomings }) => shortcomings.length > 0);
  if (bad.length === 0) return;
  const lines = bad.map(({ provider, recipient, shortcomings }) => `${provider} to ${recipient}: ${shortcomings.join("; ")}`);
  throw new OperatorError(lines.join("\n"), "the raw messages are in the receivers' mailboxes: run again with --keep to look");
}

function requireKnown(calls: string[]): void {
  if (calls.length === 0) return;
  throw new OperatorError(
    `the sandbox does not know: ${calls.join(", ")}`,
    "a real service might have done something there: teach the stand-in that route before trusting the rehearsal",
  );
}
