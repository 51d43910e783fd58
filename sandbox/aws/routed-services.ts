/** Services that are known by their routes and not by the names of actions: SESv2 and Lambda, asked through the gateway. */
import type http from "node:http";
import type { Hono } from "hono";
import { routeOf } from "../http-service";
import type { Answer, Call } from "./call";
import { unknownAction } from "./moto-client";
import type { CredentialScope } from "./signature";

/** By the service's name in signatures. */
export type RoutedServices = Readonly<Record<string, RoutedService>>;

interface RoutedService {
  /** Of its paths; others of the service are moto's. */
  paths: RegExp;
  routes(account: string, region: string): Hono;
}

export interface Routed {
  routes: Hono;
  /** The pattern of the path; undefined for one that the stand-in does not have. */
  route: string | undefined;
}

/** @returns undefined when the call is not one of a routed service's. */
export function routedOf(
  request: http.IncomingMessage,
  { service, region }: CredentialScope,
  { services, account }: { services: RoutedServices; account: string },
): Routed | undefined {
  const path = new URL(request.url ?? "/", "http://gateway").pathname;
  const routed = services[service];
  if (!routed?.paths.test(path)) return undefined;
  const routes = routed.routes(account, region);
  return { routes, route: routeOf(routes, request.method ?? "GET", path) };
}

export async function askRouted({ routes, route }: Routed, { request, body, dialect }: Call): Promise<Answer> {
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
