/**
 * The headers by which both sending providers know a message in their events. An application writes both, since the same message goes through
 * either of them; whichever sends it ignores the other's.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-send-email.html
 * https://www.twilio.com/docs/sendgrid/for-developers/sending-email/unique-arguments
 */
import { messageTag, streamTag } from "../events/mail-event";

interface MessageTags {
  /** The application's own id of the message. */
  id: string;
  /** The kind of mail. */
  stream: string;
}

/** What SES takes; SendGrid takes more. */
const allowed = /^[A-Za-z0-9_-]{1,256}$/;

/** @throws Error for what SES would refuse the message for */
export function taggingHeaders({ id, stream }: MessageTags): Record<string, string> {
  for (const value of [id, stream])
    if (!allowed.test(value)) throw new Error(`"${value}" is no tag of a message: letters, digits, "_" and "-", at most 256`);
  return {
    "X-SES-MESSAGE-TAGS": `${messageTag}=${id}, ${streamTag}=${stream}`,
    // With spaces, so that a long line can be folded.
    "X-SMTPAPI": `{"unique_args": {"${messageTag}": "${id}", "${streamTag}": "${stream}"}}`,
  };
}
