/**
 * Serves one HTTP stand-in on a free loopback port: logs each call's shape, injects trouble, answers 501 to what it does not know.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { serve } from "@hono/node-server";
import type { Hono } from "hono";
import { Hono as HonoApp } from "hono";
import { pathShape, type RequestLog } from "./request-log";
import { numberIds, type Trouble } from "./trouble";

export interface HttpService {
  url: string;
  stop(): Promise<void>;
}

export interface HttpServiceOptions {
  /** The service's name in the log and in trouble rules. */
  service: string;
  routes: Hono;
  log: RequestLog;
  trouble: Trouble;
  /** The body that the real service sends with an injected status. */
  troubleBody: (status: number) => object;
}

/** The middleware around the routes, apart from the socket, so that tests may call `app.request()`. */
function wrapRoutes({ service, routes, log, trouble, troubleBody }: HttpServiceOptions): Hono {
  const app = new HonoApp();
  const nameOf = numberIds();
  app.use(async (context, next) => {
    const started = performance.now();
    const path = new URL(context.req.url).pathname;
    const route = routeOf(routes, context.req.method, path);
    const operation = `${context.req.method} ${route ?? pathShape(path)}`;
    const fault = route && trouble.decide(`${service} ${operation}`, path === route ? path : nameOf(route, path));
    if (fault) await sleep(fault.delayMs);
    if (fault && fault.code > 0) {
      context.res = Response.json(troubleBody(fault.code), { status: fault.code, headers: { "Retry-After": String(fault.retryAfter) } });
    } else if (route) {
      await next();
    } else {
      log.addUnknown(service, operation);
      context.res = Response.json({ error: `the sandbox has no ${service} route ${operation}` }, { status: 501 });
    }
    const ms = Math.round(performance.now() - started);
    log.add({ service, operation, status: context.res.status, ms, ...(fault ? { trouble: true } : {}) });
  });
  app.route("/", routes);
  return app;
}

export async function startHttpService(options: HttpServiceOptions): Promise<HttpService> {
  const app = wrapRoutes(options);
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  await new Promise<void>((resolve, reject) => {
    server.once("listening", () => resolve());
    server.once("error", reject);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error(`${options.service}: no port was given`);
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

/** @returns the pattern of the route that would take this call, such as "/v3/api_keys/{id}". */
export function routeOf(routes: Hono, method: string, path: string): string | undefined {
  const route = routes.routes.find((each) => each.method === method && matches(each.path, path));
  return route?.path.replace(/:(\w+)/g, "{$1}");
}

function matches(pattern: string, path: string): boolean {
  const expected = pattern.split("/");
  const actual = path.split("/");
  return expected.length === actual.length && expected.every((part, index) => part.startsWith(":") || part === actual[index]);
}
