/** SendGrid's resources, as the safety gate sees them. */
import { valueText } from "../values";
import type { ProviderResources } from "./provider-resources";
import { tlsOff } from "./tls-off";

export const sendgrid: ProviderResources = {
  attributes: {
    sendgrid_sender_authentication: ["domain", "subdomain"],
    sendgrid_link_branding: ["domain", "subdomain"],
    sendgrid_unsubscribe_group: ["name"],
    sendgrid_enforce_tls: ["require_tls"],
  },

  kept: {
    sendgrid_sender_authentication: {
      family: "identity",
      called: "SendGrid sender authentication",
      name: "domain",
      loss: "SendGrid signs with its own domain until the new records are published and validated",
    },
    sendgrid_link_branding: {
      family: "tracked-links",
      called: "SendGrid link branding",
      name: "domain",
      loss: "tracked links in mail that was sent already stop working until SendGrid knows their name again",
    },
    sendgrid_unsubscribe_group: { family: "unsubscribe-group", called: "SendGrid unsubscribe group", name: "name" },
  },

  weakened({ address: where, type, before, after }) {
    if (type !== "sendgrid_enforce_tls" || before.require_tls !== true || after?.require_tls === true) return [];
    return [tlsOff(where, "SendGrid", after ? valueText(after.require_tls) : "not declared")];
  },

  /** A branded link has two names; this is the one that does not begin with the user's id. */
  names(type, { domain, subdomain }) {
    if (typeof domain !== "string" || typeof subdomain !== "string") return {};
    return { [type === "sendgrid_link_branding" ? "trackedLinks" : "returnPaths"]: [`${subdomain}.${domain}`] };
  },
};
