/**
 * The one address for every AWS service and account: routes a request by its signature's service, to STS, the stand-ins of SESv2 and Lambda, or moto, in the
 * account that its access key belongs to; logs its shape, makes trouble, refuses unknown keys and what the caller may not do. A call that
 * trouble did not let in is logged with status 0, one whose answer was lost with the status that nobody saw.
 */
import { once } from "node:events";
import http from "node:http";
import type net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Surroundings } from "../surroundings";
import type { Fault } from "../trouble";
import type { Caller } from "./access/caller";
import type { Guard } from "./access/guard";
import { type Answer, type Call, readBody, readCall } from "./call";
import { Outages } from "./outages";
import { askRouted, type Routed, type RoutedServices, routedOf } from "./routed-services";
import { type CredentialScope, credentialScope, sessionToken } from "./signature";
import type { Sts } from "./sts/sts";
import { awsError, dialectOf, operationOf } from "./wire";

export interface GatewayOptions {
  routed: RoutedServices;
  /** Told of each call of a caller who is known. */
  used(account: string, scope: CredentialScope): void;
  /** Whose an access key is; undefined for one that nobody knows, or that needs another token. */
  identify(accessKeyId: string, token: string | undefined): Caller | "expired" | undefined;
  sts: Sts;
  guard: Guard;
  /** Everything else. */
  answer(call: Call): Promise<Answer>;
  /** Told of each call of a caller who is known and what it got, a refusal included. */
  record(call: Call, answer: Answer): void;
}

export async function startGateway({ log, trouble }: Pick<Surroundings, "log" | "trouble">, options: GatewayOptions) {
  const outages = new Outages();

  /** @returns undefined when the connection dies instead. */
  async function answer(request: http.IncomingMessage, body: Buffer): Promise<Answer | undefined> {
    const started = performance.now();
    const scope = credentialScope(request);
    const add = (operation: string, { status, gap }: Answer, fault?: Fault): void => {
      const service = scope?.service ?? "sts";
      if (status === 501) log.addUnknown(service, gap ? `${operation} (${gap})` : operation);
      log.add({ service, operation, status, ms: since(started), ...(fault ? { trouble: true } : {}) });
    };
    if (!scope) {
      const operation = operationOf("sts", request, body);
      const result = await options.sts.answerUnsigned({ request, body, operation, region: "us-east-1" });
      if (!result) return awsError(dialectOf(undefined, request.headers), 403, "unsigned", "Missing Authentication Token");
      add(operation, result);
      return result;
    }
    const caller = options.identify(scope.accessKeyId, sessionToken(request));
    if (caller === undefined || caller === "expired") {
      const result = notKnown(caller, scope, request);
      add(operationOf(scope.service, request, body), result);
      return result;
    }
    options.used(caller.account, scope);
    const routed = routedOf(request, scope, { services: options.routed, account: caller.account });
    const call = readCall(request, body, { scope, caller, route: routed?.route });
    const isDown = outages.has(call.service);
    const fault = isDown ? undefined : trouble.decide(`${call.service} ${call.operation}`, call.resource);
    if (fault) await wait(fault.delayMs);
    if (fault && fault.outageMs > 0) outages.begin(call.service, fault.outageMs);
    if (isDown || fault?.lostRequest || outages.has(call.service)) {
      log.add({ service: call.service, operation: call.operation, status: 0, ms: since(started), trouble: true });
      return undefined;
    }
    const result = troubleOf(call, fault) ?? (await options.guard.refuse(call)) ?? (await serve(call, routed));
    if (fault) await wait(fault.answerDelayMs);
    add(call.operation, result, fault);
    options.record(call, result);
    if (fault?.lostAnswer) return undefined;
    return { ...result, headers: { ...result.headers, date: new Date(trouble.now(call.service)).toUTCString() } };
  }

  async function serve(call: Call, routed: Routed | undefined): Promise<Answer> {
    if (routed) return askRouted(routed, call);
    const own = call.service === "sts" ? await options.sts.answer(call) : undefined;
    return own ?? options.guard.hide(call, await options.answer(call));
  }

  const server = http.createServer((request, response) => {
    readBody(request)
      .then((body) => answer(request, body))
      .then(
        (answered) => {
          if (!answered) return request.socket.destroy();
          const { status, headers, body } = answered;
          return response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
        },
        (error: Error) => response.writeHead(500).end(`the sandbox's gateway failed: ${error.message}`),
      );
  });
  // Node closes an idle connection after 5 s, in which a client may just have begun its next call.
  server.keepAliveTimeout = 120_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop(): Promise<void> {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const since = (started: number): number => Math.round(performance.now() - started);

/** Keeps no process running: a caller that gave up is not waited for. */
const wait = (ms: number): Promise<void> => sleep(ms, undefined, { ref: false });

function notKnown(caller: "expired" | undefined, { service }: CredentialScope, { headers }: http.IncomingMessage): Answer {
  const dialect = dialectOf(service, headers);
  if (caller === undefined) return awsError(dialect, 403, "unknownKey", "The security token included in the request is invalid.");
  if (dialect === "s3") return awsError(dialect, 400, "expired", "The provided token has expired.");
  return awsError(dialect, dialect === "json" ? 400 : 403, "expired", "The security token included in the request is expired");
}

function troubleOf({ dialect }: Call, fault: Fault | undefined): Answer | undefined {
  if (!fault || fault.code === 0) return undefined;
  const { status, headers, body } = awsError(dialect, fault.code, "throttled", "Rate exceeded");
  return { status, headers: { ...headers, "retry-after": String(fault.retryAfter) }, body };
}
