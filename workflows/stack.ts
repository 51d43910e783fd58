/**
 * The effects of use cases on one stack, grouped by noun. A use case picks only what it needs of a group: `plan` must not be able to apply.
 */
import type { RecordChange } from "../changes/dns-changes";
import type { GuardedPlan } from "../changes/guard";
import type { PlanTarget } from "../declaration/plan-target";
import type { ApplyEvent } from "../evidence/apply-event";
import type { Forecast } from "../findings/forecast/forecast";
import type { Resolve } from "../mail/dns/resolve";
import type { Watch } from "./phase";

export interface KeptPlan {
  plan: GuardedPlan;
  target: PlanTarget;
  /** Of the plan file that was judged. */
  digest: string;
}

/** The terraform command on the stack. */
export interface StackTerraform {
  /** Where Terraform gets its plugins, for people. */
  pluginSource: string;
  requireVersion(): Promise<string>;
  synthesise(): Promise<void>;
  init(): Promise<unknown>;
  plan(file: string, options: { refresh: boolean }): Promise<{ isEmpty: boolean }>;
  planDestroy(file: string): Promise<{ isEmpty: boolean }>;
  showPlan(file: string): Promise<unknown>;
  /** @param watch is told of each resource as it is reached. */
  apply(file: string, watch?: (event: ApplyEvent) => void): Promise<void>;
}

/** The record of a plan that is kept beside its file, for `apply`. */
export interface KeptPlans {
  read(): KeptPlan | undefined;
  /** Of the plan file as it is now. */
  digest(): string;
  /** @param digest of the file in which it was found. */
  keep(plan: GuardedPlan, digest: string): void;
  /** Deletes the plan and its record: a plan is applied once, and its findings must not be taken for those of a newer file. */
  forget(): void;
}

export interface StackDns {
  /** Asks live DNS about records that a person publishes or removes. */
  resolve: Resolve;
  /** @param records every DNS record of the plan. */
  forecast(records: readonly RecordChange[]): Promise<Forecast>;
}

export interface Log {
  narrate(text: string): void;
  now(): Date;
  /** What goes on, part by part. */
  watch: Watch;
}
