/** The safety gate's rules for Amazon SES and its SMTP user. */
import { type Finding, findingOf } from "../../findings/finding";
import type { GuardedResource } from "../guarded-resource";
import { isSame, text, type Values, valueText } from "../values";
import type { ProviderResources } from "./provider-resources";
import { tlsOff } from "./tls-off";

const tlsPolicy = "delivery_options.0.tls_policy";
const sendingEnabled = "sending_options.0.sending_enabled";
const keyLength = "dkim_signing_attributes.0.next_signing_key_length";

export const ses: ProviderResources = {
  attributes: {
    aws_sesv2_email_identity: ["email_identity", "configuration_set_name", keyLength],
    aws_sesv2_email_identity_mail_from_attributes: ["email_identity", "mail_from_domain"],
    aws_sesv2_configuration_set: ["configuration_set_name", tlsPolicy, sendingEnabled],
    aws_iam_user: ["name"],
    aws_iam_user_policy: ["user"],
  },

  kept: {
    aws_sesv2_email_identity: {
      family: "identity",
      called: "SES identity",
      name: "email_identity",
      loss: "SES refuses to send until the domain is verified anew, with new DKIM tokens: up to 72 hours",
    },
    aws_sesv2_email_identity_mail_from_attributes: {
      family: "return-path",
      called: "SES return path",
      name: "mail_from_domain",
      loss: "mail through SES loses its SPF alignment with the From domain",
    },
    aws_iam_user: { family: "smtp-user", called: "SES user", name: "name" },
    aws_iam_user_policy: { family: "smtp-user-policy", called: "sending permission of the SES user", name: "user" },
  },

  weakened(resource, all) {
    const { address: where, type, action, before, after } = resource;
    switch (type) {
      case "aws_sesv2_configuration_set":
        return [...tlsPolicyLowered({ where, before, after }), ...sendingStopped({ where, before, after })];
      case "aws_sesv2_email_identity":
        return after ? [...configurationSetDropped({ where, before, after }, all), ...keyShortened({ where, before, after })] : [];
      case "aws_sesv2_email_identity_mail_from_attributes":
        return action === "update" ? returnPathMoved({ where, before, after }) : [];
      default:
        return [];
    }
  },

  /** A user's policy is deleted with the user. */
  goesWith: ({ type, before }, gone) =>
    type === "aws_iam_user_policy" && gone.some((each) => each.type === "aws_iam_user" && each.before?.name === before?.user),

  names: (_, { mail_from_domain: mailFrom }) => (typeof mailFrom === "string" ? { returnPaths: [mailFrom] } : {}),
};

interface Change {
  /** The resource's address. */
  where: string;
  before: Values;
  after: Values | undefined;
}

type Update = Change & { after: Values };

function tlsPolicyLowered({ where, before, after }: Change): Finding[] {
  if (before[tlsPolicy] !== "REQUIRE" || after?.[tlsPolicy] === "REQUIRE") return [];
  const willBe = after ? valueText(after[tlsPolicy]) : "its configuration set deleted";
  return [tlsOff(where, `SES (configuration set "${text(before.configuration_set_name)}")`, willBe)];
}

function sendingStopped({ where, before, after }: Change): Finding[] {
  if (before[sendingEnabled] !== true || after?.[sendingEnabled] !== false) return [];
  const what = `SES would stop sending (configuration set "${text(before.configuration_set_name)}")`;
  return [findingOf("identity/sending-stopped", { where, what })];
}

/** Mail over SMTP uses the identity's default configuration set: unless that one requires TLS, SES does not. */
function configurationSetDropped({ where, before, after }: Update, all: readonly GuardedResource[]): Finding[] {
  const was = before.configuration_set_name;
  const willBe = after.configuration_set_name;
  const staysRequired = setsWithTls(all).some(({ after: set }) => isSame(set?.configuration_set_name, willBe));
  if (!was || was === willBe || staysRequired) return [];
  const instead = willBe ? `configuration set ${valueText(willBe)}` : "no configuration set";
  return [tlsOff(where, `SES (identity "${text(before.email_identity)}")`, instead)];
}

const setsWithTls = (resources: readonly GuardedResource[]): GuardedResource[] =>
  resources.filter(({ type, after }) => type === "aws_sesv2_configuration_set" && after?.[tlsPolicy] === "REQUIRE");

function keyShortened({ where, before, after }: Update): Finding[] {
  const bits = (values: Values): number | undefined => {
    const [digits] = /\d+/.exec(text(values[keyLength])) ?? [];
    return digits === undefined ? undefined : Number(digits);
  };
  const [was, willBe] = [bits(before), bits(after)];
  if (was === undefined || willBe === undefined || willBe >= was) return [];
  const what = `SES would sign "${text(before.email_identity)}" with a shorter DKIM key: ${was} -> ${willBe} bits`;
  return [findingOf("dkim/key-shortened", { where, what, remedy: "use 2048 bits (RSA_2048_BIT)" })];
}

function returnPathMoved({ where, before, after }: Change): Finding[] {
  const was = before.mail_from_domain;
  const willBe = after?.mail_from_domain;
  if (!was || was === willBe) return [];
  const what = `SES's return path would change: ${valueText(was)} -> ${willBe ? valueText(willBe) : "SES's own domain, not aligned with the From domain"}`;
  const remedy = "mail through SES is not aligned until the new name's MX and SPF are published";
  return [findingOf("return-path/target-changed", { where, what, remedy })];
}
