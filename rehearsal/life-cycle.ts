/** The steps of one stack, and of one environment, which has more to show. Beside other stacks each step says whose it is. */
import type { PlanSummary } from "../changes/plan-summary";
import { organisationName } from "../declaration/names/stacks";
import type { Environment, ProviderName } from "../declaration/schema/environment";
import type { Finding } from "../findings/finding";
import { readAnswer } from "../reports/answer";
import { bootstrapAnswer } from "../reports/bootstrap/json";
import { credentialsAnswer } from "../reports/credentials/json";
import { seedTestAnswer } from "../reports/deliveries/json";
import { applyAnswer, planAnswer } from "../reports/plan/json";
import { verificationAnswer } from "../reports/verification/json";
import type { Delivery } from "../workflows/seed-test";
import type { Step } from "../workflows/steps";
import type { Verification } from "../workflows/verify";
import { type AlarmEffects, alarmSteps, type HeardAlarm } from "./alarm";
import { type ChangeEffects, changeSteps, type TriedChanges } from "./changes/try-changes";
import { eventSteps, type TracedFinding } from "./events";
import type { LoadOutcome } from "./load/rotation-under-load";
import { loadSteps } from "./load/step";
import { requireAccountStack, requireBootstrapped, requireDelivered, requireEmpty, requireVerified } from "./outcomes";
import { planWithReasons } from "./reasons";
import { type RotationFinding, rotationSteps, type SwitchFinding } from "./rotation";

/** What a user does. */
export interface User {
  /** Runs `twinpost <words> --env <name> --json` and reads its answer, whatever its exit code; throws when there is none. */
  verb(name: string, ...words: string[]): Promise<unknown>;
  /** Publishes what is left to a person, from the zone file of each zone that `twinpost records` prints. @returns what the DNS host said. */
  publish(name: string): Promise<string>;
  /** Sends one invitation with Python's smtplib, from the application secret's variables alone. @param through what they are to lead to. */
  sendWithPython(environment: Environment, through: ProviderName): Promise<Delivery>;
  /** Mail that every receiver refuses, through the primary. @returns how many messages. */
  sendToNobody(environment: Environment): Promise<number>;
  /** Absent where nobody asked for it. */
  rotateUnderLoad?: (environment: Environment) => Promise<LoadOutcome>;
}

export interface LifeCycleEffects {
  user: User;
  sandbox: AlarmEffects["sandbox"];
  progress: { now(): number };
}

/** What was found about one stack, as far as the rehearsal came. */
export interface StackFindings {
  plan?: PlanSummary;
  /** For what the plan was held back until a reason was given. */
  reasons?: Finding[];
  secondPlan?: PlanSummary;
  verification?: Verification;
  deliveries: Delivery[];
  python?: Delivery;
  traced?: TracedFinding[];
  heard?: HeardAlarm;
  rotation?: RotationFinding;
  switches?: SwitchFinding[];
  load?: LoadOutcome;
  changes?: TriedChanges;
}

interface LifeCycleContext {
  use: LifeCycleEffects;
  found(name: string): StackFindings;
  /** No other environment is rehearsed, and this is not its account. */
  isAlone(name: string): boolean;
  /** Whether it leaves records to a person. */
  isByHand(name: string): boolean;
}

function bootstrap(name: string, context: LifeCycleContext, after: string[]): Step {
  return {
    ...steps(name, context).named("bootstrap", "bootstrap the state bucket and GitHub"),
    after,
    run: async (note) => {
      const { bucket, github } = readAnswer(bootstrapAnswer, await context.use.user.verb(name, "bootstrap", "--apply"));
      requireBootstrapped(github);
      const environments = "environments" in github ? github.environments.map((each) => `"${each.name}" at GitHub`) : [];
      note([bucket, ...environments].join(", "));
    },
  };
}

/** Of an environment that is rehearsed alone: its roles are its account's. */
function roles(account: string, { use }: LifeCycleContext, after: string[]): Step {
  return {
    id: "roles",
    title: "make the roles, with the account's stack",
    after,
    run: async (note) => {
      const { changes } = readAnswer(planAnswer, await use.user.verb(account, "plan"));
      readAnswer(applyAnswer, await use.user.verb(account, "apply", "--apply"));
      note(`${changes.filter(({ type }) => type === "aws_iam_role").length} roles`);
    },
  };
}

/** @param after ids of steps. */
function stack(name: string, context: LifeCycleContext, after: string[]): Step[] {
  const step = steps(name, context);
  const [plan, apply] = planAndApply(name, context, after);
  // An account has no mail to verify.
  const verified = name === organisationName ? [verification(name, context, "verify DNS")] : [];
  return [plan, apply, ...publication(name, context), ...verified, secondPlan(name, context, [step.id("apply")])];
}

function environment(declared: Environment, context: LifeCycleContext, after: string[]): Step[] {
  const { name } = declared;
  const { use } = context;
  const found = context.found(name);
  const step = steps(name, context);
  const rotation = rotationSteps(declared, { use, found, step }, [step.id("deliver"), step.id("python")]);
  const provenAndVerified = [step.id("credentials"), step.id("verify")];
  return [
    ...planAndApply(name, context, after),
    ...publication(name, context),
    {
      ...step.named("credentials", "issue and prove sending credentials"),
      after: [step.id("apply")],
      run: async (note) => {
        const { providers } = readAnswer(credentialsAnswer, await use.user.verb(name, "credentials", "--apply"));
        note(providers.map(({ provider, status }) => `${provider} ${status}`).join(", "));
      },
    },
    verification(name, context, "verify DNS and the sending providers"),
    secondPlan(name, context, [step.id("verify")]),
    {
      ...step.named("deliver", "send an invitation through each provider to each receiver"),
      after: provenAndVerified,
      run: async (note) => {
        found.deliveries = readAnswer(seedTestAnswer, await use.user.verb(name, "seed-test")).deliveries;
        requireDelivered(found.deliveries);
        const captured = found.deliveries.filter(({ placement }) => placement === "captured").length;
        const judged = found.deliveries.length - captured;
        const notes = [judged > 0 && `${judged} of ${judged} authenticated`, captured > 0 && `${captured} captured, judged by no receiver`];
        note(notes.filter(Boolean).join(", "));
      },
    },
    {
      ...step.named("python", "send one with Python's smtplib, as the backend would"),
      after: provenAndVerified,
      run: async () => {
        found.python = await use.user.sendWithPython(declared, declared.sendingProviders.primary);
        requireDelivered([found.python]);
      },
    },
    ...eventSteps(declared, { use, found, step }, [step.id("deliver"), step.id("python")]),
    ...rotation,
    ...loadSteps(
      declared,
      { rotateUnderLoad: use.user.rotateUnderLoad, found, step },
      rotation.map(({ id }) => id),
    ),
    // Last of what sends: it leaves a bad rate behind.
    ...alarmSteps(declared, { use, found, step }, rotation.length > 0 ? rotation.map(({ id }) => id) : [step.id("events")]),
  ];
}

function verification(name: string, context: LifeCycleContext, title: string): Step {
  const step = steps(name, context);
  const found = context.found(name);
  return {
    ...step.named("verify", title),
    after: [step.id(context.isByHand(name) ? "publish" : "apply")],
    run: async (note) => {
      found.verification = readAnswer(verificationAnswer, await context.use.user.verb(name, "verify"));
      requireVerified(found.verification);
      note(`${found.verification.records.length} records published and visible`);
    },
  };
}

/** @param madeAfter all that real changes of DNS would disturb. */
function changes(
  declared: Environment,
  context: LifeCycleContext,
  { use, madeAfter }: { use: ChangeEffects; madeAfter: string[] },
): Step[] {
  const found = context.found(declared.name);
  const step = steps(declared.name, context);
  const applied = () => found.verification?.records.map(({ record }) => record) ?? [];
  return changeSteps(declared, { use, applied, found, step }, { plannedAfter: [step.id("verify")], madeAfter });
}

function planAndApply(name: string, context: LifeCycleContext, after: string[]): [plan: Step, apply: Step] {
  const step = steps(name, context);
  const found = context.found(name);
  return [
    {
      ...step.named("plan", "synthesise, terraform init and plan"),
      after,
      run: async (note) => {
        const { plan, reasons } = await planWithReasons(name, context.use.user.verb);
        found.plan = plan;
        found.reasons = reasons;
        const asked = reasons.length > 0 ? `, ${reasons.length} of them with a reason` : "";
        note(`${plan.changes.length} resources to create${asked}`);
      },
    },
    {
      ...step.named("apply", "terraform apply"),
      after: [step.id("plan")],
      run: async () => {
        readAnswer(applyAnswer, await context.use.user.verb(name, "apply", "--apply"));
      },
    },
  ];
}

/** As an administrator whose DNS host is not changed by Terraform. */
function publication(name: string, context: LifeCycleContext): Step[] {
  if (!context.isByHand(name)) return [];
  const step = steps(name, context);
  return [
    {
      ...step.named("publish", "publish the zone file at the DNS host"),
      after: [step.id("apply")],
      run: async (note) => note(await context.use.user.publish(name)),
    },
  ];
}

function secondPlan(name: string, context: LifeCycleContext, after: string[]): Step {
  const found = context.found(name);
  return {
    ...steps(name, context).named("second-plan", "check that the second plan is empty"),
    after,
    run: async () => {
      const plan = readAnswer(planAnswer, await context.use.user.verb(name, "plan"));
      found.secondPlan = plan;
      requireEmpty(plan, name);
      requireAccountStack(plan);
    },
  };
}

function steps(name: string, context: LifeCycleContext) {
  const isAlone = context.isAlone(name);
  const id = (what: string): string => (isAlone ? what : `${name}/${what}`);
  return { id, named: (what: string, title: string) => ({ id: id(what), title: isAlone ? title : `${name}: ${title}` }) };
}

export const lifeCycle = { bootstrap, roles, stack, environment, changes };
