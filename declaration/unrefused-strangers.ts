/** What the declared recipients do not keep away: sending providers that were acknowledged to refuse nobody. Pure. */
import { type Finding, findingOf } from "../findings/finding";
import { sendingProviders } from "../mail/providers/sending-providers";
import { type Environment, sendingProvidersOf } from "./schema/environment";

export function unrefusedStrangers(environment: Environment): Finding[] {
  if (!environment.recipients) return [];
  const open = sendingProvidersOf(environment).filter((name) => !sendingProviders[name].refusesStrangers);
  return open.map((name) =>
    findingOf("recipients/not-refused", {
      where: `environments/${environment.name}.ts recipients`,
      what: `${sendingProviders[name].title} sends to strangers as well: it cannot limit recipients`,
    }),
  );
}
