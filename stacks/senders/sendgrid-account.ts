/**
 * What a SendGrid account has once, for every environment that sends through it: TLS 1.2 or later towards receivers is required, links stay as they were
 * written, and who bounced stays known. Receivers' certificates need not be valid: many enterprise gateways have bad ones, and plain text
 * would be the only other way in.
 */
import { Construct } from "constructs";
import { leastTls } from "../../mail/providers/sendgrid";
import type { AccountSender } from "./account-sender";
import { SendgridBounceSettings, SendgridClickTrackingSettings, SendgridEnforceTls, SendgridProvider } from "./sendgrid-bindings";

/** In the stack of one AWS account only, where several share it. */
export const declareSendgridAccount: AccountSender = (stack, { sendgrid }) => {
  if (!sendgrid?.ownsSettings) return;
  new SendgridProvider(stack, "sendgrid-provider");
  new SendgridAccount(stack, "sendgrid");
};

export class SendgridAccount extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new SendgridEnforceTls(this, "tls", { requireTls: true, requireValidCert: false, version: leastTls });
    // Invitations hold links that log people in: they must neither be rewritten nor pass through another host.
    new SendgridClickTrackingSettings(this, "click-tracking", { enabled: false });
    // The purge would let mail go again to addresses that do not exist, which costs reputation.
    new SendgridBounceSettings(this, "bounce-purge", { enabled: false });
  }
}
