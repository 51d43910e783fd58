/** https://www.twilio.com/docs/sendgrid/api-reference/api-keys and .../api-key-permissions: keys, and what a key may do. */
import type { Context } from "hono";
import type { Trouble } from "../../trouble";
import { keyAnswer, keyBody, keyWithScopesAnswer, newKeyAnswer } from "../wire";
import { type AddRoute, type Caller, readBody } from "./add-route";

export function apiKeyRoutes(add: AddRoute, trouble: Trouble): void {
  const one = "/api_keys/:id";
  const keyOf = (context: Context, { user }: Caller) => user.keys.get(context.req.param("id") ?? "");

  add("GET", "/scopes", undefined, (context, { key }) => context.json({ scopes: key.scopes }));

  add("POST", "/api_keys", "api_keys.create", async (context, { user }) => {
    const { name, scopes } = await readBody(context, keyBody);
    const worksAfterMs = trouble.effectDelayMs("sendgrid POST /v3/api_keys", name);
    return context.json(newKeyAnswer(user.keys.create(name, scopes, worksAfterMs)), 201);
  });

  add("GET", "/api_keys", "api_keys.read", (context, { user }) => context.json({ result: user.keys.list().map(keyAnswer) }));

  add("GET", one, "api_keys.read", (context, caller) => context.json(keyWithScopesAnswer(keyOf(context, caller))));

  add("PUT", one, "api_keys.update", async (context, caller) => {
    const { name, scopes } = await readBody(context, keyBody);
    const key = Object.assign(keyOf(context, caller), { name, ...(scopes ? { scopes } : {}) });
    return context.json(keyWithScopesAnswer(key));
  });

  add("PATCH", one, "api_keys.update", async (context, caller) => {
    const { name } = await readBody(context, keyBody.pick({ name: true }));
    return context.json(keyAnswer(Object.assign(keyOf(context, caller), { name })));
  });

  add("DELETE", one, "api_keys.delete", (context, caller) => {
    const { id, name } = keyOf(context, caller);
    caller.user.keys.delete(id, trouble.effectDelayMs("sendgrid DELETE /v3/api_keys/{id}", name));
    return context.body(null, 204);
  });
}
