/**
 * What SendGrid decides about a message submitted over SMTP. The user name is always "apikey". A From domain that is authenticated and
 * valid gets an aligned return path and signature; one that is known but not valid is sent under SendGrid's own name, unaligned, as paid
 * accounts see it; one that no Sender Identity covers is refused. Unsure: the words for a key that may not send. Not imitated: single sender
 * verification, running out of credits, a host of its own for the EU.
 */
import { randomBytes } from "node:crypto";
import addressparser from "nodemailer/lib/addressparser";
import { type Acceptance, type Attempt, SmtpRefusal, type SubmissionBackend, type SubmissionLimits } from "../submission/backend";
import { readHeader } from "../submission/headers";
import type { LogStatus } from "./email-logs";
import { sgMessageId } from "./events/message-id";
import { refusalOf } from "./events/refusal";
import { readSmtpApi, smtpApiHeader } from "./events/smtp-api";
import type { ToldEvents } from "./events/told";
import { fallbackSelector, providerDomain } from "./provider-zone";
import type { AuthenticatedDomain, SendgridState } from "./state";

const noIdentity =
  "The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved. " +
  "Visit https://sendgrid.com/docs/for-developers/sending-email/sender-identity/ to see the Sender Identity requirements";

/**
 * 30 MB, as its EHLO says, and 1,000 recipients: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/limitations. Belief: the replies, and that
 * it offers SMTPUTF8.
 */
const limits: SubmissionLimits = {
  bytes: 31_457_280,
  tooLong: new SmtpRefusal(552, "Message too large, max size is 30 MB"),
  recipients: 1000,
  tooManyRecipients: { at: "recipient", refusal: new SmtpRefusal(452, "4.5.3 Too many recipients") },
  utf8: true,
};

export const sendgridSubmission = (account: SendgridState, told: ToldEvents): SubmissionBackend => ({
  service: "sendgrid",
  limits,
  reply: (messageId) => `Ok: queued as ${messageId}`,

  async authenticate(username, password) {
    const refuse = (reason: string): never => {
      throw new SmtpRefusal(535, `Authentication failed: ${reason}`);
    };
    if (username !== "apikey" || !password.startsWith("SG.")) return refuse("Bad username / password");
    const { key, user } = account.ownerOf(password) ?? refuse("The provided authorization grant is invalid, expired, or revoked");
    if (user.disabled) return refuse("Your account is disabled");
    if (!key.scopes.includes("mail.send")) return refuse("The provided authorization grant does not have permission to send mail");
    return key.id;
  },

  async accept(principal, envelope, message) {
    const state = account.users().find(({ keys }) => keys.works(principal)) ?? account;
    const from = addressparser(readHeader(message, "From"), { flatten: true })[0]?.address ?? "";
    const fromDomain = from.slice(from.lastIndexOf("@") + 1).toLowerCase();
    const known = [...state.domains.values()].filter(({ domain }) => domain === fromDomain);
    if (known.length === 0) throw new SmtpRefusal(550, noIdentity);
    const valid = known.filter((domain) => domain.valid);
    state.accepted += 1;
    const messageId = randomBytes(16).toString("base64url");
    const takenAt = state.now();
    for (const [place, to] of envelope.to.entries())
      state.logs.add({
        id: sgMessageId(messageId, takenAt, place),
        createdAt: takenAt,
        apiKeyId: principal,
        from,
        to,
        subject: readHeader(message, "Subject") ?? "",
      });
    const missing = missingHeaders(message, state.now());
    const smtpId = readHeader(message, "Message-ID") ?? missing["Message-ID"] ?? "";
    told.accept({ user: state, messageId, smtpId, recipients: envelope.to, api: readSmtpApi(message), takenAt });
    for (const to of envelope.to) if (told.reasonFor(messageId, to) !== undefined) state.logs.become(messageId, to, "dropped");
    return {
      messageId,
      withheld: [smtpApiHeader],
      headers: { ...missing, "X-SG-EID": randomBytes(48).toString("base64") },
      requireTls: state.enforcedTls.require_tls || state.enforcedTls.require_valid_cert,
      leastTls: state.enforcedTls.version,
      ...(await identity(state, valid.find((domain) => domain.default) ?? valid[0])),
    };
  },

  answerFor(messageId, recipient) {
    const reason = told.reasonFor(messageId, recipient);
    return reason === undefined ? undefined : { code: 550, reply: `550 dropped: ${reason}` };
  },

  learn(attempt) {
    const { messageId, recipient } = attempt;
    told.learn(attempt);
    for (const { logs } of account.users())
      if (told.reasonFor(messageId, recipient) === undefined) logs.become(messageId, recipient, statusOf(attempt));
  },
});

function statusOf({ result, reply, exchange }: Attempt): LogStatus {
  if (result !== "refused") return result;
  return refusalOf(reply, exchange).type === "bounce" ? "bounced" : "blocked";
}

async function identity(
  { provider, userId }: SendgridState,
  domain: AuthenticatedDomain | undefined,
): Promise<Pick<Acceptance, "returnPath" | "signatures">> {
  const mailbox = `bounces+${userId}-${randomBytes(2).toString("hex")}`;
  if (!domain) {
    const privateKey = await provider.fallbackKey();
    return {
      returnPath: `${mailbox}@${providerDomain}`,
      signatures: [{ domain: providerDomain, selector: fallbackSelector, privateKey }],
    };
  }
  const privateKey = await provider.accountKey(domain.selector);
  return {
    returnPath: `${mailbox}@${domain.subdomain}.${domain.domain}`,
    signatures: [{ domain: domain.domain, selector: domain.selector, privateKey }],
  };
}

/** SendGrid keeps a Message-ID and Date that are there, and adds them when they are not. */
function missingHeaders(message: Buffer, now: number): Record<string, string> {
  const made: Record<string, string> = {
    Date: new Date(now).toUTCString().replace("GMT", "+0000"),
    "Message-ID": `<${randomBytes(12).toString("base64url")}@geopod-ismtpd-sandbox>`,
  };
  return Object.fromEntries(Object.entries(made).filter(([name]) => readHeader(message, name) === undefined));
}
