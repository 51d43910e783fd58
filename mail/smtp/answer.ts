/**
 * What an answer of a submission server is about: whose fault it is that a message was not taken. Judged by the providers' own texts where they
 * say more than their codes, else by the phase, then by the enhanced code (RFC 3463), then by the code (RFC 5321 4.2).
 */
import { sendingProviders } from "../providers/sending-providers";
import type { AnswerSubject, AnswerText } from "./answer-subject";

/** Where in a session it was given. "mail": to MAIL FROM; "rcpt": to RCPT TO; "data": to DATA or to the end of the message. */
export type SubmissionPhase = "connect" | "tls" | "auth" | "mail" | "rcpt" | "data";

/** How far a submission came, for people. */
export type SmtpPhase = "connect" | "tls" | "auth" | "envelope" | "message";

/** What a submission that failed says. */
export interface SmtpReply {
  phase: SmtpPhase;
  /** Undefined without a reply. */
  code: number | undefined;
  subject: AnswerSubject;
}

/** Anything else says that the server cannot tell now: the credentials may be good. */
export const refusesCredentials = ({ subject }: Pick<SmtpReply, "subject">): boolean => subject === "credential";

export interface SubmissionAnswer {
  phase: SubmissionPhase;
  /** Undefined when there was none. */
  code?: number | undefined;
  /** What was said, code and enhanced code included. */
  text?: string | undefined;
}

/** By the enhanced code's class and detail: "X.1" is its second number. */
type EnhancedRule = { phases: readonly SubmissionPhase[]; subject: number; details?: readonly number[]; is: AnswerSubject };

const enhanced: readonly EnhancedRule[] = [
  // RFC 3463 3.6, 3.7 and 3.4: size, syntax and content of the message itself.
  { phases: ["mail", "rcpt", "data"], subject: 3, details: [4], is: "message" },
  { phases: ["mail", "rcpt", "data"], subject: 2, details: [3], is: "message" },
  { phases: ["mail", "rcpt", "data"], subject: 6, is: "message" },
  { phases: ["data"], subject: 5, details: [2], is: "message" },
  // 3.3: a full mailbox is the recipient's in any phase.
  { phases: ["rcpt", "data"], subject: 2, is: "recipient" },
  // 3.2: .7 and .8 are the sender's address, the others the recipient's; at MAIL FROM all of them are the sender's.
  { phases: ["mail"], subject: 1, is: "sender address" },
  { phases: ["rcpt", "data"], subject: 1, details: [7, 8], is: "sender address" },
  { phases: ["rcpt", "data"], subject: 1, is: "recipient" },
  // 3.5: no route to the recipient's host.
  { phases: ["rcpt"], subject: 4, details: [4], is: "recipient" },
  // 3.6: too many recipients for one message; the next message takes the rest.
  { phases: ["rcpt"], subject: 5, details: [3], is: "session" },
  { phases: ["mail", "rcpt"], subject: 7, is: "provider" },
  { phases: ["data"], subject: 7, is: "message" },
  { phases: ["mail", "rcpt", "data"], subject: 3, is: "provider" },
  { phases: ["mail", "rcpt", "data"], subject: 4, is: "provider" },
];

const providersTexts: readonly AnswerText[] = Object.values(sendingProviders).flatMap(({ answers = [] }) => answers);

/** RFC 5321 4.5.3.1.5 gives a line of a reply 512 characters; what is judged stands in the first few lines. */
const longestText = 4096;

export function subjectOf({ phase, code, text: whole = "" }: SubmissionAnswer): AnswerSubject {
  if (code === undefined) return "network";
  const text = whole.slice(0, longestText);
  const said = providersTexts.find(({ says }) => says.test(text));
  if (said) return said.is;
  // RFC 4954 6: 4yz to AUTH is a server that cannot say now; 5yz is about the credentials.
  if (phase === "auth") return code >= 500 ? "credential" : "provider";
  if (code === 530) return "credential";
  if (code === 421) return phase === "connect" ? "provider" : "session";
  const [, subject, detail] = /^\d{3}[ -][245]\.(\d{1,3})\.(\d{1,3})/.exec(text) ?? [];
  if (subject !== undefined) {
    const rule = enhanced.find(
      (each) => each.phases.includes(phase) && each.subject === Number(subject) && (each.details?.includes(Number(detail)) ?? true),
    );
    if (rule) return rule.is;
  }
  return byCode(phase, code);
}

/**
 * A reply without the server's own words: its code, its enhanced code, and words that are documented of a provider. A server that was just told
 * a password can put it into any other word.
 */
export function withoutOwnWords(reply: string): string {
  const text = reply.slice(0, longestText);
  const [codes = ""] = /^\d{3}(?:[ -][245]\.\d{1,3}\.\d{1,3}(?!\S))?/.exec(text) ?? [];
  // A pattern with a place for any character has room for a password.
  const known = providersTexts.find(({ says }) => !says.source.includes(".") && says.test(text));
  const [words] = known?.says.exec(text) ?? [];
  return [codes.replace("-", " "), words].filter(Boolean).join(" ");
}

function byCode(phase: SubmissionPhase, code: number): AnswerSubject {
  if (code === 552 && (phase === "mail" || phase === "data")) return "message";
  if (phase === "mail") return code >= 500 ? "sender address" : "provider";
  if (phase === "rcpt") return "recipient";
  if (phase === "data") return code >= 500 ? "message" : "provider";
  return "provider";
}

/** Whether another provider would take the message; a rate only once it has gone on for a while, which one answer does not tell. */
export const speaksForSwitch = (subject: AnswerSubject): boolean => ["credential", "provider", "network"].includes(subject);
