/**
 * SES's own look at DNS: an identity is pending until its records are really there, and fails again when they go.
 * https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html, https://docs.aws.amazon.com/ses/latest/dg/mail-from.html
 */
import { Resolver } from "node:dns/promises";
import { type Identity, type Status, signingZone } from "./state";

/** @returns whether DNS answered. Where it did not, everything stays as it was: not knowing is not the same as a missing record. */
export type CheckIdentity = (identity: Identity) => Promise<boolean>;

/** @param server the resolver, as "address:port". */
export function createDnsCheck(server: string, region: string): CheckIdentity {
  const resolver = new Resolver({ timeout: 4000, tries: 2 });
  resolver.setServers([server]);
  const cname = (name: string): Promise<string[]> => resolver.resolveCname(name).catch(noneIfAbsent);

  const dkimIsRight = async ({ name, keys }: Identity): Promise<boolean> => {
    const found = await Promise.all(keys.map(async ({ token }) => [token, await cname(`${token}._domainkey.${name}`)] as const));
    return found.every(([token, [target]]) => target?.toLowerCase().replace(/\.$/, "") === `${token}.${signingZone}`);
  };

  /** Exactly one MX, SES's, and an SPF record that includes SES. */
  const mailFromIsRight = async (domain: string): Promise<boolean> => {
    const [mx, txt] = await Promise.all([resolver.resolveMx(domain).catch(noneIfAbsent), resolver.resolveTxt(domain).catch(noneIfAbsent)]);
    const [only, ...more] = mx;
    const spf = txt.map((strings) => strings.join("")).filter((text) => text.startsWith("v=spf1"));
    const isOurs = only?.exchange.toLowerCase() === `feedback-smtp.${region}.amazonses.com`;
    return isOurs && more.length === 0 && spf.length === 1 && /\binclude:amazonses\.com\b/.test(spf[0] ?? "");
  };

  return async (identity) => {
    const looks = Promise.all([
      identity.kind === "DOMAIN" && dkimIsRight(identity),
      identity.mailFrom ? mailFromIsRight(identity.mailFrom.domain) : false,
    ]);
    const seen = await looks.catch(unlessUnanswered);
    if (!seen) return false;
    const [dkim, mailFrom] = seen;
    identity.dkimStatus = next(identity.dkimStatus, dkim);
    identity.mailFromStatus = next(identity.mailFromStatus, mailFrom);
    return true;
  };
}

const isAbsent = ({ code }: NodeJS.ErrnoException): boolean => code === "ENOTFOUND" || code === "ENODATA";

function noneIfAbsent(error: NodeJS.ErrnoException): never[] {
  if (isAbsent(error)) return [];
  throw error;
}

function unlessUnanswered(error: NodeJS.ErrnoException): undefined {
  if (error.syscall === undefined) throw error;
}

/**
 * What was good once and is not now is a temporary failure for the next three days. Belief: that SES refuses mail as soon as it has seen one record
 * missing; it documents TEMPORARY_FAILURE as "a temporary issue", and does not say what it does with mail meanwhile.
 */
const next = (status: Status, isRight: boolean): Status => (isRight ? "SUCCESS" : status === "PENDING" ? "PENDING" : "TEMPORARY_FAILURE");
