/** The SESv2 stand-in's routes, asked through the gateway. */
import type http from "node:http";
import type { Hono } from "hono";
import { routeOf } from "../http-service";
import type { Answer, Call } from "./call";
import { unknownAction } from "./moto-client";
import type { CredentialScope } from "./signature";

export interface SesRoutes {
  routes: Hono;
  /** The pattern of the path; undefined for one that the stand-in does not have. */
  route: string | undefined;
}

/** @returns undefined when the call is not one of SESv2's. */
export function sesRoutesOf(
  request: http.IncomingMessage,
  { service, region }: CredentialScope,
  routesAt: (region: string) => Hono,
): SesRoutes | undefined {
  const path = new URL(request.url ?? "/", "http://gateway").pathname;
  if (service !== "ses" || !/^\/v[12]\/email\//.test(path)) return undefined;
  const routes = routesAt(region);
  return { routes, route: routeOf(routes, request.method ?? "GET", path) };
}

export async function askSes({ routes, route }: SesRoutes, { request, body, dialect }: Call): Promise<Answer> {
  if (!route) return unknownAction(dialect);
  const { method = "GET", url = "/", headers } = request;
  const hasBody = method !== "GET" && method !== "HEAD" && body.length > 0;
  const type = headers["content-type"] ?? "application/json";
  const response = await routes.request(`http://gateway${url}`, {
    method,
    ...(hasBody ? { body: new Uint8Array(body), headers: { "content-type": type } } : {}),
  });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) };
}
