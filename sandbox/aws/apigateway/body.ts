/** How the bodies of API Gateway's own HTTP API are read. */
import type { Context } from "hono";

type Body = Record<string, unknown>;

export const bodyOf = async (context: Context): Promise<Body> => (await context.req.json()) as Body;

export const without = (body: Body, ...names: string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
