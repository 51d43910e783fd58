/**
 * A recursive resolver's cache: an answer, or that there is none (RFC 2308), is kept for its TTL, at most for `mostSeconds` (BIND's
 * max-cache-ttl and max-ncache-ttl), and told with the seconds that are left.
 */
import type { ZoneAnswer } from "./zones";

interface Kept {
  answer: ZoneAnswer;
  untilMs: number;
}

export const negativeTtl = 60;

export class AnswerCache {
  readonly #kept = new Map<string, Kept>();

  constructor(
    readonly ask: (name: string, type: string) => ZoneAnswer,
    readonly mostSeconds: number,
    readonly now: () => number,
  ) {}

  answer(name: string, type: string): ZoneAnswer {
    const key = `${name.toLowerCase()} ${type}`;
    const known = this.#kept.get(key);
    if (known && this.now() < known.untilMs) return withTtl(known.answer, Math.ceil((known.untilMs - this.now()) / 1000));
    const answer = this.ask(name, type);
    const ttls = answer.records.map(({ ttl }) => ttl);
    const seconds = Math.min(this.mostSeconds, ...(ttls.length > 0 ? ttls : [negativeTtl]));
    this.#kept.set(key, { answer, untilMs: this.now() + seconds * 1000 });
    return withTtl(answer, seconds);
  }
}

const withTtl = (answer: ZoneAnswer, ttl: number): ZoneAnswer => ({
  ...answer,
  negativeTtl: ttl,
  records: answer.records.map((record) => ({ ...record, ttl })),
});
