/** Checks whether an address or a domain is on a blocklist (RFC 5782). Tells a refused query from a listing, which looks almost the same. */

import { isFailure, valuesOf } from "../../mail/dns/answer";
import type { Resolve } from "../../mail/dns/resolve";
import { parseClientAddress } from "../../mail/spf/client-address";
import { evidenceOf } from "../dns-evidence";
import { type Finding, findingOf } from "../finding";

export interface Blocklist {
  /** Such as "zen.spamhaus.org". */
  zone: string;
  lists: "addresses" | "domains";
}

export interface BlocklistSubjects {
  addresses: readonly string[];
  domains: readonly string[];
}

/** @throws RangeError for an address that is not an IP address. */
export async function checkBlocklists(
  { addresses, domains }: BlocklistSubjects,
  blocklists: readonly Blocklist[],
  resolve: Resolve,
): Promise<Finding[]> {
  const questions = blocklists.flatMap(({ zone, lists }) =>
    lists === "domains"
      ? domains.map((subject) => ({ subject, zone, name: `${subject}.${zone}` }))
      : addresses.map((subject) => ({ subject, zone, name: `${reversed(subject)}.${zone}` })),
  );
  const zones = blocklists.map(({ zone }) => zone);
  const asked = [...zones.map((zone) => checkThere(zone, resolve)), ...questions.map((question) => checkOne(question, resolve))];
  return (await Promise.all(asked)).flat();
}

/** A zone that does not exist lists nothing: a misspelt name must not look like a clean result. */
async function checkThere(zone: string, resolve: Resolve): Promise<Finding[]> {
  const response = await resolve(zone, "SOA");
  if (response.outcome !== "no-such-name") return [];
  const evidence = [evidenceOf(zone, "SOA", response)];
  const remedy = "check how its name is written; some lists have been given up";
  return [findingOf("blocklist/no-answer", { what: `there is no blocklist at ${zone}`, where: `${zone} SOA`, evidence, remedy })];
}

async function checkOne({ subject, zone, name }: { subject: string; zone: string; name: string }, resolve: Resolve): Promise<Finding[]> {
  const response = await resolve(name, "A");
  const codes = valuesOf(response);
  const about = { where: `${name} A`, evidence: [evidenceOf(name, "A", response)] };
  const listings = codes.filter(isListing);
  if (listings.length > 0)
    return [findingOf("blocklist/listed", { ...about, what: `${subject} is listed at ${zone} (${listings.join(", ")})` })];
  if (codes.length === 0 && !isFailure(response)) return [];
  const got = codes.length > 0 ? codes.join(", ") : (response.failure ?? response.outcome);
  return [findingOf("blocklist/no-answer", { ...about, what: `${zone} did not say whether ${subject} is listed, got ${got}` })];
}

/**
 * Listings are in 127.0.0.0/8 (RFC 5782 2.1). 127.255.255.0/24 are refusals (Spamhaus: a misspelt zone, a public resolver, too many
 * questions), 127.0.0.1 is one at URIBL and SURBL, 127.0.1.255 at Spamhaus DBL. An address outside 127.0.0.0/8 is not from the blocklist.
 */
const isListing = (code: string): boolean => /^127\.(?!255\.255\.)/.test(code) && code !== "127.0.0.1" && code !== "127.0.1.255";

const reversed = (address: string): string => parseClientAddress(address).reverseName.replace(/\.(in-addr|ip6)\.arpa$/, "");
