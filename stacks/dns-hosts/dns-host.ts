/** What a DNS host adds to a stack. */
import type { Construct } from "constructs";
import type { MailRecord } from "../../mail/records/mail-record";

export interface StackDnsHost<Declared = never> {
  /** Connects a Terraform plugin of its own; once in a stack. */
  connect?(stack: Construct): void;
  /** Absent where a person publishes the records. */
  createRecord?(scope: Construct, dns: Declared, record: MailRecord): void;
}
