/**
 * The organisational domains' own records, with a state, a lock and a plan of their own. Other tools send from these names too, so a change
 * needs other reviewers than a change of an environment.
 */
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { zoneOf } from "../declaration/dns-hosts/dns-hosts";
import { organisationName, stackName } from "../declaration/names/stacks";
import { recordsOutput } from "../declaration/names/terraform-state";
import { reportingDomains } from "../declaration/reporting-domains";
import type { Environment } from "../declaration/schema/environment";
import type { Organisation } from "../declaration/schema/organisation";
import type { MailRecord } from "../mail/records/mail-record";
import { organisationRecords } from "../mail/records/organisation-records";
import { MailDns, recordsAsOutput } from "./constructs/mail-dns";
import { connectDnsHosts } from "./dns-hosts/dns-hosts";
import { RemoteStateStack } from "./remote-state-stack";

export interface OrganisationStackProps {
  organisation: Organisation;
  /** Their DMARC reports may go to an organisational domain, which must consent in DNS. */
  environments: readonly Environment[];
}

export class OrganisationStack extends RemoteStateStack {
  constructor(scope: Construct, { organisation, environments }: OrganisationStackProps) {
    super(scope, stackName(organisationName), organisation);
    connectDnsHosts(this, organisation.domains);
    const reporting = reportingDomains(organisation, environments);
    const records = organisation.domains.flatMap((declared): MailRecord[] => {
      const zone = zoneOf(declared);
      const ofDomain = organisationRecords({ ...declared, domain: zone, reporting });
      new MailDns(this, zone.replaceAll(".", "-"), { dns: declared.dns, records: ofDomain });
      return recordsAsOutput(ofDomain, declared);
    });
    new TerraformOutput(this, recordsOutput, { value: records });
  }
}
