/**
 * What a SendGrid key may do, whose it is, what its account may send, and how it is set: https://www.twilio.com/docs/sendgrid/api-reference/api-key-permissions and
 * .../users-api. SendGrid adds a few scopes to every key by itself; they are told like the others.
 */
import { z } from "zod";
import type { SendgridAccountSettings, SendgridCredits } from "../../mail/providers/sendgrid";
import { type JsonClient, requireShape } from "../http/json-client";

const scopesSchema = z.object({ scopes: z.array(z.string()) });
const accountSchema = z.object({ type: z.string() });
const creditsSchema = z.object({ remain: z.number(), total: z.number(), reset_frequency: z.string() });
const usernameSchema = z.object({ username: z.string() });
const tlsSchema = z.object({ require_tls: z.boolean(), version: z.number().optional() });
const switchSchema = z.object({ enabled: z.boolean() });

export async function readScopes(client: JsonClient): Promise<string[]> {
  const path = "/v3/scopes";
  return requireShape(client.service, `GET ${path}`, scopesSchema, await client.get(path)).scopes;
}

/** @returns "free" for a trial, "paid" for every plan. */
export async function readPlan(client: JsonClient): Promise<string> {
  const path = "/v3/user/account";
  return requireShape(client.service, `GET ${path}`, accountSchema, await client.get(path)).type;
}

export async function readCredits(client: JsonClient): Promise<SendgridCredits> {
  const path = "/v3/user/credits";
  const { remain, total, reset_frequency } = requireShape(client.service, `GET ${path}`, creditsSchema, await client.get(path));
  return { remaining: remain, total, resets: reset_frequency };
}

/** @returns the user name of the account, or of the subuser, that the key belongs to. */
export async function readUsername(client: JsonClient): Promise<string> {
  const path = "/v3/user/username";
  return requireShape(client.service, `GET ${path}`, usernameSchema, await client.get(path)).username;
}

export async function readAccountSettings(client: JsonClient): Promise<SendgridAccountSettings> {
  const read = async <T>(path: string, schema: z.ZodType<T>): Promise<T> =>
    requireShape(client.service, `GET ${path}`, schema, await client.get(path));
  const [tls, click, purge] = await Promise.all([
    read("/v3/user/settings/enforced_tls", tlsSchema),
    read("/v3/tracking_settings/click", switchSchema),
    read("/v3/mail_settings/bounce_purge", switchSchema),
  ]);
  return { requiresTls: tls.require_tls, tlsVersion: tls.version, tracksClicks: click.enabled, purgesBounces: purge.enabled };
}
