/** The Terraform resources of one sending provider, as the safety gate sees them. Each provider's file fills this in. */
import type { Plugin, TypeRules } from "../types/type-rules";
import type { Values } from "../values";

export interface ProviderResources {
  /** By resource type. */
  types: Readonly<Record<string, TypeRules>>;
  /** Types of data sources that its part of a stack reads. */
  dataSources?: readonly string[];
  /** AWS's has none of its own here. */
  plugin?: Plugin;
  /** Whether the provider gave this target of a record, for this domain. */
  isAnswer?(type: string, values: Values, target: string): boolean;
  /** How the stacks write a target that only the apply decides. */
  written?: RegExp;
  /** Names of return paths and of tracked links that a resource declares. */
  names?(type: string, values: Values): Partial<Record<"returnPaths" | "trackedLinks", string[]>>;
}
