/**
 * The addresses that a user of SendGrid does not send to, by list. The first four are filled by SendGrid alone: nothing can be added to them by its API.
 * Addresses are compared without regard to case. https://www.twilio.com/docs/sendgrid/for-developers/sending-email/suppressions
 */

export const suppressionLists = ["bounces", "blocks", "spam_reports", "invalid_emails"] as const;
export type SuppressionList = (typeof suppressionLists)[number];

export interface Suppression {
  email: string;
  /** Seconds since 1970. */
  created: number;
  reason?: string;
  status?: string;
  ip?: string;
}

/** Why SendGrid drops a message, in its words; it sends to a blocked address: https://www.twilio.com/docs/sendgrid/ui/sending-email/blocks */
const dropReasons: Readonly<Record<Exclude<SuppressionList, "blocks">, string>> = {
  bounces: "Bounced Address",
  spam_reports: "Spam Reporting Address",
  invalid_emails: "Invalid",
};

const keyOf = (email: string): string => email.toLowerCase();

export class Suppressions {
  readonly #lists: Record<SuppressionList, Map<string, Suppression>> = {
    bounces: new Map(),
    blocks: new Map(),
    spam_reports: new Map(),
    invalid_emails: new Map(),
  };
  readonly #unsubscribed = new Set<string>();
  /** Ids of groups, by address. */
  readonly #groups = new Map<string, Set<number>>();

  /** As SendGrid does after a bounce, a refusal, a complaint, or for an address that cannot be. */
  add(list: SuppressionList, suppression: Suppression): void {
    this.#lists[list].set(keyOf(suppression.email), suppression);
  }

  on(list: SuppressionList, email: string): Suppression | undefined {
    return this.#lists[list].get(keyOf(email));
  }

  remove(list: SuppressionList, email: string): void {
    this.#lists[list].delete(keyOf(email));
  }

  unsubscribe(email: string, group?: number): void {
    if (group === undefined) this.#unsubscribed.add(keyOf(email));
    else this.#groups.set(keyOf(email), this.groupsOf(email).add(group));
  }

  resubscribe(email: string, group?: number): void {
    if (group === undefined) this.#unsubscribed.delete(keyOf(email));
    else this.groupsOf(email).delete(group);
  }

  isUnsubscribed(email: string): boolean {
    return this.#unsubscribed.has(keyOf(email));
  }

  groupsOf(email: string): Set<number> {
    return this.#groups.get(keyOf(email)) ?? new Set();
  }

  /** Undefined when it sends to the address. @param group of the message */
  dropReason(email: string, group?: number): string | undefined {
    const lists = Object.entries(dropReasons) as [keyof typeof dropReasons, string][];
    const found = lists.find(([list]) => this.on(list, email));
    if (found) return found[1];
    return this.isUnsubscribed(email) || (group !== undefined && this.groupsOf(email).has(group)) ? "Unsubscribed Address" : undefined;
  }

  clear(): void {
    for (const list of suppressionLists) this.#lists[list].clear();
    this.#unsubscribed.clear();
    this.#groups.clear();
  }

  /** Of one recipient, everything. */
  forget(email: string): void {
    for (const list of suppressionLists) this.remove(list, email);
    this.resubscribe(email);
    this.#groups.delete(keyOf(email));
  }
}
