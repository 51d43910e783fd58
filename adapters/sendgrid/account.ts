/**
 * What a SendGrid key may do, and what its account may send: https://www.twilio.com/docs/sendgrid/api-reference/api-key-permissions and
 * .../users-api. SendGrid adds a few scopes to every key by itself; they are told like the others.
 */
import { z } from "zod";
import { type JsonClient, requireShape } from "../http/json-client";

export interface SendgridCredits {
  remaining: number;
  /** Per period. */
  total: number;
  /** "monthly", "daily" or "none", in SendGrid's words. */
  resets: string;
}

const scopesSchema = z.object({ scopes: z.array(z.string()) });
const accountSchema = z.object({ type: z.string() });
const creditsSchema = z.object({ remain: z.number(), total: z.number(), reset_frequency: z.string() });

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
