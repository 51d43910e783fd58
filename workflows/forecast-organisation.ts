/** The forecast of the organisation's stack. No environment sends from its domains, but their policies apply to the environments below. */
import type { RecordChange } from "../changes/dns-changes";
import { declaredPaths } from "../declaration/declared-paths";
import { zoneOf } from "../declaration/dns-hosts/dns-hosts";
import type { Environment } from "../declaration/schema/environment";
import type { Organisation } from "../declaration/schema/organisation";
import type { Forecast } from "../findings/forecast/forecast";
import type { Resolve } from "../mail/dns/resolve";
import type { MailRecord } from "../mail/records/mail-record";
import { isAtOrBelow } from "../mail/records/name";
import { forecast } from "./forecast";

interface OrganisationRequest {
  organisation: Organisation;
  environments: readonly Environment[];
  /** Every DNS record of the plan. */
  records: readonly RecordChange[];
}

interface OrganisationEffects {
  /** The applied records of an environment in the organisation's account; undefined if they cannot be read. */
  applied(environment: Environment): Promise<readonly MailRecord[] | undefined>;
  resolve: Resolve;
}

export async function forecastOrganisation(
  { organisation: { domains, aws }, environments, records }: OrganisationRequest,
  { applied, resolve }: OrganisationEffects,
): Promise<Forecast> {
  const zones = domains.map(zoneOf);
  const below = environments.filter(({ sendingDomain }) => zones.some((zone) => isAtOrBelow(sendingDomain, zone)));
  const found = await Promise.all(
    below.map(async (environment) => {
      const known = environment.aws.account === aws.account ? await applied(environment) : undefined;
      return { paths: declaredPaths(environment, known), applied: known ?? [] };
    }),
  );
  const [paths, elsewhere] = [found.flatMap((each) => each.paths), found.flatMap((each) => each.applied)];
  return forecast({ domains: zones, paths, records, elsewhere }, { resolve });
}
