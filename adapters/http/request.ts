/**
 * One HTTP request with a time-out, repeated only where that is safe: after 429 always, since the service did not act (RFC 6585 4); after
 * 502, 503, 504 or no answer only for idempotent methods (RFC 9110 9.2.2). Waits as Retry-After (RFC 9110 10.2.3) or SendGrid's
 * X-RateLimit-Reset ask. Uses Node's `fetch`: no proxy, no private certificate authority.
 */
import { setTimeout as pause } from "node:timers/promises";
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
  /** Why there was no answer. */
  failure?: string;
}

type Attempt = HttpAnswer & { headers: Headers };

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

async function attemptOnce({ method, url, headers = {}, body }: HttpRequest, timeoutMs: number): Promise<Attempt> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method, headers, redirect: "error", signal, ...(body === undefined ? {} : { body }) });
    return { status: response.status, headers: response.headers, text: await response.text() };
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

function mayRepeat(method: HttpRequest["method"], { status }: Attempt): boolean {
  const idempotent = method === "GET" || method === "PUT" || method === "DELETE";
  return status === 429 || (idempotent && [0, 502, 503, 504].includes(status));
}

/** Milliseconds that the service asks to wait; undefined when it does not say. */
function askedPause({ status, headers }: Attempt, now: number): number | undefined {
  const retryAfter = headers.get("retry-after") ?? "";
  // SendGrid sends this one with every answer; it only matters once the limit is reached.
  const resetAt = status === 429 ? headers.get("x-ratelimit-reset") : null;
  const until = /^\d+$/.test(retryAfter) ? now + Number(retryAfter) * 1000 : Date.parse(retryAfter);
  const ms = (Number.isNaN(until) ? Number(resetAt ?? Number.NaN) * 1000 : until) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
