/**
 * Asks DNS servers one by one, so that it shows which of them knows a record: the recursive resolvers (what receivers will see) and every
 * address of every authoritative server of the name's zone (what is published, with no cache between). A refusal is an answer here, not an
 * exception.
 */
import { OperatorError } from "../../declaration/operator-error";
import type { DnsAnswer } from "../../mail/dns/answer";
import type { DnsType } from "../../mail/dns/record";
import { conclude, concludeAuthoritative, failed, serialOf } from "./answer";
import { createDnsClient, type DnsClient, type DnsClientSettings, type DnsFailure, parseServer } from "./client";
import { createDelegation, type NameServer, type Zone } from "./delegation";
import type { DnsReply, Question } from "./message";

export interface DnsLookup {
  /** One answer per recursive resolver. */
  visible(name: string, type: DnsType): Promise<DnsAnswer[]>;
  /** One answer per address of an authoritative server of the closest enclosing zone. */
  published(name: string, type: DnsType): Promise<DnsAnswer[]>;
}

export interface DnsLookupSettings extends DnsClientSettings {
  /** As "address" or "address:port". */
  resolvers: readonly string[];
  /** The port of authoritative servers. */
  port: number;
  /** To share answers with; one of its own unless given. */
  client?: DnsClient;
}

/** Referrals from the closest zone that was known: more of them are a trap. */
const mostReferrals = 8;

export function createDnsLookup({ resolvers: texts, port, client: given, ...settings }: DnsLookupSettings): DnsLookup {
  const resolvers = texts.map((text) => ({ name: text, server: parseServer(text, 53) }));
  if (resolvers.length === 0) throw new OperatorError("no DNS resolver is set", "name at least one in TWINPOST_DNS_RESOLVERS");
  const client = given ?? createDnsClient(settings);
  const delegation = createDelegation({ client, resolvers: resolvers.map(({ server }) => server), port });

  const askResolver = async (resolver: (typeof resolvers)[number], question: Question): Promise<DnsAnswer> => {
    const reply = await client.ask(resolver.server, question);
    const answer = { server: resolver.name, ...conclude(reply, question) };
    if ("failure" in reply || reply.code !== "SERVFAIL") return answer;
    // A validating resolver says no more than SERVFAIL; asked not to validate, it tells whether DNSSEC is why.
    const unchecked = conclude(await client.ask(resolver.server, { ...question, unchecked: true }), question);
    if (unchecked.outcome === "failed") return answer;
    return { ...answer, failure: "dnssec", reason: "SERVFAIL; without DNSSEC validation it has an answer" };
  };

  const askAll = async (zone: Zone, question: Question) => {
    const servers = await zone.servers();
    const replies = await Promise.all(
      servers.map(async (each) => ({ each, reply: each.server ? await client.ask(each.server, question) : noAddress })),
    );
    return withoutUnreachable(replies);
  };

  /** Where servers disagree, their serial numbers tell which one is behind. */
  const withSerials = async (answers: DnsAnswer[], servers: NameServer[], zone: Zone): Promise<DnsAnswer[]> => {
    if (new Set(answers.filter(({ outcome }) => outcome !== "failed").map(contentOf)).size < 2) return answers;
    const question: Question = { name: zone.name, type: "SOA", recursive: false };
    return Promise.all(
      answers.map(async (answer, index) => {
        const { server } = servers[index] ?? {};
        const [soa] = server ? concludeAuthoritative(await client.ask(server, question), question).values : [];
        return soa ? { ...answer, serial: serialOf(soa) } : answer;
      }),
    );
  };

  const askZone = async (start: Zone, question: Question): Promise<DnsAnswer[]> => {
    let zone = start;
    for (let referrals = 0; ; referrals++) {
      const replies = await askAll(zone, question);
      const below = replies.some(({ reply }) => "authoritative" in reply && reply.authoritative)
        ? undefined
        : replies.map(({ reply }) => delegation.referredTo(reply, zone, question.name)).find(Boolean);
      if (below && referrals < mostReferrals) zone = below;
      else {
        const answers = replies.map(
          ({ each, reply }): DnsAnswer => ({
            server: each.name,
            ...(each.server ? { address: each.server.address } : {}),
            ...concludeAuthoritative(reply, question),
          }),
        );
        return withSerials(
          answers,
          replies.map(({ each }) => each),
          zone,
        );
      }
    }
  };

  return {
    visible: (name, type) => Promise.all(resolvers.map((each) => askResolver(each, { name: name.toLowerCase(), type, recursive: true }))),
    published: async (name, type) => {
      try {
        const question = { name: name.toLowerCase(), type, recursive: false };
        const zone = await delegation.zoneOf(question.name);
        return zone ? await askZone(zone, question) : [];
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        const names = resolvers.map((each) => each.name).join(", ");
        return [{ server: names, ...failed(undefined, `its name servers were not found: ${error.message}`) }];
      }
    },
  };
}

const noAddress: DnsFailure = { failure: "unreachable", reason: "its name has no address" };

const contentOf = ({ outcome, values }: DnsAnswer): string => JSON.stringify([outcome, [...values].sort()]);

/** Half of the world has no IPv6, or a broken one: where no IPv6 address answers and an IPv4 one does, that says nothing about the servers. */
function withoutUnreachable<T extends { each: NameServer; reply: DnsReply | DnsFailure }>(replies: T[]): T[] {
  const isV6 = ({ each }: T): boolean => each.server?.address.includes(":") ?? false;
  const silent = ({ reply }: T): boolean => "failure" in reply && (reply.failure === "unreachable" || reply.failure === "timeout");
  const others = replies.filter((each) => !isV6(each));
  return replies.filter(isV6).every(silent) && !others.every(silent) ? others : replies;
}
