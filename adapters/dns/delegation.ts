/**
 * Which servers are authoritative for a name, found from the parent's side (RFC 1034 4.2, 5.3.3): the resolver names the servers of the top
 * zone, these refer to the zone below, and so on. So a zone that has moved, or whose servers the resolver still has in its cache, is
 * found where it is now. Where the top cannot be asked (a network with names of its own), the walk begins further down.
 */
import { OperatorError } from "../../declaration/operator-error";
import { followAliases } from "./answer";
import type { DnsClient, DnsFailure } from "./client";
import type { DnsServer } from "./exchange";
import { firstUsable } from "./hedge";
import type { DnsReply, Question, ResourceRecord } from "./message";

export interface NameServer {
  name: string;
  /** Undefined when its name has no address: it is named in vain. */
  server: DnsServer | undefined;
}

export interface Zone {
  name: string;
  /** Every address of every server that the parent or the zone itself names. */
  servers(): Promise<NameServer[]>;
}

interface Host {
  name: string;
  /** Addresses that came with the referral. */
  glue: string[];
}

interface KnownZone extends Zone {
  hosts: Host[];
}

export interface Delegation {
  /** The closest zone around the name that is found without asking for the name itself; undefined when there is none. @throws Error */
  zoneOf(name: string): Promise<Zone | undefined>;
  /** The zone below to which a server's reply refers; undefined when it is no such referral. */
  referredTo(reply: DnsReply | DnsFailure, from: Zone, name: string): Zone | undefined;
}

interface DelegationSettings {
  client: DnsClient;
  resolvers: readonly DnsServer[];
  /** Of authoritative servers. */
  port: number;
}

/** Zones are cut near the top: the servers of deeper ones, and of names like "_dmarc", are found by the referral that the question gets. */
const probedLabels = 3;
const rememberMs = 30_000;

export function createDelegation({ client, resolvers, port }: DelegationSettings): Delegation {
  const zones = rememberFor<KnownZone | undefined>(rememberMs);
  const addresses = rememberFor<string[]>(rememberMs);

  const fromResolver = async (name: string, type: Question["type"]): Promise<DnsReply> => {
    const question = { name, type, recursive: true };
    const reply = await firstUsable(resolvers, (resolver) => client.ask(resolver, question), isHeard);
    if (reply === undefined || "failure" in reply) throw new OperatorError(reply?.reason ?? "no resolver");
    if (!isHeard(reply)) throw new OperatorError(reply.code);
    return reply;
  };

  const addressesOf = ({ name, glue }: Host): Promise<string[]> => {
    if (glue.length > 0) return Promise.resolve(glue);
    return addresses(name, async () => {
      const replies = await Promise.all((["A", "AAAA"] as const).map(async (type) => ({ type, reply: await fromResolver(name, type) })));
      return replies.flatMap(({ type, reply }) => followAliases(reply.answers, { name, type }).records.map(({ value }) => value));
    });
  };

  const serversOf = async (host: Host): Promise<NameServer[]> => {
    const found = await addressesOf(host);
    if (found.length === 0) return [{ name: host.name, server: undefined }];
    return found.map((address) => ({ name: host.name, server: { address, port } }));
  };

  /** The zone's own list may name servers that the parent's does not: caches use them, so they count. */
  const hostsOf = async (zone: KnownZone): Promise<Host[]> => {
    const reply = await askOneOf(
      zone,
      { name: zone.name, type: "NS", recursive: false },
      (said) => !("failure" in said) && said.authoritative,
    );
    const own = reply ? hostsIn(reply, reply.answers, zone.name) : [];
    return [...zone.hosts, ...own.filter(({ name }) => !zone.hosts.some((host) => host.name === name))];
  };

  const zoneWith = (name: string, hosts: Host[]): KnownZone => {
    let servers: Promise<NameServer[]> | undefined;
    const zone: KnownZone = {
      name,
      hosts,
      servers: () => {
        servers ??= hostsOf(zone).then(async (all) => (await Promise.all(all.sort(byName).map(serversOf))).flat());
        servers.catch(() => {
          servers = undefined;
        });
        return servers;
      },
    };
    return zone;
  };

  const askOneOf = async (
    { hosts }: KnownZone,
    question: Question,
    isUsable: (reply: DnsReply | DnsFailure) => boolean,
  ): Promise<DnsReply | undefined> => {
    const ask = async (host: Host): Promise<DnsReply | DnsFailure | undefined> => {
      const [first] = await serversOf(host).catch(() => []);
      return first?.server && client.ask(first.server, question);
    };
    const reply = await firstUsable(hosts.slice(0, 4), ask, (said) => said !== undefined && isUsable(said));
    return reply && !("failure" in reply) && isUsable(reply) ? reply : undefined;
  };

  const referredTo: Delegation["referredTo"] = (reply, from, name) => {
    if ("failure" in reply || reply.code !== "NOERROR" || reply.authoritative || reply.answers.length > 0) return undefined;
    const owner = reply.authorities.find(({ type, name: cut }) => type === "NS" && isBelow(cut, from.name) && isWithin(name, cut))?.name;
    return owner === undefined ? undefined : zoneWith(owner, hostsIn(reply, reply.authorities, owner));
  };

  const startAt = async (name: string): Promise<KnownZone | undefined> => {
    const reply = await fromResolver(name, "NS");
    const hosts = hostsIn(reply, reply.answers, name);
    return hosts.length > 0 ? zoneWith(name, hosts) : undefined;
  };

  /** Whether a zone begins at this very name; else the one around it goes on. */
  const descend = async (from: KnownZone, name: string): Promise<KnownZone | undefined> => {
    const usable = (said: DnsReply | DnsFailure): boolean =>
      !("failure" in said) && (said.authoritative || referredTo(said, from, name) !== undefined);
    const reply = await askOneOf(from, { name, type: "NS", recursive: false }, usable);
    // Where not even a resolver knows more, the servers that say nothing are what there is to tell.
    if (!reply) return (await startAt(name).catch(() => undefined)) ?? from;
    const below = referredTo(reply, from, name);
    if (below) return zoneWith(below.name, hostsIn(reply, reply.authorities, below.name));
    const own = hostsIn(reply, reply.answers, name);
    return own.length > 0 ? zoneWith(name, own) : from;
  };

  const zoneAt = (name: string): Promise<KnownZone | undefined> =>
    zones(name, async () => {
      const around = name.includes(".") ? await zoneAt(parentOf(name)) : undefined;
      if (!around) return startAt(name);
      return name.startsWith("_") || name.split(".").length > probedLabels ? around : descend(around, name);
    });

  return { zoneOf: zoneAt, referredTo };
}

const isHeard = (reply: DnsReply | DnsFailure): boolean => !("failure" in reply) && (reply.code === "NOERROR" || reply.code === "NXDOMAIN");

function hostsIn({ additionals }: DnsReply, section: readonly ResourceRecord[], owner: string): Host[] {
  const names = new Set(section.filter(({ type, name }) => type === "NS" && name === owner).map(({ value }) => value));
  const glueOf = (host: string): string[] =>
    additionals.filter(({ type, name }) => name === host && (type === "A" || type === "AAAA")).map(({ value }) => value);
  return [...names].map((name) => ({ name, glue: glueOf(name) }));
}

const byName = (one: Host, other: Host): number => one.name.localeCompare(other.name);
const parentOf = (name: string): string => name.slice(name.indexOf(".") + 1);
const isWithin = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`);
const isBelow = (name: string, zone: string): boolean => name !== zone && isWithin(name, zone);

/** The same work is done once, and again when its result has grown old. Failures are not remembered. */
function rememberFor<T>(ms: number): (key: string, work: () => Promise<T>) => Promise<T> {
  const known = new Map<string, { result: Promise<T>; since: number }>();
  return (key, work) => {
    const before = known.get(key);
    if (before && performance.now() - before.since < ms) return before.result;
    const result = work();
    known.set(key, { result, since: performance.now() });
    result.catch(() => known.delete(key));
    return result;
  };
}
