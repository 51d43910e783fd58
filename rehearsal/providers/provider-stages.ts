/** The stage of every sending provider. */
import type { Declared } from "../../declaration/load";
import type { ProviderName } from "../../mail/providers/sending-providers";
import type { Sandbox, SandboxOptions } from "../../sandbox/start";
import { captureStage } from "./capture";
import type { AddressRow, ProviderStage, Relay } from "./provider-stage";
import { sendgridStage } from "./sendgrid";
import { sesStage } from "./ses";

export const providerStages: Record<ProviderName, ProviderStage> = { sendgrid: sendgridStage, ses: sesStage, capture: captureStage };

const stages = Object.values(providerStages);

/** What the stand-ins of all providers must know of what is declared. @param account the AWS account that variables point at. */
export const providerOptions = (declared: Declared, account: string): Partial<SandboxOptions> =>
  Object.assign({}, ...stages.map((stage) => stage.sandboxOptions?.(declared, account)));

export const providerAddresses = (sandbox: Sandbox): AddressRow[] => stages.flatMap((stage) => stage.addresses(sandbox));

/** @throws Error where the sandbox relays no mail of this provider and region. */
export function relayOf(sandbox: Sandbox, provider: ProviderName, region: string): Relay {
  const relay = providerStages[provider].relay?.(sandbox, region);
  if (!relay) throw new Error(`the sandbox has no submission server for ${provider} in ${region}`);
  return relay;
}
