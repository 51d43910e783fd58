/** SendGrid's resources, as the safety gate sees them. */

import { lookedUp, madeAgain } from "../types/adopting";
import { ofOwnDomain } from "../types/own-domain";
import { free, ofName, once, only, told } from "../types/rule";
import type { ProviderResources } from "./provider-resources";

const id = { id: free };
/** The result of the last validation: https://www.twilio.com/docs/sendgrid/api-reference/domain-authentication */
const volatile = ["dns.valid", "valid"];

/** Kinds of events that the functions read. */
const posted = ["processed", "deferred", "delivered", "bounce", "dropped", "spam_report", "unsubscribe", "group_unsubscribe"];
/** Of an HTTP API; anything else would be told who gets our mail. */
const webhookUrl = /^https:\/\/[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com\/events$/;

export const sendgrid: ProviderResources = {
  plugin: { source: "registry.terraform.io/kenzo0107/sendgrid", settings: ["region", "subuser"] },

  dataSources: ["sendgrid_event_webhook"],

  types: {
    sendgrid_sender_authentication: {
      called: "SendGrid sender authentication",
      name: "domain",
      judge: ofOwnDomain("domain"),
      adopting: lookedUp("domain", "subdomain"),
      loss: "identity",
      lossText: "SendGrid signs with its own domain until the new records are published and validated",
      volatile,
      attributes: {
        ...{ ...id, domain: once, subdomain: once, region: once, valid: free, dns: free },
        ...{ automatic_security: only(true), default: only(false, undefined) },
      },
    },
    sendgrid_link_branding: {
      called: "SendGrid link branding",
      name: "domain",
      judge: ofOwnDomain("domain"),
      adopting: lookedUp("domain", "subdomain"),
      loss: "tracked-links",
      lossText: "tracked links in mail that was sent already stop working until SendGrid knows their name again",
      volatile,
      attributes: { ...id, domain: once, subdomain: once, region: once, valid: free, dns: free, user_id: free },
    },
    sendgrid_unsubscribe_group: {
      called: "SendGrid unsubscribe group",
      name: "name",
      adopting: lookedUp("name"),
      loss: "unsubscribe-group",
      attributes: { ...id, name: free, description: free, is_default: only(false, undefined) },
    },
    sendgrid_event_webhook: {
      called: "SendGrid event webhook",
      name: "friendly_name",
      adopting: lookedUp("friendly_name"),
      loss: "event-source",
      // The plugin empties it in the state with each update, and reads it again later. What the function believes is in its variables.
      volatile: ["public_key"],
      attributes: {
        ...{ ...id, friendly_name: once, public_key: free, url: told("events/not-taken", ofName(webhookUrl)) },
        // A webhook without a signature believes everybody.
        ...{ enabled: told("events/not-taken", only(true)), signed: told("events/not-taken", only(true)) },
        ...Object.fromEntries(posted.map((kind) => [kind, told("events/not-taken", only(true))])),
        ...Object.fromEntries(["open", "click", "group_resubscribe"].map((kind) => [kind, free])),
      },
    },
    sendgrid_enforce_tls: {
      called: "TLS setting of SendGrid",
      name: "id",
      adopting: madeAgain(),
      attributes: {
        ...id,
        require_tls: told("tls/not-required", only(true)),
        require_valid_cert: only(false, undefined),
        version: told("tls/not-required", only(1.2, 1.3)),
      },
    },
    // Login links must not be rewritten.
    sendgrid_click_tracking_settings: {
      called: "click tracking of SendGrid",
      name: "id",
      adopting: madeAgain(),
      attributes: { ...id, enabled: only(false), enable_text: only(false, undefined) },
    },
    // Who bounced stays known.
    sendgrid_bounce_settings: {
      called: "bounce purge of SendGrid",
      name: "id",
      adopting: madeAgain(),
      attributes: { ...id, enabled: only(false) },
    },
  },

  isAnswer: (_, values, target) => Object.entries(values).some(([path, value]) => /^dns\.\d+\.data$/.test(path) && value === target),
  written: /^\$\{one\(\[for d in sendgrid_\w+\.[\w-]+\.dns : d\.data if (startswith\(d\.host, "[^"]*"\)|d\.host [=!]= "[^"]*")\]\)\}$/,

  /** A branded link has two names; this is the one that does not begin with the user's id. */
  names(type, { domain, subdomain }) {
    if (typeof domain !== "string" || typeof subdomain !== "string") return {};
    return { [type === "sendgrid_link_branding" ? "trackedLinks" : "returnPaths"]: [`${subdomain}.${domain}`] };
  },
};
