/** The function behind the address that a provider posts its events to: an HTTP API of API Gateway. */
import { openEventQueue } from "../../adapters/aws/event-queue";
import { acceptPost } from "../../workflows/events/accept-post";
import { jsonService, required, type Variables } from "./environment";
import { webhookPosts } from "./providers/event-sources";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, format 2.0 */
export interface HttpApiRequest {
  headers?: Readonly<Record<string, string | undefined>>;
  body?: string;
  isBase64Encoded?: boolean;
}

/** Of one call of SQS: the HTTP API gives up after 30 s. */
const timeoutMs = 3_000;

export function webhook(variables: Variables, write: (line: string) => void) {
  const queue = openEventQueue(required(variables, "TWINPOST_EVENT_QUEUE"), jsonService(variables, "SQS", timeoutMs));
  const keys = webhookPosts.keys(variables);
  return async ({ headers = {}, body = "", isBase64Encoded = false }: HttpApiRequest): Promise<{ statusCode: number }> => {
    const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
    const accepted = await acceptPost(webhookPosts.post(bytes, headers), {
      keys: async () => keys,
      verify: webhookPosts.verify,
      enqueue: (events) => queue.send(webhookPosts.message(events)),
      now: Date.now,
    });
    write(JSON.stringify({ bytes: bytes.length, ...accepted }));
    return { statusCode: accepted.status };
  };
}
