/** The capture server is not a Terraform resource, so there is nothing to judge. */
import type { ProviderResources } from "./provider-resources";

export const capture: ProviderResources = { types: {} };
