/**
 * What a reply means for the question that was asked: RFC 1034 4.3.2 (a CNAME answers every type), RFC 2308 (no such name, no data, and how
 * long either may be cached). A refusal is an answer here, not an exception.
 */
import type { Alias, DnsAnswer } from "../../mail/dns/answer";
import type { DnsFailure } from "./client";
import type { DnsReply, Question, ResourceRecord } from "./message";

export type Conclusion = Omit<DnsAnswer, "server" | "address">;

export const failed = (failure: DnsAnswer["failure"], reason: string): Conclusion => ({
  outcome: "failed",
  values: [],
  aliases: [],
  ...(failure ? { failure } : {}),
  reason,
});

export function conclude(reply: DnsReply | DnsFailure, question: Question): Conclusion {
  if ("failure" in reply) return failed(reply.failure, reply.reason);
  if (reply.code !== "NOERROR" && reply.code !== "NXDOMAIN") return failed("servfail", reply.code);
  const { records, aliases: followed } = followAliases(reply.answers, question);
  const aliases = aliasesOf(followed);
  if (records.length > 0) {
    const values = records.map(({ value }) => value);
    return {
      outcome: "answer",
      values: question.type === "TXT" ? values : values.sort(),
      aliases,
      ttl: smallestTtl([...aliases, ...records]),
    };
  }
  const ttl = negativeTtl(reply.authorities);
  return {
    outcome: reply.code === "NXDOMAIN" ? "no-such-name" : "no-data",
    values: [],
    aliases,
    ...(ttl === undefined ? {} : { ttl }),
  };
}

/** Of an authoritative server that is none for the zone, every answer is worthless, however right it looks. */
export function concludeAuthoritative(reply: DnsReply | DnsFailure, question: Question): Conclusion {
  if (!("failure" in reply)) {
    if (reply.code === "REFUSED" || reply.code === "NOTAUTH") return failed("lame", reply.code);
    if ((reply.code === "NOERROR" || reply.code === "NXDOMAIN") && !reply.authoritative)
      return failed("lame", "it answers, but not as an authority for the zone");
  }
  return conclude(reply, question);
}

/** A chain that comes back to itself ends there, without records. */
export function followAliases(answers: readonly ResourceRecord[], { name, type }: Pick<Question, "name" | "type">) {
  const aliases: ResourceRecord[] = [];
  let owner = name.toLowerCase();
  for (;;) {
    const here = answers.filter((record) => record.name === owner);
    const records = here.filter((record) => record.type === type);
    const alias = here.find((record) => record.type === "CNAME");
    if (records.length > 0 || !alias || aliases.includes(alias)) return { records, aliases, end: owner };
    aliases.push(alias);
    owner = alias.value;
  }
}

export const aliasesOf = (followed: readonly ResourceRecord[]): Alias[] =>
  followed.map(({ name, value, ttl }) => ({ name, target: value, ttl }));

const smallestTtl = (records: readonly Pick<ResourceRecord, "ttl">[]): number => Math.min(...records.map(({ ttl }) => ttl));

/** RFC 2308 5: the smaller one of the SOA's own TTL and its last field. */
export function negativeTtl(authorities: readonly ResourceRecord[]): number | undefined {
  const soa = authorities.find(({ type }) => type === "SOA");
  return soa && Math.min(soa.ttl, Number(soa.value.split(" ").at(-1)));
}

/** The serial number of a SOA record's value. */
export const serialOf = (soa: string): number => Number(soa.split(" ")[2]);
