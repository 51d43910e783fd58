/** Every sending provider there is: a further one is a line here, and a line in each table that the compiler then asks for. */
import { capture } from "./capture";
import { sendgrid } from "./sendgrid";
import type { SendingProvider } from "./sending-provider";
import { ses } from "./ses";

export type ProviderName = "sendgrid" | "ses" | "capture";

export const sendingProviders: Record<ProviderName, SendingProvider> = { sendgrid, ses, capture };

export const providerNames = Object.keys(sendingProviders) as [ProviderName, ...ProviderName[]];

/** What the sending providers in use ask for in SPF, in their order. */
export const spfIncludesOf = (providers: readonly ProviderName[]): string[] =>
  providers.flatMap((name) => sendingProviders[name].spfInclude ?? []);
