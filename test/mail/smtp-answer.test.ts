/** What SES, SendGrid and receivers are documented to answer, and what each answer is about. */
import { type SubmissionPhase, speaksForSwitch, subjectOf } from "../../mail/smtp/answer";
import type { AnswerSubject } from "../../mail/smtp/answer-subject";

/** AWS: "SMTP response codes returned by Amazon SES", ses/latest/dg/troubleshoot-smtp.html. */
const ses: [SubmissionPhase, string, AnswerSubject][] = [
  ["connect", "421 Too many concurrent SMTP connections", "rate"],
  ["data", "421 4.4.2 maximum message count per session reached", "session"],
  ["auth", "451 Temporary service failure", "provider"],
  ["data", "451 Timeout waiting for data from client", "session"],
  ["data", "454 Throttling failure: Daily message quota exceeded", "rate"],
  ["mail", "454 Throttling failure: Maximum sending rate exceeded", "rate"],
  ["auth", "454 Temporary authentication failure", "provider"],
  ["auth", "535 Authentication Credentials Invalid", "credential"],
  ["auth", "535 Account not subscribed to SES", "provider"],
  ["mail", "530 Authentication required", "credential"],
  ["data", "552 Message is too long.", "message"],
  ["rcpt", "553 <x@example.com> Invalid email address", "recipient"],
  [
    "data",
    "554 Access denied: User `arn:aws:iam::1:user/x' is not authorized to perform `ses:SendRawEmail' on resource `arn:aws:ses:x'",
    "credential",
  ],
  [
    "data",
    "554 Message rejected: Email address is not verified. The following identities failed the check in region X: a@b.example",
    "sender address",
  ],
  ["data", "554 Sending is paused for configuration set twinpost-prod", "provider"],
  ["data", "554 Message rejected: Sending paused for this account. For more information, please check the inbox", "provider"],
];

/** Twilio SendGrid: SMTP errors and troubleshooting. */
const sendgrid: [SubmissionPhase, string, AnswerSubject][] = [
  ["auth", "451 Authentication failed: Maximum credits exceeded", "provider"],
  ["auth", "535 Authentication failed: The provided authorization grant is invalid, expired, or revoked", "credential"],
  ["mail", "550 Unauthenticated senders not allowed", "credential"],
  ["data", "550 The from address does not match a verified Sender Identity.", "sender address"],
  ["data", "403 You are not authorized to send from that email address", "sender address"],
  ["rcpt", "452 Too many recipients received this hour (throttled)", "rate"],
];

/** RFC 3463, 5321 4.2.3, 4954 6. */
const standard: [SubmissionPhase, string, AnswerSubject][] = [
  ["connect", "554 no SMTP service here", "provider"],
  ["connect", "421 service not available", "provider"],
  ["connect", "552 too many of you", "provider"],
  ["auth", "432 4.7.12 A password transition is needed", "provider"],
  ["auth", "534 5.7.9 Authentication mechanism is too weak", "credential"],
  ["mail", "550 5.1.8 Bad sender's system address", "sender address"],
  ["mail", "552 5.3.4 Message size exceeds fixed maximum message size", "message"],
  ["mail", "452 4.3.1 Insufficient system storage", "provider"],
  ["rcpt", "550 5.1.1 no such user", "recipient"],
  ["rcpt", "452 4.2.2 mailbox full", "recipient"],
  ["rcpt", "550 5.4.4 unable to route", "recipient"],
  ["rcpt", "550 5.7.1 you are not allowed to relay", "provider"],
  ["rcpt", "452 4.5.3 too many recipients", "session"],
  ["rcpt", "451 4.3.0 try again later", "provider"],
  ["rcpt", "550 rejected", "recipient"],
  ["rcpt", "421 4.7.0 closing the connection", "session"],
  ["data", "552 5.2.3 message too large for the mailbox", "message"],
  ["data", "554 5.6.0 malformed message", "message"],
  ["data", "550 5.7.1 content is refused", "message"],
  ["data", "452 4.2.2 over quota", "recipient"],
  ["data", "451 4.3.2 system not accepting messages", "provider"],
  ["data", "554 transaction failed", "message"],
];

test.each([...ses, ...sendgrid, ...standard])("%s: %s", (phase, text, subject) => {
  expect(subjectOf({ phase, code: Number(text.slice(0, 3)), text })).toBe(subject);
});

test.each<SubmissionPhase>(["connect", "tls", "auth", "mail", "rcpt", "data"])("no answer at all, at %s, is the network", (phase) => {
  expect(subjectOf({ phase })).toBe("network");
});

test("only what another provider would not have speaks for a switch", () => {
  const all: AnswerSubject[] = ["recipient", "message", "sender address", "credential", "rate", "session", "provider", "network"];
  expect(all.filter(speaksForSwitch)).toEqual(["credential", "provider", "network"]);
});
