/** One resource of a plan, with the attributes that the safety gate may read. */
import type { ChangeAction } from "./plan-json";
import type { Values } from "./values";

export interface GuardedResource {
  address: string;
  type: string;
  /** "keep": no change. A resource that Terraform only forgets still exists, so it is kept too. */
  action: ChangeAction | "keep";
  /** Absent when it is created. */
  before?: Values;
  /** Absent when it is deleted. */
  after?: Values;
}
