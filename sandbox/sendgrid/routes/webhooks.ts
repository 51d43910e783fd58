/**
 * https://www.twilio.com/docs/sendgrid/api-reference/webhooks: the settings of event webhooks and their signing keys. No event is sent.
 * Scopes: https://www.twilio.com/docs/sendgrid/ui/account-and-settings/teammate-permissions, "Webhooks". Unsure: which of them creating and deleting
 * needs, since the persona "Developer" has only read and update there; the stricter reading is taken.
 */
import type { Context } from "hono";
import { SendgridError } from "../sendgrid-error";
import { makeSigningKey, type Webhook } from "../state";
import { signingAnswer, signingBody, webhookAnswer, webhookBody } from "../wire";
import { type AddRoute, type Caller, readBody } from "./add-route";

const scope = "user.webhooks.event.settings";

export function webhookRoutes(add: AddRoute): void {
  const all = "/user/webhooks/event/settings";
  const webhookOf = (context: Context, { user }: Caller): Webhook => {
    const found = user.webhooks.get(context.req.param("id") ?? "");
    if (!found) throw new SendgridError(404, "Invalid id provided.");
    return found;
  };

  add("POST", all, `${scope}.create`, async (context, caller) =>
    context.json(webhookAnswer(caller.user.addWebhook(await readBody(context, webhookBody))), 201),
  );

  add("GET", `${all}/all`, `${scope}.read`, (context, caller) =>
    context.json({ max_allowed: caller.user.maxWebhooks, webhooks: [...caller.user.webhooks.values()].map(webhookAnswer) }),
  );

  add("GET", `${all}/:id`, `${scope}.read`, (context, caller) => context.json(webhookAnswer(webhookOf(context, caller))));

  add("PATCH", `${all}/:id`, `${scope}.update`, async (context, caller) => {
    const webhook = webhookOf(context, caller);
    const settings = await readBody(context, webhookBody);
    caller.user.requireUniqueUrl(settings.url, webhook);
    webhook.settings = settings;
    return context.json(webhookAnswer(webhook));
  });

  add("DELETE", `${all}/:id`, `${scope}.delete`, (context, caller) => {
    caller.user.webhooks.delete(webhookOf(context, caller).id);
    return context.body(null, 204);
  });

  add("GET", `${all}/signed/:id`, `${scope}.read`, (context, caller) => context.json(signingAnswer(webhookOf(context, caller))));

  add("PATCH", `${all}/signed/:id`, `${scope}.update`, async (context, caller) => {
    const webhook = webhookOf(context, caller);
    const { enabled } = await readBody(context, signingBody);
    webhook.signing = enabled ? (webhook.signing ?? makeSigningKey()) : undefined;
    return context.json(signingAnswer(webhook));
  });
}
