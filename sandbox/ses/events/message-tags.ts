/**
 * Tags of a message, from the header X-SES-MESSAGE-TAGS: "name=value, name=value".
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-send-email.html, .../APIReference/API_MessageTag.html
 * Belief: the words that refuse a wrong one, and that it is refused.
 */
import { SmtpRefusal } from "../../submission/backend";
import { readHeader } from "../../submission/headers";

export const tagsHeader = "X-SES-MESSAGE-TAGS";
export const setHeader = "X-SES-CONFIGURATION-SET";

const allowed = /^[A-Za-z0-9_-]{1,256}$/;

/** @throws SmtpRefusal */
export function readMessageTags(message: Buffer): Record<string, string> {
  const text = readHeader(message, tagsHeader);
  if (text === undefined || text === "") return {};
  return Object.fromEntries(
    text.split(",").map((pair) => {
      const [name = "", value = "", ...more] = pair.trim().split("=");
      if (more.length > 0 || !allowed.test(name) || !allowed.test(value)) throw wrong(pair.trim());
      return [name, value];
    }),
  );
}

const wrong = (pair: string): SmtpRefusal => new SmtpRefusal(554, `Transaction failed: Invalid message tag <${pair}>.`);
