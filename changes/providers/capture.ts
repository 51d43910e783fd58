/** A server of one's own, which Terraform does not know. */
import type { ProviderResources } from "./provider-resources";

export const capture: ProviderResources = { attributes: {}, kept: {}, weakened: () => [] };
