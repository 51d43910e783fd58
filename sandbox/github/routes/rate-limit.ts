/** What is left of the hour, which asking does not use up: https://docs.github.com/en/rest/rate-limit */
import { rateOf } from "../headers";
import type { AddRoute } from "./add-route";

export function rateLimitRoutes(add: AddRoute): void {
  add("GET", "/rate_limit", ({ context, token }) => {
    const rate = rateOf(token);
    const untouched = (limit: number): object => ({ limit, used: 0, remaining: limit, reset: rate.reset });
    return context.json({ resources: { core: rate, search: untouched(30), graphql: untouched(5_000) }, rate });
  });
}
