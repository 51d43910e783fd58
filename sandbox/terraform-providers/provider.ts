/** What a stand-in provider consists of. Resources speak HTTP through the client they are given, and know nothing of Terraform's protocol. */
import type { ApiClient } from "./api-client";
import type { Values } from "./codec";
import type { PlanRules } from "./plan";
import type { ProviderSchema } from "./schema";

export interface Resource extends PlanRules {
  /** In diagnostics: "event webhook". */
  title: string;
  /** @returns the new state. */
  create(api: ApiClient, planned: Values): Promise<Values>;
  /** @returns null when the resource is gone and shall leave the state. */
  read(api: ApiClient, state: Values): Promise<Values | null>;
  update(api: ApiClient, planned: Values, prior: Values): Promise<Values>;
  remove(api: ApiClient, state: Values): Promise<void>;
  importState(api: ApiClient, id: string): Promise<Values>;
}

type ReadDataSource = (api: ApiClient, config: Values) => Promise<Values>;

export type Doing = "Creating" | "Reading" | "Updating" | "Deleting" | "Importing";

export interface Provider {
  schema: ProviderSchema;
  resources: Record<string, Resource>;
  dataSources: Record<string, ReadDataSource>;
  /** The client for a provider block; what the block leaves out comes from the sandbox. */
  configure(config: Values): ApiClient;
  /** An error in the real provider's words. */
  explain(error: unknown, doing: Doing, title: string): { summary: string; detail: string };
}
