/**
 * SendGrid's authentication of a domain: https://www.twilio.com/docs/sendgrid/api-reference/domain-authentication. Reading tells the
 * last result; only validating makes SendGrid look at DNS again. Terraform creates and deletes authentications.
 */
import { z } from "zod";
import { sendgridSubdomain } from "../../mail/providers/sendgrid";
import { type JsonClient, requireShape } from "../http/json-client";

export interface DomainCheck {
  /** SendGrid's name of the record: "mail_cname", "dkim1", "dkim2", "spf"; of a branded link "domain_cname", "owner_cname". */
  name: string;
  valid: boolean;
  reason: string | undefined;
}

const path = "/v3/whitelabel/domains";
const listSchema = z.array(z.object({ id: z.number(), domain: z.string(), subdomain: z.string().nullish(), valid: z.boolean() }));
const checkSchema = z.object({ valid: z.boolean(), reason: z.string().nullish() });
const validationSchema = z.object({ valid: z.boolean(), validation_results: z.record(z.string(), checkSchema.nullish()) });

/**
 * Ours is the one with our return path's subdomain: a domain may have several, made by hand or by another tool, and theirs says nothing of our
 * records. Of several of ours a valid one, else the newest.
 */
export async function findAuthenticatedDomain(client: JsonClient, domain: string): Promise<{ id: number; valid: boolean } | undefined> {
  const answer = await client.get(`${path}?${new URLSearchParams({ domain })}`);
  const found = requireShape(client.service, `GET ${path}`, listSchema, answer)
    .filter((each) => each.domain.toLowerCase() === domain.toLowerCase() && each.subdomain === sendgridSubdomain)
    .sort((a, b) => Number(b.valid) - Number(a.valid) || b.id - a.id);
  const [best] = found;
  return best && { id: best.id, valid: best.valid };
}

export const validateDomain = (client: JsonClient, id: number): Promise<{ valid: boolean; checks: DomainCheck[] }> =>
  validateAt(client, `${path}/${id}/validate`);

/** A validation that fails is an answer too. A 500 comes when SendGrid's own DNS look-up failed, and is thrown. */
export async function validateAt(client: JsonClient, operation: string): Promise<{ valid: boolean; checks: DomainCheck[] }> {
  const { valid, validation_results } = requireShape(client.service, `POST ${operation}`, validationSchema, await client.post(operation));
  const checks = Object.entries(validation_results).flatMap(([name, check]) =>
    check ? [{ name, valid: check.valid, reason: check.reason ?? undefined }] : [],
  );
  return { valid, checks };
}
