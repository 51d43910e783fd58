/**
 * The API keys of one account: "SG.<id>.<secret>", 69 characters, at most 100, shown once. A key works, and stops working, at once, unless
 * told; really there is "some small propagation delay". Whether a key may grant scopes that it lacks is not documented, so it may.
 */
import { randomBytes } from "node:crypto";
import { SendgridError } from "./sendgrid-error";

export interface ApiKey {
  id: string;
  secret: string;
  name: string;
  scopes: string[];
  /** On `performance.now()`'s clock. */
  worksFrom: number;
}

const limit = 100;
/** SendGrid adds these to every key; providers that compare scopes see a difference that nobody made. */
const addedScopes = ["2fa_required", "sender_verification_eligible"];
const crud = (resource: string): string[] => ["create", "read", "update", "delete"].map((verb) => `${resource}.${verb}`);
const readAndUpdate = (resource: string): string[] => ["read", "update"].map((verb) => `${resource}.${verb}`);

/** "Full Access", as far as this stand-in has routes for it. */
const fullAccess: readonly string[] = [
  "mail.send",
  "user.account.read",
  "user.credits.read",
  "user.username.read",
  "subusers.read",
  "stats.read",
  "mailbox_providers.stats.read",
  "email_activity.read",
  ...["api_keys", "whitelabel", "asm.groups", "user.webhooks.event.settings"].flatMap(crud),
  ...["bounces", "blocks", "spam_reports", "invalid_emails"].flatMap((list) => [`suppression.${list}.read`, `suppression.${list}.delete`]),
  ...["asm.suppressions.global", "asm.groups.suppressions"].flatMap((list) =>
    ["create", "read", "delete"].map((verb) => `${list}.${verb}`),
  ),
  "recipients.erasejob.create",
  ...["user.settings.enforced_tls", "tracking_settings.click", "mail_settings.bounce_purge"].flatMap(readAndUpdate),
];

/** What a key may have that changes nothing. */
export const readScopes: readonly string[] = fullAccess.filter((scope) => scope.endsWith(".read"));

export class ApiKeys {
  readonly #keys = new Map<string, ApiKey>();
  /** Deleted ones that still work. */
  readonly #ending = new Map<ApiKey, number>();

  /** @throws SendgridError 403 when the account has 100 keys. */
  create(name: string, scopes: readonly string[] = fullAccess, worksAfterMs = 0): ApiKey {
    if (this.#keys.size >= limit) throw new SendgridError(403, `Cannot create more than ${limit} API Keys`);
    const id = randomBytes(16).toString("base64url");
    const secret = `SG.${id}.${randomBytes(32).toString("base64url")}`;
    const worksFrom = performance.now() + worksAfterMs;
    const key = { id, secret, name, scopes: [...new Set([...scopes, ...addedScopes])], worksFrom };
    this.#keys.set(id, key);
    return key;
  }

  list(): ApiKey[] {
    return [...this.#keys.values()];
  }

  /** @throws SendgridError 404 */
  get(id: string): ApiKey {
    const key = this.#keys.get(id);
    if (!key) throw new SendgridError(404, "unable to find API Key");
    return key;
  }

  delete(id: string, endsAfterMs = 0): void {
    const key = this.get(id);
    this.#keys.delete(key.id);
    this.#ending.set(key, performance.now() + endsAfterMs);
  }

  bySecret(secret: string): ApiKey | undefined {
    return this.#working().find((key) => key.secret === secret);
  }

  works(id: string): boolean {
    return this.#working().some((key) => key.id === id);
  }

  #working(): ApiKey[] {
    const now = performance.now();
    const ending = [...this.#ending].filter(([, end]) => now < end).map(([key]) => key);
    return [...this.#keys.values(), ...ending].filter(({ worksFrom }) => now >= worksFrom);
  }
}
