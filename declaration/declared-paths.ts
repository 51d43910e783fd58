/** How an environment's sending providers send for it, as far as it is declared. */
import type { DeclaredPath } from "../mail/forecast/sending-path";
import { sendingProviders } from "../mail/providers/sending-providers";
import type { MailRecord } from "../mail/records/mail-record";
import { type Environment, sendingProvidersOf } from "./schema/environment";

/** @param applied of another stack, where the forecast is not the environment's own; selectors that a provider chooses are known from there alone. */
export function declaredPaths(environment: Environment, applied?: readonly MailRecord[] | "in the plan"): DeclaredPath[] {
  const { sendingDomain: authorDomain } = environment;
  return sendingProvidersOf(environment).flatMap((provider) => {
    const { path, title } = sendingProviders[provider];
    if (!path) return [];
    const unseen = `the DKIM records of ${title} are as \`verify\` last saw them: their names are in a state that cannot be read from here`;
    const choosesSelectors = path.selectors.length < path.selectorCount;
    return [
      {
        ...{ provider, authorDomain, returnPath: path.returnPath(authorDomain) },
        ...(choosesSelectors && applied === undefined ? { assumed: unseen } : {}),
      },
    ];
  });
}
