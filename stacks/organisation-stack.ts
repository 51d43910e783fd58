/**
 * The organisational domains' own records. A state, a lock and a plan of their own, apart from every environment: other tools send from
 * these names too, so a change here needs other eyes than a change of an environment.
 */
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { organisationName, stackName } from "../declaration/names/stacks";
import { recordsOutput } from "../declaration/names/terraform-state";
import { reportingDomains } from "../declaration/reporting-domains";
import { isKeptElsewhere, zoneOf } from "../declaration/schema/dns-home";
import type { Environment } from "../declaration/schema/environment";
import type { Organisation } from "../declaration/schema/organisation";
import type { MailRecord } from "../mail/records/mail-record";
import { organisationRecords } from "../mail/records/organisation-records";
import { MailDns, recordsAsOutput } from "./constructs/mail-dns";
import { RemoteStateStack } from "./remote-state-stack";

export interface OrganisationStackProps {
  organisation: Organisation;
  /** Their DMARC reports may go to an organisational domain, which has to consent. */
  environments: readonly Environment[];
}

export class OrganisationStack extends RemoteStateStack {
  constructor(scope: Construct, { organisation, environments }: OrganisationStackProps) {
    super(scope, stackName(organisationName), organisation);
    if (organisation.domains.some(({ cloudflare }) => cloudflare)) this.connectCloudflare();
    const reporting = reportingDomains(organisation, environments);
    const records = organisation.domains.flatMap((declared): MailRecord[] => {
      const zone = zoneOf(declared);
      const ofDomain = organisationRecords({ ...declared, domain: zone, reporting });
      const { cloudflare } = declared;
      if (cloudflare) new MailDns(this, zone.replaceAll(".", "-"), { zoneId: cloudflare.zoneId, records: ofDomain });
      return recordsAsOutput(ofDomain, { byHand: isKeptElsewhere(declared) });
    });
    new TerraformOutput(this, recordsOutput, { value: records });
  }
}
