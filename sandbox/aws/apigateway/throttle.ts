/**
 * Limits of a route as API Gateway has them, a bucket of tokens that fills at a rate: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html.
 * A stage's own limits are for each of its routes; without any the account's are for all of them together. Real limits are best effort.
 */
import type { Stage } from "./state";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const accountLimits = { rate: 10_000, burst: 5_000 };

interface Bucket {
  tokens: number;
  filledAt: number;
}

export class Throttle {
  readonly #buckets = new Map<string, Bucket>();

  /** @param clock in milliseconds */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** Takes one token of the route's bucket. */
  allows(apiId: string, stage: Stage, routeKey: string): boolean {
    const { throttlingRateLimit, throttlingBurstLimit } = { ...stage.defaultRouteSettings, ...stage.routeSettings[routeKey] };
    const isOwn = throttlingRateLimit !== undefined || throttlingBurstLimit !== undefined;
    const rate = throttlingRateLimit ?? accountLimits.rate;
    const burst = throttlingBurstLimit ?? accountLimits.burst;
    const at = this.clock();
    const key = isOwn ? `${apiId} ${stage.stageName} ${routeKey}` : "account";
    const bucket = this.#buckets.get(key) ?? { tokens: burst, filledAt: at };
    this.#buckets.set(key, bucket);
    bucket.tokens = Math.min(burst, bucket.tokens + ((at - bucket.filledAt) / 1000) * rate);
    bucket.filledAt = at;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
