/** What a sending provider adds to an email stack. */
import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import type { Environment } from "../../declaration/schema/environment";
import type { MailRecord } from "../../mail/records/mail-record";
import type { Chart } from "../alarms/chart";

interface SenderProps {
  environment: Environment;
  /** ARN of the environment's key. */
  encryptionKey: string;
}

interface WatchProps {
  environment: Environment;
  /** ARN of the topic that tells people. */
  alertTopic: string;
}

/** By what a provider counts itself. */
export interface OwnWatch {
  /** By kind. */
  alarms: Readonly<Record<string, CloudwatchMetricAlarm>>;
  charts: Chart[];
  /** What the watch function needs to ask it. */
  variables?: Readonly<Record<string, string>>;
}

export interface Sender {
  /** Connects a Terraform plugin of its own. */
  connect?(stack: Construct, environment: Environment): void;
  /** @returns the records that it needs. */
  declare(stack: Construct, props: SenderProps): MailRecord[];
  watch?(stack: Construct, props: WatchProps): OwnWatch;
}
