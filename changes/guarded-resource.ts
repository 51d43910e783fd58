/** One resource of a plan, as the safety gate sees it. */
import type { ChangeAction } from "./plan-json";
import type { Values } from "./values";

export interface GuardedResource {
  address: string;
  type: string;
  /** "keep": no change. */
  action: ChangeAction | "keep";
  /** Absent when it is created. */
  before?: Values;
  /** Absent when it is deleted. */
  after?: Values;
  /** The attributes that the stack sets, by name, as Terraform's expressions; absent if the stack does not have the resource. */
  declared?: Readonly<Record<string, unknown>>;
  /** The IAM policy as the stack declares it, with expressions in the place of what is known only after the apply. */
  declaredPolicy?: string;
}
