/**
 * SendGrid as a sending provider for one domain: sender authentication with automated security. Gives the records it needs; creates no DNS
 * itself. What the whole SendGrid account has once, such as required TLS, is the account stack's (sendgrid-account.ts).
 */
import { Construct } from "constructs";
import { sendgridSubdomain } from "../../environments/names";
import type { Environment } from "../../environments/schema";
import { sendgridRecords } from "../../mail/providers/sendgrid";
import type { MailRecord } from "../../mail/records/mail-record";
import { SendgridSenderAuthentication } from "../bindings/sendgrid";

export class SendgridSender extends Construct {
  readonly records: MailRecord[];

  constructor(scope: Construct, id: string, { sendingDomain }: Environment) {
    super(scope, id);
    const domain = new SendgridSenderAuthentication(this, "domain", { domain: sendingDomain, subdomain: sendgridSubdomain });
    this.records = sendgridRecords({
      domain: sendingDomain,
      subdomain: sendgridSubdomain,
      targets: {
        returnPath: domain.targetOf(`${sendgridSubdomain}.`),
        dkim1: domain.targetOf("s1._domainkey."),
        dkim2: domain.targetOf("s2._domainkey."),
      },
    });
  }
}
