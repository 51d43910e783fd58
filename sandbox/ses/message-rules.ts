/**
 * What SES asks of a message itself: header fields that may stand once (https://docs.aws.amazon.com/ses/latest/dg/header-fields.html), size and
 * recipients (https://docs.aws.amazon.com/ses/latest/dg/quotas.html), lines (RFC 5321 4.5.3.1.6), and no SMTPUTF8 (SESv2 API reference, "does not support
 * the SMTPUTF8 extension"). Words: "Duplicate header" and "Invalid MAIL FROM" as people quote SES; belief: those about recipients and lines, and when SES
 * says them.
 */
import addressparser from "nodemailer/lib/addressparser";
import { type Envelope, SmtpRefusal, type SubmissionLimits } from "../submission/backend";
import { headerNames, readHeader } from "../submission/headers";

export const sesLimits: SubmissionLimits = {
  bytes: 40 * 1024 * 1024,
  tooLong: new SmtpRefusal(552, "Message is too long."),
  recipients: 50,
  tooManyRecipients: { at: "message", refusal: new SmtpRefusal(554, "Transaction failed: Recipient count exceeds 50.") },
  utf8: false,
  noNullSender: new SmtpRefusal(501, "Invalid MAIL FROM address provided"),
};

const longestLine = 1000;

/** In SES's writing, which its refusals repeat. */
const onceOnly = [
  ...[
    "Accept-Language",
    "acceptLanguage",
    "Archived-At",
    "Auto-Submitted",
    "Bounces-to",
    "Comments",
    "Content-Alternative",
    "Content-Base",
  ],
  ...[
    "Content-Class",
    "Content-Description",
    "Content-Disposition",
    "Content-Duration",
    "Content-ID",
    "Content-Language",
    "Content-Length",
  ],
  ...["Content-Location", "Content-MD5", "Content-Transfer-Encoding", "Content-Type", "Date", "Delivered-To"],
  ...["Disposition-Notification-Options", "Disposition-Notification-To", "DKIM-Signature", "DomainKey-Signature", "Errors-To", "From"],
  ...["Importance", "In-Reply-To", "Keywords", "List-Archive", "List-Help", "List-Id", "List-Owner", "List-Post", "List-Subscribe"],
  ...["List-Unsubscribe", "List-Unsubscribe-Post", "Message-Context", "Message-ID", "MIME-Version", "Organization", "Original-From"],
  ...["Original-Message-ID", "Original-Recipient", "Original-Subject", "Precedence", "Priority", "References", "Reply-To", "Return-Path"],
  ...["Return-Receipt-To", "Sender", "Solicitation", "Sensitivity", "Subject", "Thread-Index", "Thread-Topic", "User-Agent", "VBR-Info"],
];

/** @throws SmtpRefusal */
export function requireWellFormed(message: Buffer): void {
  const names = headerNames(message);
  const twice = onceOnly.find((name) => names.filter((each) => each === name.toLowerCase()).length > 1);
  if (twice) throw new SmtpRefusal(554, `Transaction failed: Duplicate header '${twice}'.`);
  if (hasLongLine(message)) throw new SmtpRefusal(554, `Transaction failed: a line is longer than ${longestLine} characters.`);
}

function hasLongLine(message: Buffer): boolean {
  for (let start = 0; start < message.length; ) {
    const end = message.indexOf("\n", start);
    const next = end < 0 ? message.length : end + 1;
    if (next - start > longestLine) return true;
    start = next;
  }
  return false;
}

/** Whom the message claims to be from, in four places, and all of whom have to be verified: repost.aws, "ses-554-400-message-rejected-error". */
export function claimedSenders(envelope: Envelope, message: Buffer): string[] {
  const named = ["From", "Sender", "Return-Path"].flatMap((name) =>
    addressparser(readHeader(message, name) ?? "", { flatten: true }).map(({ address }) => address),
  );
  return [...new Set([...named, envelope.from])].filter((address) => address !== "");
}
