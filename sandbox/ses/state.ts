/** SESv2's configuration sets and identities, and what follows from them. Knows no HTTP. */
import { generateKeyPair, type KeyObject, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { providerNameServers } from "../dns/name-servers";
import type { ZoneStore } from "../dns/zones";

export class SesError extends Error {
  constructor(
    readonly status: number,
    /** AWS's name for it: "NotFoundException". */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Name, Enabled, MatchingEventTypes and one target, by AWS's names. */
export type EventDestination = { Name: string } & Record<string, unknown>;

export interface ConfigurationSet {
  name: string;
  /** Option groups by AWS's name, such as DeliveryOptions, as they were put. */
  options: Record<string, Record<string, unknown>>;
  eventDestinations: EventDestination[];
}

export interface DkimKey {
  token: string;
  /** Undefined while SES has none there: it signs with one key, and rotates to another token. */
  key: Promise<KeyObject> | undefined;
}

/** What SES publishes at a token without a key. AWS's blog shows the empty text; a withdrawn key (RFC 6376 3.6.1) is the other way to say it. */
export type RestingKey = "" | "p=";

export type Status = "PENDING" | "SUCCESS" | "TEMPORARY_FAILURE";

/** The keys that SES makes; Easy DKIM knows these two (API_DkimSigningAttributes). */
export type KeyLength = "RSA_1024_BIT" | "RSA_2048_BIT";

export interface Identity {
  name: string;
  /** An address has no keys and no records: whoever reads its mail confirms it, or its domain stands for it. */
  kind: "DOMAIN" | "EMAIL_ADDRESS";
  /** Of an address: its owner followed the link that SES sent, which a test does with confirmAddress. */
  isConfirmed: boolean;
  /** Of the key that signs, and of the one that the next rotation makes. */
  keyLength: { current: KeyLength; next: KeyLength };
  configurationSet: string | undefined;
  keys: DkimKey[];
  mailFrom: { domain: string; behavior: string } | undefined;
  feedbackForwarding: boolean;
  /** As of the last look at DNS. */
  dkimStatus: Status;
  mailFromStatus: Status;
}

export interface Tag {
  Key: string;
  Value: string;
}

/** What GetAccount tells of the account in this region. An account that does not send yet is in SES's own sandbox: 200 a day, 1/s. */
export interface SendingAccount {
  productionAccess: boolean;
  enforcement: "HEALTHY" | "PROBATION" | "SHUTDOWN";
  sendingEnabled: boolean;
  /** -1 means without limit. */
  max24HourSend: number;
  maxSendRate: number;
  sentLast24Hours: number;
  /** Whose addresses the account's suppression list takes in. */
  suppressedReasons: string[];
}

export const signingZone = "dkim.amazonses.com";
const makeRsaKey = promisify(generateKeyPair);

export class SesState {
  readonly configurationSets = new Map<string, ConfigurationSet>();
  readonly identities = new Map<string, Identity>();
  readonly #keysInTheMaking = new Set<Promise<KeyObject>>();
  /** The account's suppression list: addresses in lower case, and why. */
  readonly suppressed = new Map<string, "BOUNCE" | "COMPLAINT">();
  /** By ARN. */
  readonly tags = new Map<string, Tag[]>();
  /** One that AWS has let out of its sandbox; a test that wants another changes it. */
  readonly sendingAccount: SendingAccount = {
    productionAccess: true,
    enforcement: "HEALTHY",
    sendingEnabled: true,
    max24HourSend: 50_000,
    maxSendRate: 50,
    sentLast24Hours: 0,
    suppressedReasons: ["BOUNCE", "COMPLAINT"],
  };

  constructor(
    private readonly zones: ZoneStore,
    readonly account: string,
    readonly region: string,
    readonly restingKey: RestingKey = "",
  ) {}

  arnOf(kind: "identity" | "configuration-set", name: string): string {
    return `arn:aws:ses:${this.region}:${this.account}:${kind}/${name}`;
  }

  createConfigurationSet(name: string, options: ConfigurationSet["options"]): void {
    if (this.configurationSets.has(name)) throw new SesError(400, "AlreadyExistsException", `Configuration set <${name}> already exists.`);
    this.configurationSets.set(name, { name, options, eventDestinations: [] });
  }

  configurationSet(name: string): ConfigurationSet {
    const found = this.configurationSets.get(name);
    if (!found) throw new SesError(404, "NotFoundException", `Configuration set <${name}> does not exist.`);
    return found;
  }

  createIdentity(name: string, configurationSet: string | undefined, length: KeyLength = "RSA_2048_BIT"): Identity {
    if (this.identities.has(name)) throw new SesError(400, "AlreadyExistsException", `Email identity ${name} already exist.`);
    if (configurationSet) this.configurationSet(configurationSet);
    const isAddress = name.includes("@");
    const identity: Identity = {
      name,
      kind: isAddress ? "EMAIL_ADDRESS" : "DOMAIN",
      isConfirmed: false,
      keyLength: { current: length, next: length },
      configurationSet,
      // "Two of the records resolve to an empty string ... this is normal behavior":
      // https://aws.amazon.com/blogs/messaging-and-targeting/dkim-troubleshooting-series-your-dkim-status-is-pending/
      keys: isAddress ? [] : [this.#makeDkimKey(length), this.#restDkimKey(), this.#restDkimKey()],
      mailFrom: undefined,
      feedbackForwarding: true,
      dkimStatus: "PENDING",
      mailFromStatus: "PENDING",
    };
    this.identities.set(name, identity);
    return identity;
  }

  identity(name: string): Identity {
    const found = this.identities.get(name);
    if (!found) throw new SesError(404, "NotFoundException", `Email identity ${name} does not exist.`);
    return found;
  }

  /** The identities that an address is covered by: its own, and its domain's or that of a domain above (SES guide, "creating-identities"). */
  identitiesOf(address: string): Identity[] {
    const labels = address
      .slice(address.lastIndexOf("@") + 1)
      .toLowerCase()
      .split(".");
    const domain = labels.map((_, index) => this.identities.get(labels.slice(index).join("."))).find((each) => each !== undefined);
    const own = address.includes("@") ? this.identities.get(address) : undefined;
    return [own, domain].filter((each) => each !== undefined);
  }

  /** By its own proof, or, of an address, by its domain's. */
  isVerified(identity: Identity): boolean {
    return this.identitiesOf(identity.name).some(({ kind, isConfirmed, dkimStatus }) =>
      kind === "DOMAIN" ? dkimStatus === "SUCCESS" : isConfirmed,
    );
  }

  /** As its owner does who follows the link in SES's message. */
  confirmAddress(name: string): void {
    this.identity(name).isConfirmed = true;
  }

  /** The keys' public halves leave DNS with the identity, so that a user's CNAMEs dangle, as in reality. */
  deleteIdentity(name: string): void {
    const zone = this.zones.open("amazonses.com", providerNameServers);
    for (const { token } of this.identity(name).keys) zone.delete(token);
    this.identities.delete(name);
  }

  /** As SES does from time to time: another token gets a new key, the one before it rests. What was signed with the old key fails from now on. */
  async rotateDkimKey(name: string): Promise<void> {
    const { keys, keyLength } = this.identity(name);
    const active = keys.findIndex(({ key }) => key);
    const [from, to] = [keys[active], keys[(active + 1) % keys.length]];
    if (!from || !to) throw new Error(`${name} has no key to rotate`);
    keyLength.current = keyLength.next;
    to.key = this.#keyAt(to.token, keyLength.current);
    await to.key;
    from.key = undefined;
    this.#publishRest(from.token);
  }

  /** Resolves when no key is being made: until then the process would not end. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#keysInTheMaking);
  }

  #makeDkimKey(length: KeyLength): DkimKey {
    const token = makeToken();
    return { token, key: this.#keyAt(token, length) };
  }

  #restDkimKey(): DkimKey {
    const token = makeToken();
    this.#publishRest(token);
    return { token, key: undefined };
  }

  /** Made while others work; the public half is published as soon as it is there. */
  #keyAt(token: string, length: KeyLength): Promise<KeyObject> {
    const making = makeRsaKey("rsa", { modulusLength: length === "RSA_1024_BIT" ? 1024 : 2048 })
      .then(({ publicKey, privateKey }) => {
        publishDkimKey(this.zones, token, `${token}.${signingZone}`, publicKey);
        return privateKey;
      })
      .finally(() => this.#keysInTheMaking.delete(making));
    this.#keysInTheMaking.add(making);
    return making;
  }

  #publishRest(token: string): void {
    publishText(this.zones, token, `${token}.${signingZone}`, this.restingKey);
  }
}

const makeToken = (): string => randomBytes(20).toString("hex").slice(0, 32);

/** RFC 6376 3.6.1. */
export function publishDkimKey(zones: ZoneStore, id: string, name: string, publicKey: KeyObject): void {
  publishText(zones, id, name, `p=${publicKey.export({ format: "der", type: "spki" }).toString("base64")}`);
}

/** In strings of at most 255 bytes; of an empty text one empty string. */
function publishText(zones: ZoneStore, id: string, name: string, text: string): void {
  const strings = text.match(/.{1,255}/g) ?? [""];
  zones.open("amazonses.com", providerNameServers).set(id, { name, ttl: 1800, type: "TXT", strings });
}
