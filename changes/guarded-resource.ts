/** One resource of a plan, as far as the safety gate may see it. */
import type { ChangeAction } from "./plan-json";
import type { Values } from "./values";

export interface GuardedResource {
  address: string;
  type: string;
  /** "keep" leaves it as it is; a resource that Terraform only forgets goes on existing, so it is kept too. */
  action: ChangeAction | "keep";
  /** Absent when it is created. */
  before?: Values;
  /** Absent when it is deleted. */
  after?: Values;
}
