/**
 * How SendGrid names a refusal: "bounce" puts the address on a list, "blocked" does not; and a class, by the receiver's words.
 * https://www.twilio.com/docs/sendgrid/ui/analytics-and-reporting/bounces-and-blocks, .../bounce-classification;
 * of a domain without an exchange as discourse (app/controllers/webhooks_controller.rb) saw it: "blocked", without a status.
 * Belief: which reply becomes what, beyond these; SendGrid's own list is not public.
 */

export interface Refusal {
  type: "bounce" | "blocked";
  bounce_classification: string;
  /** Missing where no receiver spoke. */
  status?: string;
}

interface Rule extends Pick<Refusal, "type" | "bounce_classification"> {
  status: RegExp;
}

/** By RFC 3463's code. */
const rules: readonly Rule[] = [
  { status: /^5\.1\.[1236]$/, type: "bounce", bounce_classification: "Invalid Address" },
  { status: /^5\.2\.1$/, type: "bounce", bounce_classification: "Mailbox Unavailable" },
  { status: /^[45]\.2\.2$/, type: "blocked", bounce_classification: "Mailbox Unavailable" },
  { status: /^[45]\.7\.28$|^4\.[234]\.5$/, type: "blocked", bounce_classification: "Frequency or Volume Too High" },
  { status: /^[45]\.6\.\d+$|^5\.2\.3$/, type: "blocked", bounce_classification: "Content" },
  { status: /^[45]\.7\.\d+$/, type: "blocked", bounce_classification: "Reputation" },
  { status: /^[45]\.[345]\.\d+$/, type: "blocked", bounce_classification: "Technical" },
];

/** @param exchange that answered; undefined when none did */
export function refusalOf(reply: string, exchange: string | undefined): Refusal {
  if (exchange === undefined) return { type: "blocked", bounce_classification: "Unclassified" };
  const code = reply.slice(0, 3);
  const status = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1];
  const found = rules.find((rule) => status !== undefined && rule.status.test(status));
  const { type, bounce_classification } = found ?? {
    type: code.startsWith("5") ? "bounce" : "blocked",
    bounce_classification: "Unclassified",
  };
  return { type, bounce_classification, status: status ?? code };
}
