/**
 * The sandbox's only zone data: Cloudflare, SES, SendGrid and the receivers all write their records here, the DNS servers read them.
 * Names are lower case without a final dot. Knows no network.
 */

export type ZoneRecord = { name: string; ttl: number } & (
  | { type: "A" | "AAAA" | "CNAME" | "NS" | "PTR"; target: string }
  | { type: "MX"; priority: number; target: string }
  | { type: "TXT"; strings: string[] }
);

/** What a name server answers for one name and type inside one zone, before any CNAME is followed elsewhere. */
export interface ZoneAnswer {
  code: "NOERROR" | "NXDOMAIN" | "REFUSED" | "SERVFAIL";
  records: ZoneRecord[];
  /** The zone that answered; undefined with REFUSED. */
  zone?: Zone;
  /** Seconds that a cache goes on saying that there is nothing; a name server's own unless told. */
  negativeTtl?: number;
}

/** What a name server says of one name, without following CNAMEs; undefined where there is no zone. */
export type Look = (name: string, type: string) => ZoneAnswer | undefined;

/**
 * Times of every zone's SOA: Cloudflare's defaults (`ttl` and `min_ttl` in the docs of its Terraform resource `cloudflare_zone_dns_settings`).
 * Other DNS hosts have others; here they have the same.
 */
export const soaTimes = { ttl: 3600, minimum: 1800 };

/** RFC 2308 5. */
export const negativeSeconds = Math.min(soaTimes.ttl, soaTimes.minimum);

export interface NameServer {
  name: string;
  /** A loopback address such as 127.0.53.1; the port is the same for all. */
  address: string;
}

const canonical = (name: string): string => name.toLowerCase().replace(/\.$/, "");

export class Zone {
  readonly #records = new Map<string, ZoneRecord>();
  serial = 1;

  constructor(
    readonly origin: string,
    readonly nameServers: readonly NameServer[],
  ) {}

  /** Adds or replaces the record with this id. @throws when a TXT string is longer than RFC 1035 3.3 allows. */
  set(id: string, record: ZoneRecord): void {
    const tooLong = record.type === "TXT" && record.strings.find((text) => Buffer.byteLength(text) > 255);
    if (tooLong) throw new Error(`${record.name} TXT: a string is too long, got ${Buffer.byteLength(tooLong)} bytes, expected at most 255`);
    this.#records.set(id, { ...record, name: canonical(record.name) });
    this.serial++;
  }

  delete(id: string): void {
    if (this.#records.delete(id)) this.serial++;
  }

  records(): ZoneRecord[] {
    return [...this.#records.values()];
  }

  /** The records with the ids that they were set by. */
  entries(): [id: string, record: ZoneRecord][] {
    return [...this.#records.entries()];
  }

  /** RFC 1034 4.3.2 within this zone: a CNAME answers every type; an empty non-terminal is NOERROR without data. */
  lookup(queryName: string, type: string): ZoneAnswer {
    const name = canonical(queryName);
    const apex = this.nameServers.map((server): ZoneRecord => ({ name: this.origin, ttl: 3600, type: "NS", target: server.name }));
    const all = [...this.records(), ...apex];
    const here = all.filter((record) => record.name === name);
    const records = here.filter((record) => record.type === type || record.type === "CNAME" || type === "ANY");
    const exists = here.length > 0 || name === this.origin || all.some((record) => record.name.endsWith(`.${name}`));
    return { code: exists ? "NOERROR" : "NXDOMAIN", records, zone: this };
  }
}

export class ZoneStore {
  readonly #zones = new Map<string, Zone>();

  /** Opens the zone, or returns the one already open at this origin. */
  open(origin: string, nameServers: readonly NameServer[]): Zone {
    const name = canonical(origin);
    const zone = this.#zones.get(name) ?? new Zone(name, nameServers);
    this.#zones.set(name, zone);
    return zone;
  }

  zones(): Zone[] {
    return [...this.#zones.values()];
  }

  /** The closest enclosing zone of a name. */
  zoneOf(queryName: string): Zone | undefined {
    for (let name = canonical(queryName); name !== ""; name = name.split(".").slice(1).join(".")) {
      const zone = this.#zones.get(name);
      if (zone) return zone;
    }
    return undefined;
  }

  /** A name above a zone exists, with the zone's delegation below it: it is at least an empty non-terminal, of a parent that is not kept here too. */
  withNamesAbove(queryName: string, answer: ZoneAnswer): ZoneAnswer {
    const name = canonical(queryName);
    const isAbove = name === "" || [...this.#zones.keys()].some((origin) => origin.endsWith(`.${name}`));
    return answer.code === "NXDOMAIN" && isAbove ? { ...answer, code: "NOERROR" } : answer;
  }

  /**
   * What a recursive resolver concludes: CNAMEs are followed across zones, at most eight of them. A chain that ends nowhere is
   * NXDOMAIN with the chain as its records (RFC 6604); a longer one, or a loop, is SERVFAIL.
   * @param look what it knows of one name.
   */
  resolve(queryName: string, type: string, look: Look = (name, wanted) => this.zoneOf(name)?.lookup(name, wanted)): ZoneAnswer {
    const chain: ZoneRecord[] = [];
    let name = canonical(queryName);
    for (let hop = 0; hop <= 8; hop++) {
      const found = look(name, type);
      const answer = this.withNamesAbove(name, found ?? { code: "NXDOMAIN", records: [] });
      if (!found) return { ...answer, records: chain };
      chain.push(...answer.records);
      const alias = type === "CNAME" ? undefined : answer.records.find((record) => record.type === "CNAME");
      if (alias?.type !== "CNAME") return { ...answer, records: chain };
      name = canonical(alias.target);
    }
    return { code: "SERVFAIL", records: [] };
  }
}
