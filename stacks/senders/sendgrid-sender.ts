/**
 * SendGrid as a sending provider for one domain: sender authentication with automated security; where declared, tracked links under the domain and
 * a group to unsubscribe from. Gives the records it needs; creates no DNS itself. What the whole SendGrid account has once, such as required
 * TLS, is the account stack's (sendgrid-account.ts); a subuser belongs to its environment, and so do its settings.
 */
import { Construct } from "constructs";
import type { Environment } from "../../declaration/schema/environment";
import { linkBrandingRecords, sendgridRecords, sendgridSubdomain } from "../../mail/providers/sendgrid";
import type { MailRecord } from "../../mail/records/mail-record";
import { SendgridAccount } from "./sendgrid-account";
import { SendgridLinkBranding, SendgridSenderAuthentication, SendgridUnsubscribeGroup } from "./sendgrid-bindings";

export class SendgridSender extends Construct {
  readonly records: MailRecord[];
  /** What an application must name in a message for the group to count; known after the apply. */
  readonly unsubscribeGroup: { id: string; name: string } | undefined;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    this.records = [...this.authenticateDomain(environment), ...this.brandLinks(environment)];
    this.unsubscribeGroup = this.makeUnsubscribeGroup(environment);
    if (environment.sendgrid?.subuser) new SendgridAccount(this, "subuser");
  }

  private authenticateDomain({ sendingDomain, sendgrid }: Environment): MailRecord[] {
    const domain = new SendgridSenderAuthentication(this, "domain", {
      domain: sendingDomain,
      subdomain: sendgridSubdomain,
      region: sendgrid?.region,
      // SendGrid's answers leave it out, so after an import the state has another one, and Terraform would replace the domain.
      ...(sendgrid?.region ? { lifecycle: { ignoreChanges: ["region"] } } : {}),
    });
    return sendgridRecords({
      domain: sendingDomain,
      subdomain: sendgridSubdomain,
      targets: {
        returnPath: domain.targetOf(`${sendgridSubdomain}.`),
        dkim1: domain.targetOf("s1._domainkey."),
        dkim2: domain.targetOf("s2._domainkey."),
      },
    });
  }

  private brandLinks({ sendingDomain, sendgrid }: Environment): MailRecord[] {
    if (!sendgrid?.linkBranding) return [];
    const { subdomain } = sendgrid.linkBranding;
    const { target, owner } = new SendgridLinkBranding(this, "links", { domain: sendingDomain, subdomain });
    return linkBrandingRecords({ name: `${subdomain}.${sendingDomain}`, target, owner });
  }

  private makeUnsubscribeGroup({ sendgrid }: Environment): { id: string; name: string } | undefined {
    if (!sendgrid?.unsubscribeGroup) return undefined;
    const { name, description } = sendgrid.unsubscribeGroup;
    const group = new SendgridUnsubscribeGroup(this, "unsubscribe-group", { name, description });
    return { id: group.id, name };
  }
}
