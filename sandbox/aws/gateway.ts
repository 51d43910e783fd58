/**
 * The one address for every AWS service and account: routes a request by its signature's service, to the SESv2 stand-in or to moto, in the
 * account that its access key belongs to; logs its shape, makes trouble, refuses unknown keys, and turns what moto does not know into 501.
 */
import { once } from "node:events";
import http from "node:http";
import type net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Hono } from "hono";
import type { Surroundings } from "../surroundings";
import type { Fault } from "../trouble";
import { type AnswererOptions, answererOf } from "./answerers";
import { type Answer, type Call, readBody, readCall } from "./call";
import { motoClient } from "./moto-client";
import { askSes, sesRoutesOf } from "./ses-routes";
import { credentialScope } from "./signature";
import { awsError, dialectOf } from "./wire";

export interface GatewayOptions extends Omit<AnswererOptions, "moto"> {
  motoPort: number;
  /** The SESv2 stand-in's routes for an account in a region. */
  ses(account: string, region: string): Hono;
  /** Whose an access key is; undefined for one that nobody knows. */
  accountOf(accessKeyId: string): string | undefined;
}

export async function startGateway({ log, trouble }: Pick<Surroundings, "log" | "trouble">, options: GatewayOptions) {
  const moto = motoClient(options.motoPort);
  const answerFromMoto = answererOf({ ...options, moto });

  async function answer(request: http.IncomingMessage, body: Buffer): Promise<Answer> {
    const started = performance.now();
    const scope = credentialScope(request);
    if (!scope) return awsError(dialectOf(undefined, request.headers), 403, "unsigned", "Missing Authentication Token");
    const account = options.accountOf(scope.accessKeyId);
    const ses = account ? sesRoutesOf(request, scope, (region) => options.ses(account, region)) : undefined;
    const call = readCall(request, body, { scope, account: account ?? "", route: ses?.route });
    const fault = account ? trouble.decide(`${call.service} ${call.operation}`, call.resource) : undefined;
    if (fault) await sleep(fault.delayMs);

    const result = refusalOf(call) ?? troubleOf(call, fault) ?? (await (ses ? askSes(ses, call) : answerFromMoto(call)));

    if (result.status === 501) log.addUnknown(call.service, call.operation);
    log.add({
      service: call.service,
      operation: call.operation,
      status: result.status,
      ms: Math.round(performance.now() - started),
      ...(fault ? { trouble: true } : {}),
    });
    return result;
  }

  const server = http.createServer((request, response) => {
    readBody(request)
      .then((body) => answer(request, body))
      .then(
        ({ status, headers, body }) => response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body),
        (error: Error) => response.writeHead(500).end(`the sandbox's gateway failed: ${error.message}`),
      );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop(): Promise<void> {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      moto.stop();
      await closed;
    },
  };
}

function refusalOf({ account, dialect }: Call): Answer | undefined {
  if (account) return undefined;
  return awsError(dialect, 403, "unknownKey", "The security token included in the request is invalid.");
}

function troubleOf({ dialect }: Call, fault: Fault | undefined): Answer | undefined {
  if (!fault || fault.code === 0) return undefined;
  const { status, headers, body } = awsError(dialect, fault.code, "throttled", "Rate exceeded");
  return { status, headers: { ...headers, "retry-after": String(fault.retryAfter) }, body };
}
