/** A submission that failed: where it stopped and what the server said. Never holds a password. */
import { OperatorError } from "../../declaration/operator-error";
import { type SmtpPhase, type SmtpReply, type SubmissionPhase, subjectOf } from "../../mail/smtp/answer";
import type { AnswerSubject } from "../../mail/smtp/answer-subject";

export interface SmtpFailure {
  /** "host:port". */
  server: string;
  phase: SmtpPhase;
  /** The SMTP reply code; undefined when there was no reply. */
  code?: number;
  /** The whole reply, code included: what it is about is judged by it. */
  reply?: string;
  /** What of the reply is shown; all of it unless told. */
  shown?: string;
  /** What went wrong, when there was no reply. */
  what?: string;
  /** The command that was answered, "MAIL FROM"; it tells the parts of an envelope apart. */
  command?: string;
}

const subjects: Record<SmtpPhase, string> = {
  connect: "no connection",
  tls: "no verified TLS",
  auth: "the login was refused",
  envelope: "the sender or recipient was refused",
  message: "the message was refused",
};

export class SmtpError extends OperatorError implements SmtpReply {
  readonly phase: SmtpPhase;
  readonly code: number | undefined;
  /** As it may be shown. */
  readonly reply: string | undefined;
  /** Whose fault it is. */
  readonly subject: AnswerSubject;

  constructor({ server, phase, code, reply, shown = reply, what, command }: SmtpFailure) {
    super(`${server}: ${subjects[phase]}: ${shown ?? what ?? "no reason given"}`, remedies[phase]);
    this.phase = phase;
    this.code = code;
    this.reply = shown;
    this.subject = subjectOf({ phase: submissionPhase(phase, command), code, text: reply });
  }
}

const submissionPhase = (phase: SmtpPhase, command: string | undefined): SubmissionPhase => {
  if (phase === "message") return "data";
  if (phase !== "envelope") return phase;
  return command === "MAIL FROM" ? "mail" : "rcpt";
};

const remedies: Partial<Record<SmtpPhase, string>> = {
  connect: "check host, port and firewall: many networks block 25 and 587",
  tls: "TLS 1.2 or later and a certificate for this host are required; name a private authority in TWINPOST_CA_FILE",
};
