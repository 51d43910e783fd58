/** Tells a user's webhooks what becomes of messages: each event to every webhook that is on and asked for its kind. */
import type { Attempt } from "../../submission/backend";
import type { SendgridState } from "../state";
import type { SuppressionList } from "../suppressions";
import {
  attemptEvent,
  droppedEvent,
  engagementEvent,
  lateBounceEvent,
  processedEvent,
  type SendgridEvent,
  type SentMessage,
} from "./event";
import type { EventPosts } from "./posts";
import type { SmtpApi } from "./smtp-api";

/** By an event's name, the switch of a webhook's settings; they differ for one. */
const switchOf = (event: string): string => (event === "spamreport" ? "spam_report" : event);

interface Known {
  user: SendgridState;
  message: SentMessage;
  /** To whom it is not sent, and why. */
  dropped: ReadonlyMap<string, string>;
}

export interface Submitted {
  user: SendgridState;
  messageId: string;
  smtpId: string;
  recipients: readonly string[];
  api: SmtpApi | "invalid";
  /** Milliseconds since 1970. */
  takenAt: number;
}

export class ToldEvents {
  readonly #known = new Map<string, Known>();

  constructor(private readonly posts: EventPosts) {}

  /** Whom SendGrid does not send to is told of instead of being processed. */
  accept({ user, messageId, smtpId, recipients, api, takenAt }: Submitted): void {
    const given = api === "invalid" ? { uniqueArgs: {} } : api;
    const message: SentMessage = { messageId, userId: user.userId, smtpId, recipients, takenAt, ...given };
    const reasons = recipients.flatMap((recipient): [string, string][] => {
      const reason = api === "invalid" ? "Invalid SMTPAPI header" : user.suppressions.dropReason(recipient);
      return reason === undefined ? [] : [[recipient, reason]];
    });
    const dropped = new Map(reasons);
    this.#known.set(messageId, { user, message, dropped });
    for (const recipient of recipients) {
      const reason = dropped.get(recipient);
      const at = user.now();
      this.#tell(user, reason === undefined ? processedEvent(message, recipient, at) : droppedEvent(message, recipient, at, reason));
    }
  }

  /** Why a recipient is not sent to. */
  reasonFor(messageId: string, recipient: string): string | undefined {
    return this.#known.get(messageId)?.dropped.get(recipient);
  }

  learn(attempt: Attempt): void {
    const known = this.#known.get(attempt.messageId);
    if (!known || known.dropped.has(attempt.recipient)) return;
    const { user, message } = known;
    const event = attemptEvent(message, attempt, user.now());
    // "Bounced addresses are added to your suppression list"; those that were blocked are listed, and sent to all the same.
    if (event.event === "bounce") this.#suppress(user, event.type === "bounce" ? "bounces" : "blocks", attempt.recipient);
    this.#tell(user, event);
  }

  /** As a recipient does who calls it spam, or unsubscribes. */
  engage(messageId: string, recipient: string, what: "spamreport" | "unsubscribe"): void {
    const { user, message } = this.#require(messageId);
    if (what === "spamreport") this.#suppress(user, "spam_reports", recipient);
    else user.suppressions.unsubscribe(recipient);
    this.#tell(user, engagementEvent(message, recipient, what, user.now()));
  }

  /** As a receiver does that took the message, and sends a bounce back later. */
  bounceLate(messageId: string, recipient: string, reason = "550 5.1.1 user unknown"): void {
    const { user } = this.#require(messageId);
    this.#suppress(user, "bounces", recipient);
    this.#tell(user, lateBounceEvent(user.userId, recipient, user.now(), reason));
  }

  #suppress(user: SendgridState, list: SuppressionList, email: string): void {
    user.suppressions.add(list, { email, created: Math.floor(user.now() / 1000) });
  }

  #require(messageId: string): Known {
    const known = this.#known.get(messageId);
    if (!known) throw new Error(`the sandbox's SendGrid has no message ${messageId}`);
    return known;
  }

  #tell({ webhooks }: SendgridState, event: SendgridEvent): void {
    for (const webhook of webhooks.values()) {
      if (webhook.settings.enabled === true && webhook.settings[switchOf(event.event)] === true) this.posts.add(webhook, event);
    }
  }
}
