/**
 * Everything that one environment needs to send: the sending providers, their DNS records, the secrets' containers, alarms.
 * One state, one lock, one plan, one unit of promotion.
 */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { keepsEvents } from "../declaration/events";
import { stackName } from "../declaration/names/stacks";
import { recordsOutput } from "../declaration/names/terraform-state";
import { providersWithAge } from "../declaration/rotation";
import { type Environment, sendingProvidersOf } from "../declaration/schema/environment";
import { policyRecords } from "../mail/records/policy-records";
import { MessageAlarms } from "./alarms/message-alarms";
import { SendingDashboard } from "./alarms/sending-dashboard";
import { AlertTopic } from "./constructs/alert-topic";
import { CredentialAges } from "./constructs/credential-ages";
import { EnvironmentSecrets } from "./constructs/environment-secrets";
import { EventPipeline } from "./constructs/event-pipeline";
import { MailDns, recordsAsOutput } from "./constructs/mail-dns";
import { RotationJournal } from "./constructs/rotation-journal";
import { SecretReads } from "./constructs/secret-reads";
import { WatchFunctions } from "./constructs/watch-functions";
import { connectDnsHosts } from "./dns-hosts/dns-hosts";
import { RemoteStateStack } from "./remote-state-stack";
import type { OwnWatch } from "./senders/sender";
import { senders } from "./senders/senders";

export class EmailStack extends RemoteStateStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, stackName(environment.name), environment);
    this.connectProviders(environment);

    const { encryptionKey } = new EnvironmentSecrets(this, "secrets", environment);
    const alertTopic = new AlertTopic(this, "alerts", { environment, encryptionKey, urgency: "ticket" }).arn;
    if (environment.secretReaders.length > 0) new SecretReads(this, "secret-reads", { environment, alertTopic });
    if (providersWithAge(environment).length > 0) new RotationJournal(this, "journal", environment);
    new CredentialAges(this, "credentials-age", { environment, alertTopic });
    if (keepsEvents(environment)) new EventPipeline(this, "events", environment);
    const providers = sendingProvidersOf(environment);
    const records = [
      ...policyRecords({ ...environment, providers }),
      ...providers.flatMap((provider) => senders[provider].declare(this, { environment, encryptionKey })),
    ];
    new MailDns(this, "dns", { dns: environment.dns, records });
    new TerraformOutput(this, recordsOutput, { value: recordsAsOutput(records, environment) });
    if (providersWithAge(environment).length > 0) this.watch(environment, encryptionKey, alertTopic);
  }

  /** Who sends for real is watched. */
  private watch(environment: Environment, encryptionKey: string, alertTopic: string): void {
    const pageTopic = new AlertTopic(this, "pages", { environment, encryptionKey, urgency: "page" }).arn;
    const watches = sendingProvidersOf(environment).flatMap(
      (provider) => senders[provider].watch?.(this, { environment, alertTopic }) ?? [],
    );
    const own = Object.assign({}, ...watches.map(({ alarms }) => alarms)) as OwnWatch["alarms"];
    new MessageAlarms(this, "watch", { environment, topics: { page: pageTopic, ticket: alertTopic }, own });
    const charts = watches.flatMap((each) => each.charts);
    new WatchFunctions(this, "watching", {
      environment,
      topics: { page: pageTopic, ticket: alertTopic },
      variables: Object.assign({}, ...watches.map(({ variables }) => variables)),
    });
    new SendingDashboard(this, "dashboard", { environment, own: { alarms: Object.values(own).map(({ arn }) => arn), charts } });
  }

  /** Terraform takes credentials from its process's environment, never from the configuration. */
  private connectProviders(environment: Environment): void {
    const { aws, name } = environment;
    new AwsProvider(this, "aws", {
      region: aws.region,
      allowedAccountIds: [aws.account],
      defaultTags: [{ tags: { application: "twinpost", environment: name } }],
    });
    connectDnsHosts(this, [environment]);
    for (const provider of sendingProvidersOf(environment)) senders[provider].connect?.(this, environment);
  }
}
