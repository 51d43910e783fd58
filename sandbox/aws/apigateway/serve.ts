/**
 * Serves the HTTP APIs of every account on one loopback port, by the host that a request names, as API Gateway does at
 * https://<id>.execute-api.<region>.amazonaws.com. Whoever posts there is told by `reach` where that is here. No TLS: who reaches it knows where it is.
 * Not here: authorizers, CORS, custom domains, access logs, functions' answers over 6 MB.
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import type net from "node:net";
import type { RequestLog } from "../../request-log";
import type { Trouble } from "../../trouble";
import { readBody } from "../call";
import type { Invocation } from "../lambda/environment";
import { matchRoute } from "./match-route";
import { type Answered, answerOf, payloadOf } from "./payload";
import type { HttpApi } from "./state";
import type { Throttle } from "./throttle";

interface ServedApi extends HttpApi {
  account: string;
  region: string;
}

export interface ServeOptions {
  log: RequestLog;
  trouble: Trouble;
  throttle: Throttle;
  /** By its host. */
  find(host: string): ServedApi | undefined;
  /** As API Gateway, by which the function's policy judges it; undefined when it does not allow that. */
  invoke(functionArn: string, sourceArn: string, event: object): Promise<Invocation | undefined>;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const longestPayload = 10_000_000;

export async function serveApis({ log, trouble, throttle, find, invoke }: ServeOptions): Promise<{ url: string; stop(): Promise<void> }> {
  async function answer(request: http.IncomingMessage, body: Buffer): Promise<Answered> {
    const host = (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
    const found = find(host);
    if (!found || found.api.disableExecuteApiEndpoint) return said(404, "Not Found");
    const { method = "GET", url = "/" } = request;
    const { pathname } = new URL(url, `https://${host}`);
    const { stage, path } = stageOf(found, pathname);
    const matched = matchRoute(found.routes.values(), method, path);
    if (!stage?.autoDeploy || !matched) return said(404, "Not Found");
    const { route, pathParameters } = matched;
    if (!throttle.allows(found.api.apiId, stage, route.routeKey)) return said(429, "Too Many Requests");
    if (body.length > longestPayload) return said(413, "Request Entity Too Large");
    const integration = found.integrations.get((route.target ?? "").replace(/^integrations\//, ""));
    if (!integration) return said(500, "Internal Server Error");
    const incoming = { method, url, rawHeaders: request.rawHeaders, body, sourceIp: "127.0.0.1" };
    const place = {
      account: found.account,
      apiId: found.api.apiId,
      host,
      stage: stage.stageName,
      routeKey: route.routeKey,
      pathParameters,
    };
    const event = payloadOf(incoming, { ...place, requestId: randomUUID(), at: new Date(trouble.now("execute-api")) });
    const source = `arn:aws:execute-api:${found.region}:${found.account}:${found.api.apiId}/${stage.stageName}/${routePath(route.routeKey)}`;
    const invocation = await within(integration.timeoutInMillis, invoke(functionOf(integration.integrationUri), source, event));
    if (invocation === "late") return said(503, "Service Unavailable");
    return (invocation && !invocation.failed && answerOf(invocation.payload)) || said(500, "Internal Server Error");
  }

  const server = http.createServer((request, response) => {
    const started = performance.now();
    void readBody(request)
      .then((body) => answer(request, body))
      .catch((error: Error) => said(500, `the sandbox failed: ${error.message}`))
      .then(({ status, headers, body }) => {
        const ms = Math.round(performance.now() - started);
        log.add({ service: "execute-api", operation: request.method ?? "GET", status, ms });
        response.writeHead(status, { ...headers, "apigw-requestid": randomUUID() }).end(body);
      });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const said = (status: number, message: string): Answered => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ message }),
});

/** "$default" is served at the root, others below their names. */
function stageOf({ stages }: HttpApi, pathname: string) {
  const [, first = "", ...rest] = pathname.split("/");
  const named = stages.get(first);
  return named && first !== "$default" ? { stage: named, path: `/${rest.join("/")}` } : { stage: stages.get("$default"), path: pathname };
}

/** "POST /events" as ARNs have it: "POST/events". */
const routePath = (routeKey: string): string => (routeKey === "$default" ? "$default" : routeKey.replace(" ", "").replace(/^ANY/, "*"));

/** Of its own ARN, or of the one by which API Gateway invokes it. */
const functionOf = (uri: string): string => /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;

async function within<T>(ms: number, work: Promise<T>): Promise<T | "late"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
