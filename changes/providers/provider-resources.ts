/** The Terraform resources of one sending provider that the safety gate judges, and its rules for them. Each provider's file fills this in. */
import type { Finding } from "../../findings/finding";
import type { GuardedResource } from "../guarded-resource";
import type { Kept } from "../kept";
import type { Values } from "../values";

export interface ProviderResources {
  /** By resource type: paths of the attributes that the gate reads. */
  attributes: Readonly<Record<string, readonly string[]>>;
  /** By resource type: those whose deletion or replacement is a finding. */
  kept: Readonly<Record<string, Kept>>;
  /** Findings about changes other than a deletion. @param all the plan's resources. */
  weakened(resource: GuardedResource & { before: Values }, all: readonly GuardedResource[]): Finding[];
  /** Whether its owner is deleted too, which has the finding. @param gone all that the plan deletes. */
  goesWith?(resource: GuardedResource, gone: readonly GuardedResource[]): boolean;
  /** Names of return paths and of tracked links that a resource declares. */
  names?(type: string, values: Values): Partial<Record<"returnPaths" | "trackedLinks", string[]>>;
}
