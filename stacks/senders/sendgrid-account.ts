/**
 * What a SendGrid account has once, for every environment that sends through it: TLS towards receivers is required, links stay as they were
 * written, and who bounced stays known. Receivers' certificates need not be valid: many enterprise gateways have bad ones, and plain text
 * would be the only other way in.
 */
import { Construct } from "constructs";
import { SendgridBounceSettings, SendgridClickTrackingSettings, SendgridEnforceTls } from "./sendgrid-bindings";

export class SendgridAccount extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new SendgridEnforceTls(this, "tls", { requireTls: true, requireValidCert: false });
    // Invitations hold links that log people in: they must neither be rewritten nor pass through another host.
    new SendgridClickTrackingSettings(this, "click-tracking", { enabled: false });
    // The purge would let mail go again to addresses that do not exist, which costs reputation.
    new SendgridBounceSettings(this, "bounce-purge", { enabled: false });
  }
}
