/**
 * Destroys an environment, with what Terraform does not manage: the keys that `credentials` made (IAM deletes no user who has one), and the
 * state, once it is empty. The safety gate holds it back, as any plan that loses something, until the operator gives a reason.
 */
import { type DeferredDeletion, deferredDeletions } from "../changes/deferred-deletions";
import { type GuardedPlan, isHeldBack, judgePlan } from "../changes/guard";
import type { Own } from "../changes/own";
import { readPlanJson } from "../changes/plan";
import type { Waiver } from "../changes/waiver";
import { compareByHand } from "./compare-by-hand";
import { phase } from "./phase";
import type { Log, StackDns, StackTerraform } from "./stack";
import { watchedApply } from "./watched-apply";

export interface SendingKey {
  /** Such as "SendGrid API key". */
  kind: string;
  /** Its name or id; not a secret. */
  name: string;
  revoke(): Promise<void>;
}

export interface DestroyRequest {
  /** Where the plan is written. */
  file: string;
  /** The reason for applying despite the safety gate. */
  force?: string;
  own: Own;
  /** Reasons for single findings. */
  waivers?: readonly Waiver[];
  /** Without it, changes nothing and returns the plan. */
  act: boolean;
  /** For remedies. */
  environment: string;
  /** Shows what would be lost, and if it acts, before anything is. @throws OperatorError when it may not be. */
  begin?(found: Destruction, shown: unknown): Promise<void>;
}

export interface DestroyEffects {
  terraform: Pick<StackTerraform, "requireVersion" | "synthesise" | "init" | "planDestroy" | "showPlan" | "apply">;
  /** What Terraform does not manage. */
  environment: {
    /** @throws OperatorError if the login is of another account than the environment's. */
    requireAccount(): Promise<void>;
    /** All sending keys at the providers, also those that no secret holds. */
    findKeys(): Promise<SendingKey[]>;
    /** Lifts what protects against deletion by mistake. */
    unprotect(): Promise<void>;
    /** Deletes the state if it is empty, and the evidence on this machine. */
    forget(): Promise<void>;
  };
  dns: Pick<StackDns, "resolve">;
  log: Log;
}

export interface Destruction extends GuardedPlan {
  destroyed: boolean;
  keys: Pick<SendingKey, "kind" | "name">[];
  /** Deletions that are only scheduled; days from now. */
  stays: (DeferredDeletion & { until: string })[];
}

export async function destroy(
  { file, own, force, waivers, act, environment: name, begin }: DestroyRequest,
  use: DestroyEffects,
): Promise<Destruction> {
  const { terraform, environment, dns, log } = use;
  await environment.requireAccount();
  const { watch } = log;
  await Promise.all([terraform.requireVersion(), phase("synthesise the stack", watch, () => terraform.synthesise())]);
  await phase("terraform init", watch, () => terraform.init());
  const [{ isEmpty }, keys] = await phase("look for what would go", watch, () =>
    Promise.all([terraform.planDestroy(file), environment.findKeys()]),
  );
  const shown = isEmpty ? {} : await terraform.showPlan(file);
  const read = readPlanJson(shown);
  const plan = judgePlan(read, { own, force, waivers, byHand: await compareByHand(read, dns) });
  const found = {
    ...plan,
    keys: keys.map(({ kind, name }) => ({ kind, name })),
    stays: deferredDeletions(read).map((each) => ({ ...each, until: dayAfter(log.now(), each.days) })),
  };
  await begin?.({ ...found, destroyed: false }, shown);
  if (!act || isHeldBack(plan)) return { ...found, destroyed: false };

  for (const key of keys) {
    log.narrate(`revoking ${key.kind} ${key.name}`);
    await key.revoke();
  }
  if (!isEmpty) {
    await environment.unprotect();
    await watchedApply({ file, changes: plan.changes, goOn: `npx twinpost destroy --env ${name}` }, { terraform, watch });
  }
  await environment.forget();
  return { ...found, destroyed: true };
}

const dayAfter = (now: Date, days: number): string => new Date(now.getTime() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
