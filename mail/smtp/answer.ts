/**
 * What an answer of a submission server is about: whose fault it is that a message was not taken. Judged by the providers' own texts where they
 * say more than their codes, else by the phase, then by the enhanced code (RFC 3463), then by the code (RFC 5321 4.2).
 *
 * Sources: https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-smtp.html,
 * https://www.twilio.com/docs/sendgrid/for-developers/sending-email/smtp-errors-and-troubleshooting
 */

/** Where in a session it was given. "mail": to MAIL FROM; "rcpt": to RCPT TO; "data": to DATA or to the end of the message. */
export type SubmissionPhase = "connect" | "tls" | "auth" | "mail" | "rcpt" | "data";

export type AnswerSubject =
  /** This recipient: others are served. */
  | "recipient"
  /** This message: its size, its content. */
  | "message"
  /** The From address or the return path. */
  | "sender address"
  /** The login: wrong, revoked, or without permission. */
  | "credential"
  /** More was sent than the account may send. */
  | "rate"
  /** This connection has served its time: another one goes on where it ended. */
  | "session"
  /** The provider, or our account there. */
  | "provider"
  /** No answer at all. */
  | "network";

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

interface TextRule {
  says: RegExp;
  is: AnswerSubject;
}

/** The first that fits. Providers use one code for many things, and these words are all that tells them apart. */
const texts: readonly TextRule[] = [
  // SES
  { says: /maximum message count per session/i, is: "session" },
  { says: /timeout waiting for data from client/i, is: "session" },
  { says: /too many concurrent smtp connections/i, is: "rate" },
  { says: /throttling failure/i, is: "rate" },
  { says: /(daily message quota|maximum sending rate) exceeded/i, is: "rate" },
  { says: /sending paused/i, is: "provider" },
  { says: /account not subscribed/i, is: "provider" },
  { says: /temporary (authentication|service) failure/i, is: "provider" },
  { says: /is not authorized to perform [`'"]?ses:/i, is: "credential" },
  { says: /email address is not verified/i, is: "sender address" },
  { says: /configuration set .*(does not exist|sending .*(paused|disabled))/i, is: "provider" },
  { says: /message is too long/i, is: "message" },
  { says: /(address unknown|invalid email address)/i, is: "recipient" },
  // SendGrid
  { says: /maximum credits exceeded/i, is: "provider" },
  { says: /(account|user).{0,20}(suspended|deactivated|banned|disabled)/i, is: "provider" },
  { says: /(not authorized to send from|does not match a verified sender identity)/i, is: "sender address" },
  { says: /unauthenticated senders not allowed/i, is: "credential" },
  { says: /too many (recipients|messages) received this hour/i, is: "rate" },
];

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

export function subjectOf({ phase, code, text = "" }: SubmissionAnswer): AnswerSubject {
  if (code === undefined) return "network";
  const said = texts.find(({ says }) => says.test(text));
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

function byCode(phase: SubmissionPhase, code: number): AnswerSubject {
  if (code === 552 && phase !== "rcpt") return "message";
  if (phase === "mail") return code >= 500 ? "sender address" : "provider";
  if (phase === "rcpt") return "recipient";
  if (phase === "data") return code >= 500 ? "message" : "provider";
  return "provider";
}

/** Whether another provider would take the message; a rate only once it has gone on for a while, which one answer does not tell. */
export const speaksForSwitch = (subject: AnswerSubject): boolean => ["credential", "provider", "network"].includes(subject);
