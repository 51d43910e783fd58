/**
 * Serves one HTTP stand-in on a free loopback port: logs each call's shape, injects trouble, answers 501 to what it does not know. A call that
 * trouble did not let in is logged with status 0, one whose answer was lost with the status that nobody saw.
 */
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type HttpBindings, serve } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
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

/** The middleware around the routes, apart from the socket. */
function wrapRoutes({ service, routes, log, trouble, troubleBody }: HttpServiceOptions, outage: Outage): Hono<{ Bindings: HttpBindings }> {
  const app = new HonoApp<{ Bindings: HttpBindings }>();
  const nameOf = numberIds();
  app.use(async (context, next) => {
    const started = performance.now();
    const path = new URL(context.req.url).pathname;
    const route = routeOf(routes, context.req.method, path);
    const operation = `${context.req.method} ${route ?? pathShape(path)}`;
    const fault = route === undefined ? undefined : trouble.decide(`${service} ${operation}`, path === route ? path : nameOf(route, path));
    const add = (status: number): void => {
      const ms = Math.round(performance.now() - started);
      log.add({ service, operation, status, ms, ...(fault ? { trouble: true } : {}) });
    };
    if (fault) await wait(fault.delayMs);
    if (fault && fault.outageMs > 0) outage.begin(fault.outageMs);
    if (fault && (fault.lostRequest || fault.outageMs > 0)) {
      add(0);
      return dropConnection(context.env);
    }
    if (fault && fault.code > 0) {
      context.res = Response.json(troubleBody(fault.code), { status: fault.code, headers: { "Retry-After": String(fault.retryAfter) } });
    } else if (route) {
      await next();
    } else {
      log.addUnknown(service, operation);
      context.res = Response.json({ error: `the sandbox has no ${service} route ${operation}` }, { status: 501 });
    }
    if (fault) await wait(fault.answerDelayMs);
    add(context.res.status);
    if (fault?.lostAnswer) return dropConnection(context.env);
    context.res.headers.set("Date", new Date(trouble.now(service)).toUTCString());
  });
  app.route("/", routes);
  return app;
}

/** Keeps no process running: a caller that gave up is not waited for. */
const wait = (ms: number): Promise<void> => sleep(ms, undefined, { ref: false });

/** @returns what stands for no answer at all. */
function dropConnection({ incoming }: HttpBindings): Response {
  incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** While a service is down its port stays its own, but every connection, new or open, dies. */
class Outage {
  readonly #sockets = new Set<Socket>();
  #until = 0;

  watch(socket: Socket): void {
    if (performance.now() < this.#until) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
  }

  begin(ms: number): void {
    this.#until = performance.now() + ms;
    for (const socket of this.#sockets) socket.destroy();
  }
}

export async function startHttpService(options: HttpServiceOptions): Promise<HttpService> {
  const outage = new Outage();
  const app = wrapRoutes(options, outage);
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  server.on("connection", (socket: Socket) => outage.watch(socket));
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
  return route && routeName(route.path);
}

/** A pattern of Hono's as the log has it: a parameter may take several parts of a path, as ":ref{.+}" does. */
export const routeName = (pattern: string): string => pattern.replace(/:(\w+)(\{\.\+\})?/g, "{$1}");

function matches(pattern: string, path: string): boolean {
  const expected = pattern.split("/");
  const actual = path.split("/");
  const isLong = expected.at(-1)?.endsWith("{.+}") === true;
  if (isLong ? actual.length < expected.length : actual.length !== expected.length) return false;
  return expected.every((part, index) => part.startsWith(":") || part === actual[index]);
}
