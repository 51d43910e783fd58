/** What a sending provider adds to an email stack. */
import type { Construct } from "constructs";
import type { Environment } from "../../declaration/schema/environment";
import type { MailRecord } from "../../mail/records/mail-record";

interface SenderProps {
  environment: Environment;
  /** ARN of the environment's key. */
  encryptionKey: string;
  /** ARN of the topic that tells people. */
  alertTopic: string;
}

export interface Sender {
  /** Connects a Terraform plugin of its own. */
  connect?(stack: Construct, environment: Environment): void;
  /** @returns the records that it needs. */
  declare(stack: Construct, props: SenderProps): MailRecord[];
}
