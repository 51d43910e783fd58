/** Every sending provider there is: a further one is a line here, and a line in each table that the compiler then asks for. */
import { isAtOrBelow } from "../records/name";
import { capture } from "./capture";
import { sendgrid } from "./sendgrid";
import type { SendingProvider, TargetRole } from "./sending-provider";
import { ses } from "./ses";

const table = { sendgrid, ses, capture };
export type ProviderName = keyof typeof table;

export const sendingProviders: Record<ProviderName, SendingProvider> = table;

export const providerNames = Object.keys(sendingProviders) as [ProviderName, ...ProviderName[]];

/** What the sending providers in use ask for in SPF, in their order. */
export const spfIncludesOf = (providers: readonly ProviderName[]): string[] =>
  providers.flatMap((name) => sendingProviders[name].spfInclude ?? []);

/** The domains of return paths, of all providers that have them. */
export const returnPathsOf = (providers: readonly ProviderName[], sendingDomain: string): string[] =>
  providers.flatMap((name) => sendingProviders[name].path?.returnPath(sendingDomain) ?? []);

/** The provider in whose zone a DKIM record's target lies. */
export const keyHolderOf = (target: string): SendingProvider | undefined =>
  Object.values(sendingProviders).find(({ path }) => path && isAtOrBelow(target, path.domain));

/** What a CNAME is for, by where it leads; undefined when it leads to no provider. */
export const roleOfTarget = (target: string): TargetRole | undefined =>
  Object.values(sendingProviders)
    .map((provider) => provider.roleOfTarget?.(target))
    .find((role) => role !== undefined);
