/**
 * A recursive resolver's cache. An answer is kept for its TTL; that a name does not exist, or has nothing of a type, for the smaller one of the SOA's
 * TTL and its last field (RFC 2308 5), of a name that does not exist for every type (RFC 2308 5, "name error"). A name that is an alias is one for
 * every type; one that is none says nothing of its other types. Told with the seconds that are left. Each link of a chain of CNAMEs is kept by itself.
 * Not imitated: names below one that does not exist (RFC 8020).
 */
import { type Look, negativeSeconds, type ZoneAnswer } from "./zones";

interface Kept {
  answer: ZoneAnswer;
  untilMs: number;
}

export class AnswerCache {
  readonly #kept = new Map<string, Kept>();

  /** @param now milliseconds: a clock that runs faster makes TTLs pass faster. */
  constructor(
    readonly look: Look,
    readonly now: () => number,
  ) {}

  answer(name: string, type: string): ZoneAnswer | undefined {
    const known = [`${name} *`, `${name} alias`, `${name} ${type}`].map((key) => this.#fresh(key)).find(Boolean);
    if (known) return withTtl(known.answer, Math.ceil((known.untilMs - this.now()) / 1000));
    const answer = this.look(name, type);
    if (!answer) return undefined;
    const ttls = answer.records.map(({ ttl }) => ttl);
    const seconds = ttls.length > 0 ? Math.min(...ttls) : negativeSeconds;
    const isAlias = answer.records.some((record) => record.type === "CNAME");
    const about = answer.code === "NXDOMAIN" ? "*" : isAlias ? "alias" : type;
    this.#kept.set(`${name} ${about}`, { answer, untilMs: this.now() + seconds * 1000 });
    return withTtl(answer, seconds);
  }

  #fresh(key: string): Kept | undefined {
    const known = this.#kept.get(key);
    return known && this.now() < known.untilMs ? known : undefined;
  }
}

const withTtl = (answer: ZoneAnswer, ttl: number): ZoneAnswer => ({
  ...answer,
  negativeTtl: ttl,
  records: answer.records.map((record) => ({ ...record, ttl })),
});
