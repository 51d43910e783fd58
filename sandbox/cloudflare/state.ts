/**
 * One Cloudflare account: zones, their DNS records and the tokens that reach them. Knows no HTTP. Every record is written through to the
 * sandbox's name servers, except in a zone that is parked: its domain is not delegated to Cloudflare, so nobody asks Cloudflare for it.
 */
import { randomBytes } from "node:crypto";
import { cloudflareNameServers } from "../dns/name-servers";
import type { Zone, ZoneStore } from "../dns/zones";
import {
  type DnsRecord,
  type Fault,
  findConflict,
  findFaults,
  normaliseRecord,
  type RecordInput,
  type RecordType,
  recordTypes,
  toZoneRecord,
} from "./records";

export type Permission = "dns:read" | "dns:write";

export interface Token {
  id: string;
  permissions: readonly Permission[];
  /** Zone names; undefined means all zones. */
  zones: readonly string[] | undefined;
  expired: boolean;
  /** As Cloudflare notes times; a token without one does not expire. */
  expiresOn: string | undefined;
}

export interface TokenOptions {
  zones?: string[];
  expired?: boolean;
  expiresOn?: string;
}

export interface CloudflareZone {
  id: string;
  name: string;
  status: "active" | "pending";
  createdOn: string;
  /** Those that Cloudflare assigned; the domain's delegation in DNS may name others. */
  nameServers: string[];
  records: Map<string, DnsRecord>;
  /** Where its records are served; absent when parked. */
  served: Zone | undefined;
}

/** A refusal with Cloudflare's own codes. */
export class CloudflareError extends Error {
  constructor(
    readonly status: number,
    readonly faults: Fault[],
  ) {
    super(faults.map(({ code, message }) => `${message} (${code})`).join(", "));
  }
}

export class CloudflareState {
  readonly zones = new Map<string, CloudflareZone>();
  readonly #tokens = new Map<string, Token>();

  constructor(
    zones: readonly { id: string; name: string }[],
    parked: readonly string[],
    store: ZoneStore,
    private readonly clock: () => number = Date.now,
  ) {
    for (const { id, name } of zones) {
      const pending = parked.includes(name);
      const served = pending ? undefined : store.open(name, cloudflareNameServers);
      const nameServers = cloudflareNameServers.map((server) => server.name);
      const status = pending ? "pending" : "active";
      this.zones.set(id, { id, name, status, createdOn: this.#now(), nameServers, records: new Map(), served });
    }
  }

  issueToken(permissions: readonly Permission[], { zones, expired = false, expiresOn }: TokenOptions = {}): string {
    const secret = randomBytes(30).toString("base64url");
    this.#tokens.set(secret, { id: newId(), permissions, zones, expired, expiresOn });
    return secret;
  }

  /** As Cloudflare notes times. */
  #now(): string {
    return new Date(this.clock()).toISOString();
  }

  token(secret: string): Token | undefined {
    return this.#tokens.get(secret);
  }

  /** @throws CloudflareError when the record is invalid or conflicts with another. */
  create(zone: CloudflareZone, input: RecordInput): DnsRecord {
    const at = this.#now();
    const record = { id: newId(), createdOn: at, ...this.#accept(zone, input), modifiedOn: at };
    return this.#store(zone, record.comment === null ? record : { ...record, commentModifiedOn: at });
  }

  /** Replaces what a client may set. @throws CloudflareError */
  replace(zone: CloudflareZone, old: DnsRecord, input: RecordInput): DnsRecord {
    const at = this.#now();
    const { commentModifiedOn, priority: _, ...kept } = old;
    const record = { ...kept, ...this.#accept(zone, input, old.id), modifiedOn: at };
    if (record.comment === null) return this.#store(zone, record);
    return this.#store(zone, { ...record, commentModifiedOn: record.comment === old.comment ? (commentModifiedOn ?? at) : at });
  }

  remove(zone: CloudflareZone, id: string): void {
    zone.records.delete(id);
    zone.served?.delete(id);
  }

  #accept(zone: CloudflareZone, input: RecordInput, replaced?: string): RecordInput & { type: RecordType } {
    const record = normaliseRecord(input, zone.name);
    const { type } = record;
    if (!isRecordType(type)) throw new CloudflareError(501, [{ code: 501, message: `the sandbox does not imitate ${type} records` }]);
    const faults = findFaults(record);
    if (faults.length > 0) throw new CloudflareError(400, faults);
    const conflict = findConflict(
      record,
      [...zone.records.values()].filter((other) => other.id !== replaced),
    );
    if (conflict) throw new CloudflareError(400, [conflict]);
    return { ...record, type };
  }

  #store(zone: CloudflareZone, record: DnsRecord): DnsRecord {
    zone.records.set(record.id, record);
    zone.served?.set(record.id, toZoneRecord(record));
    return record;
  }
}

const isRecordType = (type: string): type is RecordType => recordTypes.some((known) => known === type);

const newId = (): string => randomBytes(16).toString("hex");
