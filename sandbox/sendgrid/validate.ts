/**
 * What `/validate` does: asks the resolver for every CNAME that SendGrid wants, compares, and remembers. A record that is proxied or
 * flattened has no CNAME to be seen, so it is invalid here as it really is.
 */
import { resolverAt } from "../dns/node-resolver";
import { SendgridError } from "./sendgrid-error";
import type { DnsRecord, Verifiable } from "./state";

export interface ValidationResult {
  valid: boolean;
  reason: string | null;
}

/** @throws SendgridError 500 when the resolver gives no answer at all; nothing is changed then. */
export async function validate(subject: Verifiable, resolver: string): Promise<Record<string, ValidationResult>> {
  const resolve = resolverAt(resolver);
  const entries = Object.entries(subject.dns);
  const results = await Promise.all(entries.map(async ([name, record]) => [name, await check(record, resolve)] as const));
  for (const [name, record] of entries) record.valid = results.some(([checked, { valid }]) => checked === name && valid);
  subject.valid = results.every(([, { valid }]) => valid);
  return Object.fromEntries(results);
}

async function check({ host, data }: DnsRecord, resolve: ReturnType<typeof resolverAt>): Promise<ValidationResult> {
  const targets = (await resolve(host, "CNAME").catch(noneIfAbsent)) as string[];
  const valid = targets.some((target) => target.toLowerCase() === data);
  return { valid, reason: valid ? null : `Expected CNAME for "${host}" to match "${data}".` };
}

function noneIfAbsent(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOTFOUND" || error.code === "ENODATA") return [];
  throw new SendgridError(500, "internal error getting CNAME");
}
