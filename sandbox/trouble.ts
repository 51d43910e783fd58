/**
 * Injected trouble as data. Whether a call is hit is decided by a hash of (seed, operation, resource, attempt), never by a random
 * stream, so the same run has the same trouble however its calls interleave. A call (operation and resource) is hit at most once:
 * a client that retries as the provider's documentation asks always gets through.
 */
import { createHash } from "node:crypto";

export interface TroubleRule {
  /** The operation, as "<service> <what>": "sendgrid POST /v3/api_keys", "ses AUTH". */
  on: string;
  /** 0 to 1. */
  probability: number;
  /** The HTTP status or SMTP reply code to answer with; 0 answers normally, after the delay. */
  code: number;
  delayMs?: number;
}

export interface Fault {
  code: number;
  delayMs: number;
  /** Seconds for a Retry-After header. */
  retryAfter: number;
}

export class Trouble {
  readonly #attempts = new Map<string, number>();
  readonly #hit = new Set<string>();

  constructor(
    readonly seed: string,
    readonly rules: readonly TroubleRule[],
  ) {}

  /** Counts this call and says whether it is hit. `resource` is what the call is about: a path, a user name. */
  decide(operation: string, resource: string): Fault | undefined {
    const key = `${operation} ${resource}`;
    const attempt = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempt);
    if (this.#hit.has(key)) return undefined;
    for (const rule of this.rules) {
      if (rule.on !== operation || !this.#chosen(`${key} ${attempt} ${rule.code}`, rule.probability)) continue;
      this.#hit.add(key);
      return { code: rule.code, delayMs: rule.delayMs ?? 0, retryAfter: 1 };
    }
    return undefined;
  }

  #chosen(text: string, probability: number): boolean {
    const digest = createHash("sha256").update(`${this.seed} ${text}`).digest();
    return digest.readUInt32BE(0) / 2 ** 32 < probability;
  }
}

export const calm = (): Trouble => new Trouble("calm", []);

/**
 * Names resources whose ids are random by the order in which they appear: trouble that depended on such ids would be another in each run
 * with the same seed.
 */
export function numberIds(): (kind: string, id: string) => string {
  const numbers = new Map<string, Map<string, number>>();
  return (kind, id) => {
    const known = numbers.get(kind) ?? new Map<string, number>();
    numbers.set(kind, known);
    if (!known.has(id)) known.set(id, known.size + 1);
    return `${kind} ${known.get(id)}`;
  };
}
