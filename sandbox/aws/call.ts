/** One call to AWS as the gateway has read it, and the answer that it gets. */
import type http from "node:http";
import type { Caller } from "./access/caller";
import type { CredentialScope } from "./signature";
import { type Dialect, dialectOf, operationOf, resourceOf } from "./wire";

export interface Call extends CredentialScope {
  caller: Caller;
  /** That the caller acts in. */
  account: string;
  /** "CreateAccessKey", or for services without actions "PUT /{bucket}/{key}"; never with a value. */
  operation: string;
  /** The user or the secret that it is about, else the path. Never logged. */
  resource: string;
  /** How the service writes its errors. */
  dialect: Dialect;
  request: Asked;
  body: Buffer;
}

export type Asked = Pick<http.IncomingMessage, "method" | "url" | "headers">;

export interface Answer {
  status: number;
  headers: http.OutgoingHttpHeaders;
  body: Buffer | string;
  /** Why the sandbox cannot answer, when it is not simply unknown to it. For the log, not for the caller. */
  gap?: string;
}

/** Answers the calls that it knows; the next one answers those for which it has `undefined`. */
export type Answerer = (call: Call) => Answer | undefined | Promise<Answer | undefined>;

export interface Reading {
  scope: CredentialScope;
  caller: Caller;
  /** The pattern of the path for a service that is known by its routes. */
  route: string | undefined;
}

export function readCall(request: http.IncomingMessage, body: Buffer, { scope, caller, route }: Reading): Call {
  return {
    ...scope,
    caller,
    account: caller.account,
    operation: route ? `${request.method} ${route}` : operationOf(scope.service, request, body),
    resource: resourceOf(request, body),
    dialect: dialectOf(scope.service, request.headers),
    request,
    body,
  };
}

export async function readBody(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
