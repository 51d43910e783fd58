/** What the route files share: how a route is declared, and how its body and id are read. */
import type { Context } from "hono";
import type { z } from "zod";
import type { ApiKey } from "../api-keys";
import { SendgridError } from "../sendgrid-error";
import type { SendgridState } from "../state";

/** Who calls: with whose rights, and as which user. */
export interface Caller {
  key: ApiKey;
  user: SendgridState;
}

/** Adds one route. @param scope what the key must have; undefined when any key may call it. */
export type AddRoute = (
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  scope: string | undefined,
  handle: (context: Context, caller: Caller) => Response | Promise<Response>,
) => void;

/** @throws SendgridError 400 for the first field that is wrong. */
export async function readBody<T extends z.ZodType>(context: Context, schema: T): Promise<z.infer<T>> {
  const body = await context.req.json<unknown>().catch(() => {
    throw new SendgridError(400, "invalid JSON");
  });
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  const [issue] = error.issues;
  throw new SendgridError(400, issue?.message ?? "invalid request", issue?.path.join(".") || null);
}

/** The thing of the path's `:id`. @throws SendgridError 404 */
export function requireById<T>(context: Context, all: ReadonlyMap<number, T>, message: string): T {
  const found = all.get(Number(context.req.param("id")));
  if (!found) throw new SendgridError(404, message);
  return found;
}
