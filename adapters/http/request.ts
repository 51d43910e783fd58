/**
 * One HTTP request with a time-out, repeated only where that is safe: after 429 always, since the service did not act (RFC 6585 4), as after
 * GitHub's 403 for a rate limit; after 502, 503, 504 or no answer only for idempotent methods (RFC 9110 9.2.2). Waits as Retry-After (RFC 9110
 * 10.2.3) or the X-RateLimit-Reset of SendGrid and GitHub ask. Uses Node's `fetch`: no proxy, no private certificate authority. A redirect is
 * an answer like any other: a token is sent to no address but the one that was asked.
 */
import { setTimeout as pause } from "node:timers/promises";
import { readBounded, TooLarge } from "../limits";
import { addressOf } from "../refused";

export interface HttpRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface HttpSettings {
  /** Of one try, its body included; 10 s unless told. */
  timeoutMs?: number;
  /** Milliseconds since 1970: no try goes on beyond it, and none begins after it. */
  deadline?: number;
  now?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
}

export interface HttpAnswer {
  /** 0 when there was no answer, or no complete one. */
  status: number;
  text: string;
  headers: Headers;
  /** Why there was no answer, or none that was read. */
  failure?: string;
}

const maxTries = 4;
const maxWaitMs = 60_000;
const firstPauseMs = 250;

/** @returns the last answer, whatever its status; does not throw. */
export async function request(
  asked: HttpRequest,
  { timeoutMs = 10_000, deadline = Number.POSITIVE_INFINITY, now = Date.now, sleep = pause }: HttpSettings,
): Promise<HttpAnswer> {
  let waitedMs = 0;
  for (let tries = 1; ; tries++) {
    const attempt = await attemptOnce(asked, Math.max(1, Math.min(timeoutMs, deadline - now())));
    const waitMs = mayRepeat(asked.method, attempt) ? (askedPause(attempt, now()) ?? firstPauseMs * 2 ** (tries - 1)) : undefined;
    if (waitMs === undefined || tries === maxTries || waitedMs + waitMs > maxWaitMs || now() + waitMs >= deadline) return attempt;
    await sleep(waitMs);
    waitedMs += waitMs;
  }
}

/** The method and path of a request, as errors name it; queries are left out. */
export const operationOf = ({ method, url }: Pick<HttpRequest, "method" | "url">): string => `${method} ${new URL(url).pathname}`;

async function attemptOnce({ method, url, headers = {}, body }: HttpRequest, timeoutMs: number): Promise<HttpAnswer> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method, headers, redirect: "manual", signal, ...(body === undefined ? {} : { body }) });
    const { status, headers: answered, body: pieces } = response;
    try {
      return { status, headers: answered, text: pieces ? await readBounded(pieces, "http") : "" };
    } catch (error) {
      // The service has answered, so to ask again is no use.
      if (error instanceof TooLarge) return { status, headers: answered, text: "", failure: error.message };
      throw error;
    }
  } catch (error) {
    return { status: 0, text: "", headers: new Headers(), failure: failureText(error, timeoutMs) };
  }
}

/** `fetch` wraps the reason ("fetch failed", "terminated"); only its code is told, since messages may hold what was sent. */
function failureText(error: unknown, timeoutMs: number): string {
  const { name, message, cause } = error as { name?: string; message?: string; cause?: { code?: unknown } };
  if (name === "TimeoutError") return `no answer within ${timeoutMs} ms`;
  if (message === "terminated" || cause?.code === "UND_ERR_SOCKET") return "the connection was closed before the answer was complete";
  const address = addressOf(cause);
  return typeof cause?.code === "string" ? `no connection${address ? ` to ${address}` : ""} (${cause.code})` : "no answer";
}

function mayRepeat(method: HttpRequest["method"], answer: HttpAnswer): boolean {
  const idempotent = method === "GET" || method === "PUT" || method === "DELETE";
  return isLimit(answer) || (idempotent && [0, 502, 503, 504].includes(answer.status));
}

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api: GitHub may say 403 where others say 429. */
const isLimit = ({ status, headers }: HttpAnswer): boolean =>
  status === 429 || (status === 403 && (headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0"));

/** Milliseconds that the service asks to wait; undefined when it does not say. */
function askedPause(answer: HttpAnswer, now: number): number | undefined {
  const { headers } = answer;
  const retryAfter = headers.get("retry-after") ?? "";
  // It comes with every answer; it only matters once the limit is reached.
  const resetAt = isLimit(answer) ? headers.get("x-ratelimit-reset") : null;
  const until = /^\d+$/.test(retryAfter) ? now + Number(retryAfter) * 1000 : Date.parse(retryAfter);
  const ms = (Number.isNaN(until) ? Number(resetAt ?? Number.NaN) * 1000 : until) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
