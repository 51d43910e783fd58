/** How each provider's events come: into the queue by SNS, or by a webhook that queues them. */
import { jsonOf } from "../../../mail/json";
import type { ReadMessage } from "../../../workflows/events/take-batch";
import type { Variables } from "../environment";
import { sendgridMessage, sendgridPosts } from "./sendgrid";
import { sesMessages } from "./ses";

/** Reads a message of the queue, whoever wrote it. */
export function messageReader(variables: Variables): (body: string) => Promise<ReadMessage> {
  const readNotification = sesMessages(variables);
  return async (body) => {
    const message = jsonOf(body);
    return sendgridMessage.read(message) ?? (await readNotification(message));
  };
}

/** The one provider that posts. */
export const webhookPosts = { ...sendgridPosts, message: sendgridMessage.write };
