/** The event webhooks of an account or subuser: https://www.twilio.com/docs/sendgrid/api-reference/webhooks. There can be several, one address each. */
import { z } from "zod";
import { type JsonClient, requireShape } from "../http/json-client";

const path = "/v3/user/webhooks/event/settings/all";
const listSchema = z.object({
  webhooks: z.array(
    z.looseObject({
      id: z.string().nullish(),
      friendly_name: z.string().nullish(),
      url: z.string(),
      enabled: z.boolean(),
      public_key: z.string().nullish(),
      delivered: z.boolean().nullish(),
      bounce: z.boolean().nullish(),
      dropped: z.boolean().nullish(),
      processed: z.boolean().nullish(),
    }),
  ),
});

export interface EventWebhook {
  url: string;
  enabled: boolean;
  signed: boolean;
  /** It posts what became of messages: processed, delivered, bounce, dropped. */
  isWhole: boolean;
}

export async function listEventWebhooks(client: JsonClient): Promise<EventWebhook[]> {
  const { webhooks } = await allWebhooks(client);
  return webhooks.map(({ url, enabled, public_key, delivered, bounce, dropped, processed }) => ({
    url,
    enabled,
    signed: Boolean(public_key),
    isWhole: [delivered, bounce, dropped, processed].every((each) => each === true),
  }));
}

/** The id of the one with this name. */
export async function findEventWebhook(client: JsonClient, name: string): Promise<string | undefined> {
  const { webhooks } = await allWebhooks(client);
  return webhooks.find(({ friendly_name: each }) => each === name)?.id ?? undefined;
}

const allWebhooks = async (client: JsonClient): Promise<z.infer<typeof listSchema>> =>
  requireShape(client.service, `GET ${path}`, listSchema, await client.get(path));
