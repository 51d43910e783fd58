/**
 * A user of SendGrid, an account or one of its subusers: its keys, authenticated domains, branded links, webhooks and settings, which it shares
 * with nobody. Knows no HTTP. Domain authentication is imitated with automatic security only.
 */
import { generateKeyPairSync, type KeyObject, randomInt, randomUUID } from "node:crypto";
import type { ZoneStore } from "../dns/zones";
import { type ApiKey, ApiKeys } from "./api-keys";
import { EmailLogs } from "./email-logs";
import { ProviderZone } from "./provider-zone";
import { SendgridError } from "./sendgrid-error";
import { Suppressions } from "./suppressions";

export interface DnsRecord {
  valid: boolean;
  type: "cname";
  host: string;
  data: string;
}

export interface Verifiable {
  id: number;
  domain: string;
  subdomain: string;
  default: boolean;
  /** What the last validation found; DNS may have changed since. */
  valid: boolean;
  dns: Record<string, DnsRecord>;
}

export interface AuthenticatedDomain extends Verifiable {
  customSpf: boolean;
  /** The selector that mail is signed with. */
  selector: string;
  /** Seconds since 1970; 0 before the first validation. */
  validatedAt: number;
}

export type BrandedLink = Verifiable;

export interface Webhook {
  id: string;
  settings: Record<string, unknown> & { url: string };
  signing: { publicKey: string; privateKey: KeyObject } | undefined;
}

export interface Group {
  id: number;
  name: string;
  description: string;
  isDefault: boolean;
}

/** A subuser's is chosen when it is made, for good. */
export type Region = "global" | "eu";

export class SendgridState {
  readonly userId = randomInt(1_000_000, 9_999_999);
  readonly keys = new ApiKeys();
  readonly domains = new Map<number, AuthenticatedDomain>();
  readonly links = new Map<number, BrandedLink>();
  readonly webhooks = new Map<string, Webhook>();
  readonly groups = new Map<number, Group>();
  /** By user name; an account alone has them. */
  readonly subusers = new Map<string, SendgridState>();
  /** A subuser that its account has switched off sends nothing. */
  disabled = false;
  readonly provider: ProviderZone;
  readonly maxWebhooks = 5;
  enforcedTls = { require_tls: false, require_valid_cert: false, version: 1.1 };
  clickTracking = { enabled: true, enable_text: false };
  bouncePurge: { enabled: boolean; soft_bounces: number | null; hard_bounces: number | null } = {
    enabled: false,
    soft_bounces: null,
    hard_bounces: null,
  };
  /** A trial is "free": 100 messages a day for 60 days. */
  plan: { type: "free" | "paid"; reputation: number } = { type: "paid", reputation: 100 };
  credits: { total: number; resetFrequency: "monthly" | "daily" } = { total: 100_000, resetFrequency: "monthly" };
  readonly logs = new EmailLogs();
  readonly suppressions = new Suppressions();
  /** When erasures were asked for, in milliseconds since 1970. */
  erasures: number[] = [];
  /** Messages accepted for delivery. */
  accepted = 0;
  #lastId = randomInt(100_000, 900_000);

  constructor(
    private readonly zones: ZoneStore,
    readonly username = "sandbox",
    readonly region: Region = "global",
    parent?: SendgridState,
    /** Milliseconds since 1970. */
    readonly now: () => number = Date.now,
  ) {
    this.provider = new ProviderZone(zones, this.userId, { region, ...(parent ? { sharing: parent.provider } : {}) });
  }

  /** As an administrator does in the console; its dedicated IP address is not imitated. */
  addSubuser(username: string, region: Region): SendgridState {
    const subuser = new SendgridState(this.zones, username, region, this, this.now);
    this.subusers.set(username, subuser);
    return subuser;
  }

  /** The account and its subusers. */
  users(): SendgridState[] {
    return [this, ...this.subusers.values()];
  }

  /** Of this user or of a subuser. */
  ownerOf(secret: string): { user: SendgridState; key: ApiKey } | undefined {
    return this.users().flatMap((user) => {
      const key = user.keys.bySecret(secret);
      return key ? [{ user, key }] : [];
    })[0];
  }

  async authenticateDomain(input: {
    domain: string;
    subdomain: string | undefined;
    default: boolean;
    customSpf: boolean;
    customSelector: string | undefined;
    region?: Region;
  }): Promise<AuthenticatedDomain> {
    const { domain, customSpf, customSelector, region = "global" } = input;
    this.#requireRegion(region);
    const subdomain = input.subdomain ?? `em${randomInt(1000, 9999)}`;
    if (find(this.domains, domain, subdomain)) {
      throw new SendgridError(400, "An authenticated domain already exists for this URL.");
    }
    const selectors = customSelector ? ([customSelector, `${customSelector}2`] as const) : (["s1", "s2"] as const);
    await Promise.all(selectors.map((selector) => this.provider.accountKey(selector)));
    const dkim = (selector: string): DnsRecord => cname(`${selector}._domainkey.${domain}`, this.provider.dkimTarget(selector));
    const authenticated: AuthenticatedDomain = {
      ...{ id: this.#nextId(), domain, subdomain, customSpf, default: false, valid: false, validatedAt: 0 },
      selector: selectors[0],
      dns: { mail_cname: cname(`${subdomain}.${domain}`, this.provider.mailTarget), dkim1: dkim(selectors[0]), dkim2: dkim(selectors[1]) },
    };
    this.domains.set(authenticated.id, authenticated);
    if (input.default) makeDefault(this.domains, authenticated);
    return authenticated;
  }

  brandLink(input: { domain: string; subdomain: string | undefined; default: boolean }): BrandedLink {
    const { domain } = input;
    const subdomain = input.subdomain ?? `url${randomInt(1000, 9999)}`;
    if (find(this.links, domain, subdomain)) throw new SendgridError(400, "A branded link already exists for this URL.");
    if (find(this.domains, domain, subdomain)) {
      throw new SendgridError(400, "The subdomain must differ from that of the authenticated domain.", "subdomain");
    }
    const dns = {
      domain_cname: cname(`${subdomain}.${domain}`, this.provider.linkTarget),
      owner_cname: cname(`${this.userId}.${domain}`, this.provider.linkTarget),
    };
    const link = { id: this.#nextId(), domain, subdomain, default: false, valid: false, dns };
    this.links.set(link.id, link);
    if (input.default) makeDefault(this.links, link);
    return link;
  }

  addWebhook(settings: Webhook["settings"]): Webhook {
    if (this.webhooks.size >= this.maxWebhooks) {
      throw new SendgridError(400, "You have reached the maximum number of webhooks per your current billing plan.");
    }
    this.requireUniqueUrl(settings.url);
    const webhook: Webhook = { id: randomUUID(), settings, signing: undefined };
    this.webhooks.set(webhook.id, webhook);
    return webhook;
  }

  requireUniqueUrl(url: string, except?: Webhook): void {
    const taken = [...this.webhooks.values()].some((other) => other !== except && other.settings.url === url);
    if (taken) throw new SendgridError(400, `Webhook at '${url}' already exists. Please provide a unique URL.`);
  }

  addGroup(input: Omit<Group, "id">): Group {
    const group = { id: this.#nextId(), ...input };
    this.groups.set(group.id, group);
    return group;
  }

  /** Unsure: the words. The console offers the EU only to accounts that have an EU subuser. */
  #requireRegion(region: Region): void {
    const hasEuSubuser = [...this.subusers.values()].some((subuser) => subuser.region === "eu");
    if (region === this.region || (region === "eu" && hasEuSubuser)) return;
    const why = region === "eu" ? "the account has no subuser in the EU" : "this user is in the EU";
    throw new SendgridError(400, `The region "${region}" cannot be used: ${why}.`, "region");
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

/** An account has one default; the newest one wins. */
export function makeDefault<T extends Verifiable>(all: ReadonlyMap<number, T>, chosen: T): void {
  for (const each of all.values()) each.default = each === chosen;
}

/** A new P-256 key pair; the public key as SendGrid shows it: base64 of the SPKI, without PEM lines. */
export function makeSigningKey(): NonNullable<Webhook["signing"]> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  return { privateKey, publicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64") };
}

const cname = (host: string, data: string): DnsRecord => ({ valid: false, type: "cname", host, data });

const find = <T extends Verifiable>(all: ReadonlyMap<number, T>, domain: string, subdomain: string): T | undefined =>
  [...all.values()].find((each) => each.domain === domain && each.subdomain === subdomain);
