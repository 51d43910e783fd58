/**
 * How a sending provider will send for a domain, given what DNS says: it looks at the records itself, and when they are not right it sends
 * under its own name, or not at all. Told as of its next look: `twinpost verify` makes those look that can be made to. What each provider does is
 * in its own file (mail/providers/).
 */
import { isKnown, type PlannedText } from "../dns/record";
import type { Resolve } from "../dns/resolve";
import type { MailPath, PathRecords, ProviderIdentity } from "../providers/mail-path";
import { type ProviderName, sendingProviders } from "../providers/sending-providers";
import { isAtOrBelow } from "../records/name";

export interface SendingPath extends PathRecords {
  provider: ProviderName;
}

/** What an environment declares of it. */
export type DeclaredPath = Pick<SendingPath, "provider" | "authorDomain" | "returnPath" | "assumed">;

/** @throws Error for a provider that delivers nothing: its mail takes no path. */
export function pathOf(provider: ProviderName): MailPath {
  const { path } = sendingProviders[provider];
  if (!path) throw new Error(`${provider} delivers nothing, so its mail takes no path`);
  return path;
}

/** @param reference see MailPath. */
export const identityOf = (path: SendingPath, resolve: Resolve, reference?: Resolve): Promise<ProviderIdentity> =>
  pathOf(path.provider).identity(path, resolve, reference);

/** @param records of the plan, or as applied. @returns the provider's path through them. */
export function findSelectors(
  records: readonly { name: PlannedText; type: string; value: PlannedText }[],
  { provider, authorDomain }: Pick<SendingPath, "provider" | "authorDomain">,
): Pick<SendingPath, "selectors" | "allSelectorsKnown"> {
  const { domain, selectors: labels, selectorCount } = pathOf(provider);
  const known = labels.map((label) => `${label}._domainkey.${authorDomain}`);
  const found = records.flatMap(({ name, type, value }) =>
    type === "CNAME" && isKnown(name) && name.endsWith(`._domainkey.${authorDomain}`) && isKnown(value) && isAtOrBelow(value, domain)
      ? [name]
      : [],
  );
  const selectors = [...new Set([...known, ...found])].sort();
  // A record without a name may be one of the provider's as long as one is missing.
  const isNameless = records.some(({ name, type }) => !isKnown(name) && type === "CNAME");
  return { selectors, allSelectorsKnown: selectors.length >= selectorCount || !isNameless };
}
