/**
 * What a function behind an HTTP API is given and how its answer is read, format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import type http from "node:http";

export interface Incoming {
  method: string;
  /** With the query. */
  url: string;
  /** Names and values by turns, as they came. */
  rawHeaders: readonly string[];
  body: Buffer;
  sourceIp: string;
}

export interface Place {
  account: string;
  apiId: string;
  host: string;
  stage: string;
  routeKey: string;
  /** Of the route's variables in braces. */
  pathParameters: Record<string, string>;
  requestId: string;
  at: Date;
}

export function payloadOf({ method, url, rawHeaders, body, sourceIp }: Incoming, place: Place): object {
  const { pathname, searchParams, search } = new URL(url, `https://${place.host}`);
  const headers = headersOf(rawHeaders, place.host);
  const { cookie, ...others } = headers;
  const query = Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name).join(",")]));
  // The body stays text only for types that are text, and is not compressed.
  const isBase64Encoded = body.length > 0 && !isText(headers);
  const path = decodeURIComponent(pathname);
  return {
    version: "2.0",
    routeKey: place.routeKey,
    rawPath: path,
    rawQueryString: search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers: others,
    ...(search.length > 1 ? { queryStringParameters: query } : {}),
    ...(Object.keys(place.pathParameters).length > 0 ? { pathParameters: place.pathParameters } : {}),
    requestContext: {
      accountId: place.account,
      apiId: place.apiId,
      domainName: place.host,
      domainPrefix: place.apiId,
      http: { method, path, protocol: "HTTP/1.1", sourceIp, userAgent: headers["user-agent"] ?? "" },
      requestId: place.requestId,
      routeKey: place.routeKey,
      stage: place.stage,
      time: clfTime(place.at),
      timeEpoch: place.at.getTime(),
    },
    ...(body.length > 0 ? { body: body.toString(isBase64Encoded ? "base64" : "utf8") } : {}),
    isBase64Encoded,
  };
}

/** Names in lower case, values of one name joined by commas; the gateway adds its own. */
function headersOf(raw: readonly string[], host: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase();
    const value = raw[index + 1] ?? "";
    if (name === "connection" || name === "transfer-encoding") continue;
    headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
  }
  return { ...headers, host, "x-forwarded-proto": "https", "x-forwarded-port": "443", "x-forwarded-for": "127.0.0.1" };
}

/** Belief: the list of types; no document has it. Without a type a body is binary. */
const textTypes = /^(text\/.*|application\/(json|javascript|xml|[\w.-]+\+(json|xml)))$/;

const isText = (headers: Record<string, string>): boolean =>
  headers["content-encoding"] === undefined && textTypes.test((headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "");

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const clfTime = (at: Date): string =>
  `${at.toISOString().slice(8, 10)}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}:${at.toISOString().slice(11, 19)} +0000`;

export interface Answered {
  status: number;
  headers: http.OutgoingHttpHeaders;
  body: Buffer | string;
}

/** @returns undefined for an answer that API Gateway cannot read: it says 500 then. */
export function answerOf(payload: unknown): Answered | undefined {
  const json = { "content-type": "application/json" };
  if (typeof payload !== "object" || payload === null) return { status: 200, headers: json, body: JSON.stringify(payload ?? null) };
  const { statusCode, headers, cookies, body, isBase64Encoded } = payload as Record<string, unknown>;
  // "If your Lambda function returns valid JSON and doesn't return a statusCode", all of it is the body.
  if (statusCode === undefined) return { status: 200, headers: json, body: JSON.stringify(payload) };
  if (typeof statusCode !== "number" || !Number.isInteger(statusCode) || statusCode < 100 || statusCode > 599) return undefined;
  const own = Object.fromEntries(
    Object.entries((headers ?? {}) as Record<string, unknown>).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const text = body === undefined || body === null ? "" : typeof body === "string" ? body : JSON.stringify(body);
  return {
    status: statusCode,
    headers: {
      "content-type": "text/plain;charset=UTF-8",
      ...own,
      ...(Array.isArray(cookies) ? { "set-cookie": cookies.map(String) } : {}),
    },
    body: isBase64Encoded === true ? Buffer.from(text, "base64") : text,
  };
}
