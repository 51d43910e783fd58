/**
 * Everything that one environment needs to send: both sending providers, their DNS records, the secrets' containers. One state, one lock,
 * one plan, one unit of promotion.
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { recordsOutput, stackName } from "../environments/names";
import type { Environment } from "../environments/schema";
import { policyRecords } from "../mail/records/policy-records";
import { SendgridProvider } from "./bindings/sendgrid";
import { EnvironmentSecrets } from "./constructs/environment-secrets";
import { MailDns, recordsAsOutput } from "./constructs/mail-dns";
import { SendgridSender } from "./constructs/sendgrid-sender";
import { SesSender } from "./constructs/ses-sender";
import { SesSmtpUser } from "./constructs/ses-smtp-user";
import { RemoteStateStack } from "./remote-state-stack";

export class EmailStack extends RemoteStateStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, stackName(environment.name), environment);
    this.connectProviders(environment);

    const ses = new SesSender(this, "ses", environment);
    const sendgrid = new SendgridSender(this, "sendgrid", environment);
    const records = [...policyRecords(environment), ...sendgrid.records, ...ses.records];
    new MailDns(this, "dns", { zoneId: environment.cloudflare.zoneId, records });
    new EnvironmentSecrets(this, "secrets", environment.name);
    new SesSmtpUser(this, "ses-smtp", { environment, ses });
    new TerraformOutput(this, recordsOutput, { value: recordsAsOutput(records) });
  }

  /** Credentials come from the environment of the terraform process, never from the configuration. */
  private connectProviders({ aws, name }: Environment): void {
    new AwsProvider(this, "aws", {
      region: aws.region,
      allowedAccountIds: [aws.account],
      defaultTags: [{ tags: { application: "twinpost", environment: name } }],
    });
    this.connectCloudflare();
    new SendgridProvider(this, "sendgrid-provider");
  }
}
