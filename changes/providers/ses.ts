/** Amazon SES's resources, as the safety gate sees them. Its SMTP user is among the types that give access. */
import { isAtOrBelow } from "../../mail/records/name";
import { tagRules } from "../types/access";
import { named, oneOfAccount } from "../types/adopting";
import { ofOwnDomain } from "../types/own-domain";
import { free, including, needed, noFewer, nothing, once, only, told } from "../types/rule";
import { isDeleted, type TypeRules } from "../types/type-rules";
import { listOf } from "../values";
import type { ProviderResources } from "./provider-resources";

const common = { id: free, arn: free, ...tagRules };
const suppressed = including("BOUNCE", "COMPLAINT");
const withIdentity: TypeRules["goesWith"] = ({ before }, all) =>
  isDeleted(all, "aws_sesv2_email_identity", "email_identity", before.email_identity);

export const ses: ProviderResources = {
  types: {
    aws_sesv2_email_identity: {
      called: "SES identity",
      name: "email_identity",
      judge: ofOwnDomain("email_identity"),
      adopting: named("email_identity"),
      loss: "identity",
      lossText: "SES refuses to send until the domain is verified anew, with new DKIM tokens: up to 72 hours",
      // It asks DNS again and again: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_DkimAttributes.html
      volatile: ["dkim_signing_attributes.last_key_generation_timestamp", "dkim_signing_attributes.status", "verified_for_sending_status"],
      attributes: {
        ...{ ...common, email_identity: once, configuration_set_name: needed, identity_type: free, verified_for_sending_status: free },
        "dkim_signing_attributes.next_signing_key_length": told("dkim/key-shortened", only("RSA_2048_BIT")),
      },
    },
    aws_sesv2_email_identity_mail_from_attributes: {
      called: "SES return path",
      name: "mail_from_domain",
      adopting: named("email_identity"),
      loss: "return-path",
      lossText: "mail through SES loses its SPF alignment with the From domain",
      attributes: {
        ...{ id: free, email_identity: once, mail_from_domain: told("return-path/target-changed", needed) },
        behavior_on_mx_failure: only("USE_DEFAULT_VALUE"),
      },
    },
    aws_sesv2_email_identity_feedback_attributes: {
      called: "bounces by mail of SES",
      name: "email_identity",
      adopting: named("email_identity"),
      attributes: { id: free, email_identity: once, email_forwarding_enabled: only(false) },
      goesWith: withIdentity,
    },
    aws_sesv2_configuration_set: {
      called: "SES configuration set",
      name: "configuration_set_name",
      adopting: named("configuration_set_name"),
      attributes: {
        ...{ ...common, configuration_set_name: once, tracking_options: nothing },
        delivery_options: once,
        "delivery_options.tls_policy": told("tls/not-required", only("REQUIRE")),
        "sending_options.sending_enabled": told("identity/sending-stopped", only(true)),
        "reputation_options.reputation_metrics_enabled": only(true),
        "reputation_options.last_fresh_start": free,
        "suppression_options.suppressed_reasons": suppressed,
      },
    },
    aws_sesv2_configuration_set_event_destination: {
      called: "SES event destination",
      name: "event_destination_name",
      adopting: named(["configuration_set_name", "event_destination_name"], "|"),
      attributes: {
        ...{ id: free, configuration_set_name: once, event_destination_name: once },
        event_destination: once,
        "event_destination.enabled": only(true),
        "event_destination.matching_event_types": noFewer,
        "event_destination.sns_destination": once,
        "event_destination.cloud_watch_destination": once,
      },
      goesWith: ({ before }, all) => isDeleted(all, "aws_sesv2_configuration_set", "configuration_set_name", before.configuration_set_name),
    },
    aws_sesv2_account_suppression_attributes: {
      called: "suppression list of SES",
      name: "id",
      adopting: oneOfAccount,
      attributes: { id: free, suppressed_reasons: suppressed },
    },
  },

  /** Tokens are this identity's; the zone is SES's for everybody. */
  isAnswer: (_, values, target) => {
    const [token = ""] = target.split(".");
    return isAtOrBelow(target, "amazonses.com") && listOf(values["dkim_signing_attributes.0.tokens"]).includes(token);
  },
  written: /^\$\{element\(aws_sesv2_email_identity\.[\w-]+\.dkim_signing_attributes\[0\]\.tokens, \d\)\}\.([\w-]+\.)*amazonses\.com$/,

  names: (_, { mail_from_domain: mailFrom }) => (typeof mailFrom === "string" ? { returnPaths: [mailFrom] } : {}),
};
