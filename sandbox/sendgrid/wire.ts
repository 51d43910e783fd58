/**
 * Shapes of the SendGrid Web API v3: https://www.twilio.com/docs/sendgrid/api-reference and its OpenAPI files (twilio/sendgrid-oai).
 * Where the two disagree with what clients really get (one object where the document says a list), clients win.
 */
import { z } from "zod";
import type { ApiKey } from "./api-keys";
import type { AuthenticatedDomain, BrandedLink, Group, SendgridState, Webhook } from "./state";

export const failure = (message: string, field: string | null = null): object => ({ errors: [{ field, message }] });

export const keyAnswer = ({ id, name }: ApiKey): object => ({ api_key_id: id, name });

export const keyWithScopesAnswer = (key: ApiKey): object => ({ ...keyAnswer(key), scopes: key.scopes });

/** The only answer that holds the key itself. */
export const newKeyAnswer = (key: ApiKey): object => ({ api_key: key.secret, ...keyWithScopesAnswer(key) });

export const domainAnswer = (domain: AuthenticatedDomain, { userId, username }: SendgridState): object => ({
  id: domain.id,
  user_id: userId,
  subdomain: domain.subdomain,
  domain: domain.domain,
  username,
  ips: [],
  custom_spf: domain.customSpf,
  default: domain.default,
  legacy: false,
  automatic_security: true,
  valid: domain.valid,
  dns: domain.dns,
  last_validation_attempt_at: domain.validatedAt,
});

export const linkAnswer = (link: BrandedLink, { userId, username }: SendgridState): object => ({
  id: link.id,
  domain: link.domain,
  subdomain: link.subdomain,
  username,
  user_id: userId,
  default: link.default,
  valid: link.valid,
  legacy: false,
  dns: link.dns,
});

export const webhookAnswer = ({ id, settings, signing }: Webhook): object => {
  const { oauth_client_secret: _secret, ...shown } = settings;
  return { ...shown, id, ...(signing ? { public_key: signing.publicKey } : {}) };
};

export const signingAnswer = ({ id, signing }: Webhook): object => ({ id, public_key: signing?.publicKey ?? "" });

export const groupAnswer = ({ id, name, description, isDefault }: Group): object => ({
  id,
  name,
  description,
  is_default: isDefault,
  unsubscribes: 0,
  last_email_sent_at: null,
});

const hostName = z
  .string()
  .toLowerCase()
  .regex(/^([a-z0-9_-]{1,63}\.)+[a-z0-9-]{2,63}$/, "invalid domain");
const label = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9-]{1,63}$/, "invalid subdomain");
const flag = z.boolean().default(false);

export const keyBody = z.object({ name: z.string().min(1), scopes: z.array(z.string()).min(1).optional() });

export const domainBody = z.object({
  domain: hostName,
  subdomain: label.optional(),
  default: flag,
  custom_spf: flag,
  automatic_security: flag,
  custom_dkim_selector: z
    .string()
    .regex(/^[a-z0-9]{3}$/i, "must be three letters or numbers")
    .optional(),
  region: z.enum(["global", "eu"]).default("global"),
});

export const domainChange = z.object({ default: z.boolean().optional(), custom_spf: z.boolean().optional() });

export const linkBody = z.object({ domain: hostName, subdomain: label.optional(), default: flag });

export const linkChange = z.object({ default: z.boolean().optional() });

export const webhookBody = z.object({
  url: z.url(),
  ...Object.fromEntries(
    [
      "enabled",
      "group_resubscribe",
      "delivered",
      "group_unsubscribe",
      "spam_report",
      "bounce",
      "deferred",
      "unsubscribe",
      "processed",
      "open",
      "click",
      "dropped",
    ].map((name) => [name, flag]),
  ),
  friendly_name: z.string().nullable().default(null),
  oauth_client_id: z.string().nullable().default(null),
  oauth_client_secret: z.string().nullable().default(null),
  oauth_token_url: z.string().nullable().default(null),
});

export const signingBody = z.object({ enabled: z.boolean() });

export const groupBody = z.object({ name: z.string().min(1).max(30), description: z.string().max(100).default(""), is_default: flag });

export const groupChange = z.object({
  name: z.string().min(1).max(30).optional(),
  description: z.string().max(100).optional(),
  is_default: z.boolean().optional(),
});

export const enforcedTlsBody = z
  .object({
    require_tls: z.boolean(),
    require_valid_cert: z.boolean(),
    version: z.union([z.literal(1.1), z.literal(1.2), z.literal(1.3)]),
  })
  .partial();

export const clickTrackingBody = z.object({ enabled: z.boolean() }).partial();

const days = z.number().int().nullable();
export const bouncePurgeBody = z.object({ enabled: z.boolean(), soft_bounces: days, hard_bounces: days }).partial();
