/** Sending providers of an environment that cannot enforce its declared recipients. Pure. */
import { type Finding, findingOf } from "../findings/finding";
import { sendingProviders } from "../mail/providers/sending-providers";
import { type Environment, sendingProvidersOf } from "./schema/environment";

export function unrefusedStrangers(environment: Environment): Finding[] {
  if (!environment.recipients) return [];
  const open = sendingProvidersOf(environment).filter((name) => !sendingProviders[name].refusesStrangers);
  return open.map((name) =>
    findingOf("recipients/not-refused", {
      where: `environments/${environment.name}.ts recipients`,
      what: `${sendingProviders[name].title} cannot limit recipients, so it also sends to others`,
    }),
  );
}
