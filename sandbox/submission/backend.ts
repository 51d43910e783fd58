/** What a sending provider decides about a submitted message. The SMTP server around it is the same for every provider. */
import type { KeyObject } from "node:crypto";
import type { Answer } from "./deliver";

export class SmtpRefusal extends Error {
  constructor(
    /** The SMTP reply code, 4yz or 5yz. */
    readonly code: number,
    /** The text after the code, enhanced status code included. */
    readonly reply: string,
  ) {
    super(`${code} ${reply}`);
  }
}

export interface Envelope {
  from: string;
  to: string[];
}

export interface DkimSignature {
  domain: string;
  selector: string;
  privateKey: KeyObject;
}

/** How the provider sends the message on: the return path it sets and the signatures it adds. */
export interface Acceptance {
  /** The provider's id for the message, as its 250 reply gives it. */
  messageId: string;
  returnPath: string;
  signatures: DkimSignature[];
  /** Headers that the provider sets or replaces, before it signs; SES replaces Message-ID. */
  headers: Record<string, string>;
  /** Header fields that the provider reads and does not send on. */
  withheld?: readonly string[];
  /** Whether a receiver without STARTTLS is refused (SES TLS REQUIRE, SendGrid enforced TLS). */
  requireTls: boolean;
  /** The lowest version towards receivers, such as 1.2. */
  leastTls: number;
}

export interface SubmissionLimits {
  /** Of a message as it is transmitted, encoding and headers included (RFC 1870). */
  bytes: number;
  tooLong: SmtpRefusal;
  recipients: number;
  /** In answer to the recipient that is one too many, or to the message. */
  tooManyRecipients: { at: "recipient" | "message"; refusal: SmtpRefusal };
  /** Whether SMTPUTF8 is offered (RFC 6531), and with it addresses that are not ASCII. */
  utf8: boolean;
  /** The reply to the null sender; taken without it. */
  noNullSender?: SmtpRefusal;
}

export interface SubmissionBackend {
  /** Trouble and log name: "ses" or "sendgrid". */
  service: string;
  limits: SubmissionLimits;
  /** @returns the principal for this login. @throws SmtpRefusal */
  authenticate(username: string, password: string): Promise<string>;
  /** @param message the whole message as submitted. @throws SmtpRefusal */
  accept(principal: string, envelope: Envelope, message: Buffer): Promise<Acceptance>;
  /** Behind 250. */
  reply(messageId: string): string;
  /** Instead of an attempt, for recipients to whom the provider does not send. */
  answerFor?(messageId: string, recipient: string): Answer | undefined;
  /** Told of each attempt for each recipient, as it ends. */
  learn?(attempt: Attempt): void;
}

export interface Attempt extends Answer {
  messageId: string;
  recipient: string;
  /** "deferred" when the provider will try again. */
  result: "delivered" | "deferred" | "refused";
  /** How many there were, this one included. */
  attempts: number;
}
