/** Which of Terraform's resources for one sending provider the safety gate guards, and what each must not lose. Each provider's file fills this in. */
import type { Finding } from "../../findings/finding";
import type { GuardedResource } from "../guarded-resource";
import type { Kept } from "../kept";
import type { Values } from "../values";

export interface ProviderResources {
  /** By resource type: paths of the attributes that it is judged by; no other is looked at. */
  attributes: Readonly<Record<string, readonly string[]>>;
  /** By resource type: those that must not go unseen. */
  kept: Readonly<Record<string, Kept>>;
  /** What a change that is no deletion takes away; @param all of the plan's resources. */
  weakened(resource: GuardedResource & { before: Values }, all: readonly GuardedResource[]): Finding[];
  /** Goes together with another one of these, which is told already. @param gone all that the plan deletes. */
  goesWith?(resource: GuardedResource, gone: readonly GuardedResource[]): boolean;
  /** Names of return paths and of tracked links that a resource tells of. */
  names?(type: string, values: Values): Partial<Record<"returnPaths" | "trackedLinks", string[]>>;
}
