/**
 * Takes an environment away, with what Terraform does not know of: keys that `credentials` made (IAM deletes no user who has one), and the
 * state, once it is empty. What it would lose is held back by the safety gate, as in any plan, until a reason is given.
 */
import { type DeferredDeletion, deferredDeletions } from "../changes/deferred-deletions";
import { type GuardedPlan, isHeldBack, judgePlan } from "../changes/guard";
import { readPlanJson } from "../changes/plan";
import { compareByHand } from "./compare-by-hand";
import type { Log, StackDns, StackTerraform } from "./stack";

export interface SendingKey {
  /** Whose it is, for people: "SendGrid API key". */
  kind: string;
  /** Its name or id; not a secret. */
  name: string;
  revoke(): Promise<void>;
}

export interface DestroyRequest {
  /** Where the plan is written. */
  file: string;
  /** Lets what the gate holds back pass. */
  force?: string;
  /** Only says what would be done otherwise. */
  act: boolean;
}

export interface DestroyEffects {
  terraform: Pick<StackTerraform, "requireVersion" | "synthesise" | "init" | "planDestroy" | "showPlan" | "apply">;
  /** What Terraform does not know of. */
  environment: {
    /** Throws when logged in to another account than the environment's. */
    requireAccount(): Promise<void>;
    /** Sending keys that exist at the providers, whether or not a secret knows them. */
    findKeys(): Promise<SendingKey[]>;
    /** Lifts what protects against deletion by mistake. */
    unprotect(): Promise<void>;
    /** Removes the state if it holds nothing any more, and what is remembered here. */
    forget(): Promise<void>;
  };
  dns: Pick<StackDns, "resolve">;
  log: Log;
}

export interface Destruction extends GuardedPlan {
  destroyed: boolean;
  keys: Pick<SendingKey, "kind" | "name">[];
  /** What is scheduled only; the day is counted from now. */
  stays: (DeferredDeletion & { until: string })[];
}

export async function destroy({ file, force, act }: DestroyRequest, use: DestroyEffects): Promise<Destruction> {
  const { terraform, environment, dns, log } = use;
  await environment.requireAccount();
  await Promise.all([terraform.requireVersion(), terraform.synthesise()]);
  await terraform.init();
  const [{ isEmpty }, keys] = await Promise.all([terraform.planDestroy(file), environment.findKeys()]);
  const shown = isEmpty ? {} : await terraform.showPlan(file);
  const read = readPlanJson(shown);
  const plan = judgePlan(read, { force, byHand: await compareByHand(read, dns) });
  const found = {
    ...plan,
    keys: keys.map(({ kind, name }) => ({ kind, name })),
    stays: deferredDeletions(read).map((each) => ({ ...each, until: dayAfter(log.now(), each.days) })),
  };
  if (!act || isHeldBack(plan)) return { ...found, destroyed: false };

  for (const key of keys) {
    log.narrate(`revoking ${key.kind} ${key.name}`);
    await key.revoke();
  }
  if (!isEmpty) {
    await environment.unprotect();
    await terraform.apply(file);
  }
  await environment.forget();
  return { ...found, destroyed: true };
}

const dayAfter = (now: Date, days: number): string => new Date(now.getTime() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
