/**
 * DNS as receivers see it: one answer per question, from the first resolver that has one, CNAMEs followed to their end. What a recursive
 * resolver leaves for us to follow, and chains without end, are dealt with here. Never throws.
 */
import { OperatorError } from "../../declaration/operator-error";
import { type Alias, type DnsAnswer, mostAliases } from "../../mail/dns/answer";
import type { DnsType } from "../../mail/dns/record";
import type { Resolve } from "../../mail/dns/resolve";
import { aliasesOf, failed, followAliases, negativeTtl } from "./answer";
import { type DnsClient, type DnsFailure, parseServer } from "./client";
import { firstUsable } from "./hedge";
import type { DnsReply, Question } from "./message";

interface ResolveSettings {
  /** As "address" or "address:port", the preferred one first. */
  resolvers: readonly string[];
  client: DnsClient;
}

interface Heard {
  server: string;
  reply: DnsReply | DnsFailure;
}

export function createResolve({ resolvers: texts, client }: ResolveSettings): Resolve {
  const resolvers = texts.map((name) => ({ name, server: parseServer(name, 53) }));
  if (resolvers.length === 0) throw new OperatorError("no DNS resolver is set", "name at least one in TWINPOST_DNS_RESOLVERS");

  const ask = async (name: string, type: DnsType): Promise<Heard> => {
    const question: Question = { name, type, recursive: true };
    const heard = await firstUsable(
      resolvers,
      (resolver): Promise<Heard> => client.ask(resolver.server, question).then((reply) => ({ server: resolver.name, reply })),
      isUsable,
    );
    if (!heard) throw new Error("there is a resolver, and it was not asked");
    return heard;
  };

  const resolve = async (name: string, type: DnsType, before: readonly Alias[]): Promise<DnsAnswer> => {
    const { server, reply } = await ask(name, type);
    if ("failure" in reply) {
      // A name that cannot be asked for cannot exist.
      if (reply.failure === "not-askable") return { outcome: "no-such-name", server, values: [], aliases: before };
      return { server, ...failed(reply.failure, reply.reason), aliases: before };
    }
    const { records, aliases: followed, end } = followAliases(reply.answers, { name, type });
    const aliases = [...before, ...aliasesOf(followed)];
    const about = { server, aliases, authenticated: reply.authenticated };
    const none = { ...about, values: [], ttl: negativeTtl(reply.authorities) };
    if (reply.code !== "NOERROR" && reply.code !== "NXDOMAIN")
      return { ...about, outcome: "failed", values: [], failure: "servfail", reason: reply.code };
    if (records.length > 0) {
      const ttl = Math.min(...[...aliases, ...records].map((each) => each.ttl));
      return { ...about, outcome: "answer", values: records.map(({ value }) => value), ttl };
    }
    if (aliases.some(({ name: owner }) => owner === end) || aliases.length > mostAliases)
      return { ...about, outcome: "failed", values: [], failure: "servfail", reason: `CNAME loop, or more than ${mostAliases} CNAMEs` };
    if (reply.code === "NXDOMAIN") return { ...none, outcome: "no-such-name" };
    const endsHere = followed.length === 0 || reply.authorities.some((record) => record.type === "SOA");
    return endsHere ? { ...none, outcome: "no-data" } : resolve(end, type, aliases);
  };

  return (name, type) => resolve(name.toLowerCase(), type, []);
}

const isUsable = ({ reply }: Heard): boolean => !("failure" in reply) && (reply.code === "NOERROR" || reply.code === "NXDOMAIN");
