/**
 * What SendGrid publishes in its own zone, sendgrid.net: the records that customers' CNAMEs point to. The targets carry the account's
 * user id ("u123.wl.sendgrid.net" in the OpenAPI examples), so all domains of one account share them and their keys: inferred, not documented.
 * Real targets may also carry a cluster, "u123.wl45.sendgrid.net", and those of the EU hold "eu", unsure where. Keys are made in the background:
 * RSA-2048 takes a while.
 */
import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { providerNameServers } from "../dns/name-servers";
import { publishReverse } from "../dns/reverse";
import type { Zone, ZoneStore } from "../dns/zones";

/** Where the submission stand-in sends from; the only address in SendGrid's SPF records. */
const sendingAddress = "127.0.10.1";
const exchange = "mx.sendgrid.net";
const maxTxtString = 255;

/** The key of mail that no authenticated domain vouches for. */
export const fallbackSelector = "smtpapi";
export const providerDomain = "sendgrid.net";

export class ProviderZone {
  readonly #zone: Zone;
  readonly #keys: Map<string, Promise<KeyObject>>;
  /** Target of return-path CNAMEs. */
  readonly mailTarget: string;
  /** Target of both CNAMEs of a branded link. */
  readonly linkTarget: string;

  /** @param sharing another user's view of the same zone: what is published once is made once. */
  constructor(store: ZoneStore, userId: number, { region = "global", sharing }: { region?: "global" | "eu"; sharing?: ProviderZone } = {}) {
    this.#zone = store.open(providerDomain, providerNameServers);
    this.#keys = sharing ? sharing.#keys : new Map();
    this.linkTarget = region === "eu" ? `eu.${providerDomain}` : providerDomain;
    this.mailTarget = `u${userId}.wl.${this.linkTarget}`;
    for (const name of [providerDomain, this.mailTarget]) {
      this.#zone.set(`spf ${name}`, { name, ttl: 600, type: "TXT", strings: [`v=spf1 ip4:${sendingAddress} -all`] });
      this.#zone.set(`mx ${name}`, { name, ttl: 600, type: "MX", priority: 10, target: exchange });
    }
    publishReverse(store, sendingAddress, `o1.ptr1.${providerDomain}`);
    this.#zone.set(`a ${exchange}`, { name: exchange, ttl: 600, type: "A", target: sendingAddress });
  }

  /** Target of a DKIM CNAME. */
  dkimTarget(selector: string): string {
    return `${selector}.domainkey.${this.mailTarget}`;
  }

  /** The account's key of this selector; when it resolves, the key is published. */
  accountKey(selector: string): Promise<KeyObject> {
    return this.#keyAt(this.dkimTarget(selector));
  }

  fallbackKey(): Promise<KeyObject> {
    return this.#keyAt(`${fallbackSelector}._domainkey.${providerDomain}`);
  }

  /** Resolves when no key is being made: until then the process would not end. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#keys.values());
  }

  #keyAt(name: string): Promise<KeyObject> {
    const key = this.#keys.get(name) ?? this.#makeKey(name);
    this.#keys.set(name, key);
    return key;
  }

  async #makeKey(name: string): Promise<KeyObject> {
    const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
    const text = `k=rsa; t=s; p=${publicKey.export({ type: "spki", format: "der" }).toString("base64")}`;
    const strings = [text.slice(0, maxTxtString), text.slice(maxTxtString)];
    this.#zone.set(`dkim ${name}`, { name, ttl: 600, type: "TXT", strings });
    return privateKey;
  }
}
