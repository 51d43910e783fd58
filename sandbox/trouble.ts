/**
 * Injected trouble as data. Whether a call is hit is decided by a hash of (seed, operation, resource, attempt), never by a random
 * stream, so the same run has the same trouble however its calls interleave. A call (operation and resource) is hit at most once:
 * a client that retries as the provider's documentation asks always gets through.
 */
import { createHash } from "node:crypto";

/** A rule has at least one of `code` to `clockSkewMs`. */
export interface TroubleRule {
  /** The operation, as "<service> <what>": "sendgrid POST /v3/api_keys", "ses AUTH"; "<service> clock" for a service's clock. */
  on: string;
  /** 0 to 1. */
  probability: number;
  /** The HTTP status or SMTP reply code to answer with, instead of doing what was asked. */
  code?: number;
  /** The call waits, then it is done. */
  delayMs?: number;
  /** The call is done at once, its answer comes late. */
  answerDelayMs?: number;
  /** The connection dies before the call is done. */
  lostRequest?: true;
  /** The call is done, but the connection dies before its answer is sent. */
  lostAnswer?: true;
  /** From this call on, which is not done, every connection to the service dies for so long. */
  outageMs?: number;
  /** The call is done and answered, but what it made works, and what it ended keeps working, for so long: a new key, a deleted one. */
  effectDelayMs?: number;
  /** How far the service's clock is ahead: of its Date header, and of the times that it notes. Negative: behind. */
  clockSkewMs?: number;
}

/** What happens to one call: a rule's fields, where 0 and false mean that nothing does. */
export interface Fault {
  code: number;
  delayMs: number;
  /** Seconds for a Retry-After header. */
  retryAfter: number;
  answerDelayMs: number;
  lostRequest: boolean;
  lostAnswer: boolean;
  outageMs: number;
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
    const attempt = this.#count(key);
    if (this.#hit.has(key)) return undefined;
    const rule = this.#first(operation, (each) => isFault(each) && this.#chosen(`${key} ${attempt} ${kindOf(each)}`, each.probability));
    if (!rule) return undefined;
    this.#hit.add(key);
    const { code = 0, delayMs = 0, answerDelayMs = 0, lostRequest = false, lostAnswer = false, outageMs = 0 } = rule;
    return { code, delayMs, retryAfter: 1, answerDelayMs, lostRequest, lostAnswer, outageMs };
  }

  /** For how long what this call did is not seen yet. Every call is decided anew, since nothing fails that would be retried. */
  effectDelayMs(operation: string, resource: string): number {
    const key = `${operation} ${resource}`;
    const attempt = this.#count(`effect of ${key}`);
    const chosen = ({ effectDelayMs, probability }: TroubleRule) =>
      effectDelayMs !== undefined && this.#chosen(`${key} ${attempt} effect`, probability);
    return this.#first(operation, chosen)?.effectDelayMs ?? 0;
  }

  /** Milliseconds since 1970 as this service counts them. */
  now(service: string): number {
    const chosen = ({ clockSkewMs, probability }: TroubleRule) =>
      clockSkewMs !== undefined && this.#chosen(`${service} clock`, probability);
    return Date.now() + (this.#first(`${service} clock`, chosen)?.clockSkewMs ?? 0);
  }

  #first(operation: string, chosen: (rule: TroubleRule) => boolean): TroubleRule | undefined {
    return this.rules.find((rule) => rule.on === operation && chosen(rule));
  }

  #count(key: string): number {
    const attempt = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempt);
    return attempt;
  }

  #chosen(text: string, probability: number): boolean {
    const digest = createHash("sha256").update(`${this.seed} ${text}`).digest();
    return digest.readUInt32BE(0) / 2 ** 32 < probability;
  }
}

const faultKinds = ["code", "delayMs", "answerDelayMs", "lostRequest", "lostAnswer", "outageMs"] as const;
const isFault = (rule: TroubleRule): boolean => faultKinds.some((kind) => rule[kind] !== undefined);
/** Two rules for one operation are decided apart. */
const kindOf = (rule: TroubleRule): string => String(rule.code ?? faultKinds.find((kind) => rule[kind] !== undefined));

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
