/**
 * https://www.twilio.com/docs/sendgrid/api-reference/webhooks: the settings of event webhooks and their signing keys. No event is sent.
 * Unsure: the scope that creating and deleting needs; the permission list names only read and update.
 */
import type { Context } from "hono";
import { SendgridError } from "../sendgrid-error";
import { makeSigningKey, type SendgridState, type Webhook } from "../state";
import { signingAnswer, signingBody, webhookAnswer, webhookBody } from "../wire";
import { type AddRoute, readBody } from "./add-route";

const scope = "user.webhooks.event.settings";

export function webhookRoutes(add: AddRoute, state: SendgridState): void {
  const all = "/user/webhooks/event/settings";
  const webhookOf = (context: Context): Webhook => {
    const found = state.webhooks.get(context.req.param("id") ?? "");
    if (!found) throw new SendgridError(404, "Invalid id provided.");
    return found;
  };

  add("POST", all, `${scope}.update`, async (context) =>
    context.json(webhookAnswer(state.addWebhook(await readBody(context, webhookBody))), 201),
  );

  add("GET", `${all}/all`, `${scope}.read`, (context) =>
    context.json({ max_allowed: state.maxWebhooks, webhooks: [...state.webhooks.values()].map(webhookAnswer) }),
  );

  add("GET", `${all}/:id`, `${scope}.read`, (context) => context.json(webhookAnswer(webhookOf(context))));

  add("PATCH", `${all}/:id`, `${scope}.update`, async (context) => {
    const webhook = webhookOf(context);
    const settings = await readBody(context, webhookBody);
    state.requireUniqueUrl(settings.url, webhook);
    webhook.settings = settings;
    return context.json(webhookAnswer(webhook));
  });

  add("DELETE", `${all}/:id`, `${scope}.update`, (context) => {
    state.webhooks.delete(webhookOf(context).id);
    return context.body(null, 204);
  });

  add("GET", `${all}/signed/:id`, `${scope}.read`, (context) => context.json(signingAnswer(webhookOf(context))));

  add("PATCH", `${all}/signed/:id`, `${scope}.update`, async (context) => {
    const webhook = webhookOf(context);
    const { enabled } = await readBody(context, signingBody);
    webhook.signing = enabled ? (webhook.signing ?? makeSigningKey()) : undefined;
    return context.json(signingAnswer(webhook));
  });
}
