/**
 * Branded links: https://www.twilio.com/docs/sendgrid/api-reference/link-branding. As with domains, reading tells the last result, and only
 * validating makes SendGrid look at DNS again.
 */
import { z } from "zod";
import { type JsonClient, requireShape } from "../http/json-client";
import { type DomainCheck, validateAt } from "./sender-authentication";

const path = "/v3/whitelabel/links";
/** A user has no more. */
const most = 3_000;
const listSchema = z.array(z.object({ id: z.number(), domain: z.string(), subdomain: z.string().nullish(), valid: z.boolean() }));

export interface BrandedLink {
  domain: string;
  /** The label below it. */
  subdomain: string;
}

export async function findBrandedLink(
  client: JsonClient,
  { domain, subdomain }: BrandedLink,
): Promise<{ id: number; valid: boolean } | undefined> {
  const answer = await client.get(`${path}?limit=${most}`);
  const links = requireShape(client.service, `GET ${path}`, listSchema, answer);
  const found = links.find((each) => each.domain.toLowerCase() === domain && each.subdomain === subdomain);
  return found && { id: found.id, valid: found.valid };
}

export const validateBrandedLink = (client: JsonClient, id: number): Promise<{ valid: boolean; checks: DomainCheck[] }> =>
  validateAt(client, `${path}/${id}/validate`);
