/**
 * Everything that one environment needs to send: both sending providers, their DNS records, the secrets' containers. One state, one lock,
 * one plan, one unit of promotion.
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { TerraformOutput, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { recordsOutput, stackName } from "../environments/names";
import type { Environment } from "../environments/schema";
import { policyRecords } from "../mail/records/policy-records";
import { SendgridProvider } from "./bindings/sendgrid";
import { EnvironmentSecrets } from "./constructs/environment-secrets";
import { MailDns } from "./constructs/mail-dns";
import { SendgridSender } from "./constructs/sendgrid-sender";
import { SesSender } from "./constructs/ses-sender";
import { SesSmtpUser } from "./constructs/ses-smtp-user";
import { StackInS3 } from "./stack-in-s3";

export class EmailStack extends StackInS3 {
  constructor(scope: Construct, environment: Environment) {
    super(scope, stackName(environment.name), environment.aws);
    this.connectProviders(environment);

    const ses = new SesSender(this, "ses", environment);
    const sendgrid = new SendgridSender(this, "sendgrid", environment);
    const records = [...policyRecords(environment), ...sendgrid.records, ...ses.records];
    new MailDns(this, "dns", { zoneId: environment.cloudflare.zoneId, records });
    new EnvironmentSecrets(this, "secrets", environment);
    new SesSmtpUser(this, "ses-smtp", { environment, ses });
    new TerraformOutput(this, recordsOutput, { value: records });
  }

  /** Credentials come from the environment of the terraform process, never from the configuration. */
  private connectProviders({ aws, name }: Environment): void {
    new AwsProvider(this, "aws", {
      region: aws.region,
      allowedAccountIds: [aws.account],
      defaultTags: [{ tags: { application: "twinpost", environment: name } }],
    });
    const baseUrl = new TerraformVariable(this, "cloudflare_base_url", { type: "string", nullable: true });
    baseUrl.addOverride("default", null);
    new CloudflareProvider(this, "cloudflare", { baseUrl: baseUrl.stringValue });
    new SendgridProvider(this, "sendgrid-provider");
  }
}
