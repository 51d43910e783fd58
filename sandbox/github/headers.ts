/**
 * The headers of every answer: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api and best practices (conditional
 * requests). An answer 304 counts for nothing. Of the secondary limits, the one on writing is here: 80 in a minute. Not imitated: the others, and
 * limits shared by the tokens of one user.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { failure } from "./github-error";
import type { GithubState, Token } from "./state";

const hour = 60 * 60;
const minuteMs = 60_000;
const writesInAMinute = 80;

export const withGithubHeaders = (state: GithubState, now: () => number): MiddlewareHandler =>
  async function addHeaders(context, next) {
    const secret = /^(?:token|bearer) (.+)$/i.exec(context.req.header("Authorization") ?? "")?.[1];
    const token = secret === undefined ? undefined : state.token(secret);
    if (token) renew(token, now());
    if (token && context.req.path !== "/rate_limit" && token.rate.used >= token.rate.limit) {
      context.res = Response.json(failure(403, "API rate limit exceeded for user ID 1."), { status: 403 });
    } else if (token && writesTooMuch(token, context.req.method, now())) {
      const refused = failure(403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.");
      context.res = Response.json(refused, { status: 403, headers: { "Retry-After": "60" } });
    } else {
      await next();
      const isUnchanged = await compareTags(context);
      if (token && context.req.path !== "/rate_limit" && !isUnchanged) token.rate.used += 1;
    }
    const { headers } = context.res;
    headers.set(
      "X-GitHub-Request-Id",
      [4, 6, 8, 8, 8]
        .map((size) =>
          randomBytes(size / 2)
            .toString("hex")
            .toUpperCase(),
        )
        .join(":"),
    );
    headers.set("X-GitHub-Media-Type", "github.v3; format=json");
    headers.set("X-GitHub-Api-Version-Selected", "2022-11-28");
    if (token) for (const [name, value] of Object.entries(rateOf(token))) headers.set(`X-RateLimit-${name}`, String(value));
  };

export const rateOf = ({ rate: { limit, used, resetsAt } }: Token): { limit: number; used: number; remaining: number; reset: number } => ({
  ...{ limit, used, remaining: limit - used, reset: resetsAt },
});

/** "No more than 80 content-generating requests per minute". */
function writesTooMuch({ rate }: Token, method: string, now: number): boolean {
  if (method === "GET") return false;
  rate.writes = rate.writes.filter((at) => now - at < minuteMs);
  if (rate.writes.length >= writesInAMinute) return true;
  rate.writes.push(now);
  return false;
}

/** A limit is for an hour from the first call. */
function renew({ rate }: Token, now: number): void {
  const seconds = Math.floor(now / 1000);
  if (seconds < rate.resetsAt) return;
  Object.assign(rate, { used: 0, resetsAt: seconds + hour });
}

/** @returns whether the caller has this answer already, and gets 304. */
async function compareTags(context: Context): Promise<boolean> {
  if (context.req.method !== "GET" || context.res.status !== 200) return false;
  const body = await context.res.clone().arrayBuffer();
  const tag = `W/"${createHash("sha256").update(Buffer.from(body)).digest("hex")}"`;
  const isSame = context.req.header("If-None-Match") === tag;
  if (isSame) context.res = new Response(null, { status: 304 });
  context.res.headers.set("ETag", tag);
  context.res.headers.set("Cache-Control", "private, max-age=60, s-maxage=60");
  context.res.headers.set("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, Accept, X-Requested-With");
  return isSame;
}
