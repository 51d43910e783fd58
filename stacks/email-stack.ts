/**
 * Everything that one environment needs to send: both sending providers, their DNS records, the secrets' containers, alarms. One state, one lock,
 * one plan, one unit of promotion.
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { recordsOutput, stackName } from "../environments/names";
import { type Environment, type ProviderName, sendingProvidersOf } from "../environments/schema";
import type { MailRecord } from "../mail/records/mail-record";
import { policyRecords } from "../mail/records/policy-records";
import { SendgridProvider } from "./bindings/sendgrid";
import { AlertTopic } from "./constructs/alert-topic";
import { EnvironmentSecrets } from "./constructs/environment-secrets";
import { MailDns, recordsAsOutput } from "./constructs/mail-dns";
import { SecretReads } from "./constructs/secret-reads";
import { SendgridSender } from "./constructs/sendgrid-sender";
import { SendingAlarms } from "./constructs/sending-alarms";
import { SendingDashboard } from "./constructs/sending-dashboard";
import { SendingEvents } from "./constructs/sending-events";
import { SesSender } from "./constructs/ses-sender";
import { SesSmtpUser } from "./constructs/ses-smtp-user";
import { RemoteStateStack } from "./remote-state-stack";

interface Watched {
  environment: Environment;
  encryptionKey: string;
  /** ARN. */
  alertTopic: string;
}

export class EmailStack extends RemoteStateStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, stackName(environment.name), environment);
    this.connectProviders(environment);

    const { encryptionKey } = new EnvironmentSecrets(this, "secrets", environment);
    const alertTopic = new AlertTopic(this, "alerts", { environment, encryptionKey }).arn;
    if (environment.secretReaders.length > 0) new SecretReads(this, "secret-reads", { environment, alertTopic });
    const providers = sendingProvidersOf(environment);
    const records = [
      ...policyRecords({ ...environment, providers }),
      ...providers.flatMap((provider) => this.sender(provider, { environment, encryptionKey, alertTopic })),
    ];
    new MailDns(this, "dns", { zoneId: environment.cloudflare.zoneId, records });
    new TerraformOutput(this, recordsOutput, { value: recordsAsOutput(records) });
  }

  /** @returns the records that the sending provider needs. */
  private sender(provider: ProviderName, watched: Watched): MailRecord[] {
    const { environment } = watched;
    if (provider === "sendgrid") return new SendgridSender(this, "sendgrid", environment).records;
    const ses = new SesSender(this, "ses", environment);
    new SesSmtpUser(this, "ses-smtp", { environment, ses });
    this.watch(ses, watched);
    return ses.records;
  }

  private watch(ses: SesSender, { environment, encryptionKey, alertTopic }: Watched): void {
    new SendingEvents(this, "sending", { environment, ses, encryptionKey });
    const alarms = new SendingAlarms(this, "alarm", { environment, alertTopic }).arns;
    new SendingDashboard(this, "dashboard", { environment, alarms });
  }

  /** Credentials come from the environment of the terraform process, never from the configuration. */
  private connectProviders(environment: Environment): void {
    const { aws, name } = environment;
    new AwsProvider(this, "aws", {
      region: aws.region,
      allowedAccountIds: [aws.account],
      defaultTags: [{ tags: { application: "twinpost", environment: name } }],
    });
    this.connectCloudflare();
    if (sendingProvidersOf(environment).includes("sendgrid")) new SendgridProvider(this, "sendgrid-provider");
  }
}
