/**
 * DNS from the servers of each zone, for questions about names that may not exist yet. A resolver that hears "no such name" remembers it for as long
 * as the zone's SOA says (RFC 2308 5; 30 minutes at Cloudflare), and goes on saying so after the record is made. Here no resolver learns of our own
 * names; about other people's zones a resolver is asked where their servers give no answer. CNAMEs are followed to their end. Never throws.
 */
import { OperatorError } from "../../declaration/operator-error";
import { type Alias, type DnsAnswer, isFailure, mostAliases } from "../../mail/dns/answer";
import type { DnsType } from "../../mail/dns/record";
import type { Resolve } from "../../mail/dns/resolve";
import { isAtOrBelow } from "../../mail/records/name";
import { concludeAuthoritative, failed } from "./answer";
import { type DnsClient, parseServer } from "./client";
import { createDelegation, type Delegation, type NameServer, type Zone } from "./delegation";
import { firstUsable } from "./hedge";
import { isAskable, type Question } from "./message";
import { createResolve } from "./resolve";

interface AuthoritativeSettings {
  /** As "address" or "address:port". Asked for the delegation of top zones and for addresses of name servers. */
  resolvers: readonly string[];
  /** The port of authoritative servers. */
  port: number;
  client: DnsClient;
  /** Zones of which no resolver is asked. */
  ours: readonly string[];
}

/** Referrals from the closest zone that was known: more of them are a trap. */
const mostReferrals = 8;

export function createAuthoritativeResolve({ resolvers, port, client, ours }: AuthoritativeSettings): Resolve {
  const delegation = createDelegation({ client, resolvers: resolvers.map((text) => parseServer(text, 53)), port });
  const fromResolver = createResolve({ resolvers, client });

  /** One name, without what its CNAME points to in another zone. */
  const lookAt = async (name: string, type: DnsType): Promise<DnsAnswer> => {
    const answer = await askZoneOf({ name, type, recursive: false }, { client, delegation });
    return isFailure(answer) && !ours.some((zone) => isAtOrBelow(name, zone)) ? fromResolver(name, type) : answer;
  };

  const resolve = async (name: string, type: DnsType, before: readonly Alias[]): Promise<DnsAnswer> => {
    if (!isAskable(name)) return { outcome: "no-such-name", server: "", values: [], aliases: before };
    const answer = await lookAt(name, type);
    const aliases = [...before, ...answer.aliases];
    const end = answer.aliases.at(-1)?.target;
    if (end === undefined || answer.outcome === "answer" || isFailure(answer)) return { ...answer, aliases };
    const isCircle = aliases.filter(({ name: owner }) => owner === end).length > 0;
    if (isCircle || aliases.length > mostAliases) {
      const reason = `CNAME loop, or more than ${mostAliases} CNAMEs`;
      return { server: answer.server, ...failed("servfail", reason), aliases };
    }
    return resolve(end, type, aliases);
  };

  return (name, type) => resolve(name.toLowerCase(), type, []);
}

async function askZoneOf(question: Question, use: { client: DnsClient; delegation: Delegation }): Promise<DnsAnswer> {
  try {
    const zone = await use.delegation.zoneOf(question.name);
    return zone ? await askZone(zone, question, use) : { server: "", ...failed(undefined, "its name servers were not found") };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { server: "", ...failed(undefined, `its name servers were not found: ${error.message}`) };
  }
}

/** One server is enough: whether all of a zone agree is for `verify`. */
async function askZone(
  start: Zone,
  question: Question,
  { client, delegation }: { client: DnsClient; delegation: Delegation },
): Promise<DnsAnswer> {
  let zone = start;
  for (let referrals = 0; referrals <= mostReferrals; referrals++) {
    const servers = (await zone.servers()).filter(hasAddress).sort(ip4First);
    const heard = await firstUsable(
      servers,
      async ({ name, server }) => ({ name, server, reply: await client.ask(server, question) }),
      ({ reply }) =>
        !isFailure({ server: "", ...concludeAuthoritative(reply, question) }) ||
        delegation.referredTo(reply, zone, question.name) !== undefined,
    );
    if (!heard) return { server: zone.name, ...failed(undefined, `no name server of ${zone.name} has an address`) };
    const below = delegation.referredTo(heard.reply, zone, question.name);
    if (!below) return { server: heard.name, address: heard.server.address, ...concludeAuthoritative(heard.reply, question) };
    zone = below;
  }
  return { server: zone.name, ...failed("lame", "its referrals have no end") };
}

const hasAddress = (each: NameServer): each is Required<NameServer> & { server: NonNullable<NameServer["server"]> } =>
  each.server !== undefined;

const isIp6 = ({ server }: NameServer): number => Number(server?.address.includes(":") ?? false);
const ip4First = (one: NameServer, other: NameServer): number => isIp6(one) - isIp6(other);
