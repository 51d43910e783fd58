/** https://www.twilio.com/docs/sendgrid/api-reference/api-keys and .../api-key-permissions: keys, and what a key may do. */
import type { Context } from "hono";
import type { SendgridState } from "../state";
import { keyAnswer, keyBody, keyWithScopesAnswer, newKeyAnswer } from "../wire";
import { type AddRoute, readBody } from "./add-route";

export function apiKeyRoutes(add: AddRoute, { keys }: SendgridState): void {
  const one = "/api_keys/:id";
  const keyOf = (context: Context) => keys.get(context.req.param("id") ?? "");

  add("GET", "/scopes", undefined, (context, { scopes }) => context.json({ scopes }));

  add("POST", "/api_keys", "api_keys.create", async (context) => {
    const { name, scopes } = await readBody(context, keyBody);
    return context.json(newKeyAnswer(keys.create(name, scopes)), 201);
  });

  add("GET", "/api_keys", "api_keys.read", (context) => context.json({ result: keys.list().map(keyAnswer) }));

  add("GET", one, "api_keys.read", (context) => context.json(keyWithScopesAnswer(keyOf(context))));

  add("PUT", one, "api_keys.update", async (context) => {
    const { name, scopes } = await readBody(context, keyBody);
    const key = Object.assign(keyOf(context), { name, ...(scopes ? { scopes } : {}) });
    return context.json(keyWithScopesAnswer(key));
  });

  add("PATCH", one, "api_keys.update", async (context) => {
    const { name } = await readBody(context, keyBody.pick({ name: true }));
    return context.json(keyAnswer(Object.assign(keyOf(context), { name })));
  });

  add("DELETE", one, "api_keys.delete", (context) => {
    keys.delete(keyOf(context).id);
    return context.body(null, 204);
  });
}
