/** The Terraform resources of one sending provider, as the safety gate sees them. Each provider's file fills this in. */
import type { Plugin, TypeRules } from "../types/type-rules";
import type { Values } from "../values";

export interface ProviderResources {
  /** By resource type. */
  types: Readonly<Record<string, TypeRules>>;
  /** AWS's has none of its own here. */
  plugin?: Plugin;
  /** Names of return paths and of tracked links that a resource declares. */
  names?(type: string, values: Values): Partial<Record<"returnPaths" | "trackedLinks", string[]>>;
}
