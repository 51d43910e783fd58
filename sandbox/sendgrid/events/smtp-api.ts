/**
 * The header X-SMTPAPI, as far as it goes into events: unique arguments and categories. The first one counts.
 * https://www.twilio.com/docs/sendgrid/for-developers/sending-email/building-an-x-smtpapi-header, .../unique-arguments
 * Not here: "to", substitutions, filters, groups, send_at. Belief: that values other than strings become
 * strings, and that encoded words (RFC 2047), which nodemailer makes of a long header unless it is `prepared`, are not decoded.
 */
import { readHeader } from "../../submission/headers";

export interface SmtpApi {
  uniqueArgs: Record<string, string>;
  category?: string | string[];
}

export const smtpApiHeader = "X-SMTPAPI";

/** @returns "invalid" for a header that is no JSON object: SendGrid drops such a message. */
export function readSmtpApi(message: Buffer): SmtpApi | "invalid" {
  const text = readHeader(message, smtpApiHeader);
  if (text === undefined) return { uniqueArgs: {} };
  try {
    const { unique_args: given = {}, category } = JSON.parse(text) as {
      unique_args?: Record<string, unknown>;
      category?: string | string[];
    };
    const uniqueArgs = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
    return { uniqueArgs, ...(category === undefined ? {} : { category }) };
  } catch {
    return "invalid";
  }
}
