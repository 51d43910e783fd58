/** The HTTP side of a provider: bearer token, JSON, and the real provider's own patience with errors that pass. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Value } from "./codec";

export interface RetryPolicy {
  /** Calls in all, the first included. */
  attempts: number;
  retries(method: string, status: number): boolean;
  /** Seconds to wait when the answer has no Retry-After. */
  wait(attempt: number): number;
}

/** Any JSON answer. Fields that are absent read as undefined. */
export type Json = { [name: string]: Value | undefined };

export class ApiError extends Error {
  constructor(
    readonly method: string,
    readonly url: string,
    readonly status: number,
    readonly statusText: string,
    readonly body: string,
  ) {
    super(`${method} "${url}": ${status} ${statusText} ${body}`);
  }
}

export class ApiClient {
  constructor(
    readonly baseUrl: string,
    private readonly token: string,
    private readonly policy: RetryPolicy,
    /** Sent with every call. */
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** @throws ApiError */
  async call(method: string, path: string, body?: object): Promise<Json> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.#send(method, path, body);
      const text = await response.text();
      if (response.ok) return (text === "" ? {} : JSON.parse(text)) as Json;
      if (attempt >= this.policy.attempts || !this.policy.retries(method, response.status)) {
        throw new ApiError(method, response.url, response.status, response.statusText, text);
      }
      const retryAfter = Number(response.headers.get("Retry-After") ?? Number.NaN);
      await sleep(1000 * (Number.isNaN(retryAfter) ? this.policy.wait(attempt) : retryAfter));
    }
  }

  #send(method: string, path: string, body: object | undefined): Promise<Response> {
    return fetch(`${this.baseUrl}${path}`, {
      method,
      headers: { ...this.headers, Authorization: `Bearer ${this.token}`, ...(body ? { "Content-Type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }
}
