/**
 * Amazon SES as a sending provider for one domain: identity with Easy DKIM (2048 bits), a MAIL FROM domain of its own, and a
 * configuration set that requires TLS towards receivers and suppresses bad recipients. Gives the records it needs; creates no DNS itself.
 */
import { Sesv2ConfigurationSet } from "@cdktf/provider-aws/lib/sesv2-configuration-set";
import { Sesv2EmailIdentity } from "@cdktf/provider-aws/lib/sesv2-email-identity";
import { Sesv2EmailIdentityMailFromAttributes } from "@cdktf/provider-aws/lib/sesv2-email-identity-mail-from-attributes";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { sesConfigurationSet } from "../../declaration/names/ses";
import type { Environment } from "../../declaration/schema/environment";
import { defaultSesSigningZone, sesMailFromDomain, sesRecords } from "../../mail/providers/ses";
import type { MailRecord } from "../../mail/records/mail-record";

export class SesSender extends Construct {
  readonly configurationSet: Sesv2ConfigurationSet;
  readonly identity: Sesv2EmailIdentity;
  readonly records: MailRecord[];

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    this.configurationSet = this.deliverSafely(environment);
    this.identity = this.verifyDomain(environment);
    this.setMailFrom(environment);
    this.records = this.recordsOf(environment);
  }

  /** Over TLS only; not again to who bounced for good or complained (the list itself is the account's); the rates are measured. */
  private deliverSafely({ name }: Environment): Sesv2ConfigurationSet {
    return new Sesv2ConfigurationSet(this, "configuration-set", {
      configurationSetName: sesConfigurationSet(name),
      deliveryOptions: { tlsPolicy: "REQUIRE" },
      reputationOptions: { reputationMetricsEnabled: true },
      sendingOptions: { sendingEnabled: true },
      suppressionOptions: { suppressedReasons: ["BOUNCE", "COMPLAINT"] },
    });
  }

  /** The configuration set is the identity's default, so that mail over SMTP uses it without a header. */
  private verifyDomain({ sendingDomain }: Environment): Sesv2EmailIdentity {
    return new Sesv2EmailIdentity(this, "identity", {
      emailIdentity: sendingDomain,
      configurationSetName: this.configurationSet.configurationSetName,
      dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" },
    });
  }

  /** USE_DEFAULT_VALUE until the MAIL FROM domain is proven: REJECT_MESSAGE would refuse mail while DNS is still spreading. */
  private setMailFrom({ sendingDomain }: Environment): void {
    new Sesv2EmailIdentityMailFromAttributes(this, "mail-from", {
      emailIdentity: this.identity.emailIdentity,
      mailFromDomain: sesMailFromDomain(sendingDomain),
      behaviorOnMxFailure: "USE_DEFAULT_VALUE",
    });
  }

  private recordsOf({ sendingDomain, aws, ses }: Environment): MailRecord[] {
    const token = (index: number): string => Fn.element(this.identity.dkimSigningAttributes.tokens, index);
    return sesRecords({
      domain: sendingDomain,
      mailFrom: sesMailFromDomain(sendingDomain),
      region: aws.region,
      tokens: [token(0), token(1), token(2)],
      signingZone: ses?.signingZone ?? defaultSesSigningZone,
    });
  }
}
