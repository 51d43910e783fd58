/**
 * Rules between the fields of one environment. They look at the raw value, of which any part may be missing or wrong, so that these
 * faults are told together with the schema's.
 */
import { spfIncludes } from "../mail/records/policy-records";
import { spfLookupLimit } from "../mail/spf/build";
import { isFqdn, isProviderName, type Rule } from "./schema";

export interface BrokenRelation {
  path: string[];
  rule: Rule;
}

export function brokenRelations(value: unknown): BrokenRelation[] {
  return [sendingDomainInZone(value), senderInSendingDomain(value), standbyIsAnother(value), spfFitsIntoLimit(value)].filter(
    (broken) => broken !== undefined,
  );
}

function sendingDomainInZone(value: unknown): BrokenRelation | undefined {
  const sendingDomain = textAt(value, ["sendingDomain"]);
  const zone = textAt(value, ["cloudflare", "zone"]);
  if (!sendingDomain || !zone || !isFqdn(zone) || sendingDomain === zone || sendingDomain.endsWith(`.${zone}`)) return undefined;
  return {
    path: ["sendingDomain"],
    rule: {
      problem: "is not in the Cloudflare zone",
      expected: `"${zone}" or a name below it`,
      remedy: `write it like "mail.${zone}", or change cloudflare.zone`,
    },
  };
}

function senderInSendingDomain(value: unknown): BrokenRelation | undefined {
  const sendingDomain = textAt(value, ["sendingDomain"]);
  const address = textAt(value, ["sender", "address"]);
  if (!sendingDomain || !isFqdn(sendingDomain) || !address?.includes("@") || address.endsWith(`@${sendingDomain}`)) return undefined;
  return {
    path: ["sender", "address"],
    rule: {
      problem: "does not lie in the sending domain",
      expected: `name@${sendingDomain}`,
      remedy: "only the sending domain is authenticated: mail from another one fails DMARC",
    },
  };
}

function standbyIsAnother(value: unknown): BrokenRelation | undefined {
  const primary = textAt(value, ["sendingProviders", "primary"]);
  if (!primary || primary !== textAt(value, ["sendingProviders", "standby"])) return undefined;
  return {
    path: ["sendingProviders", "standby"],
    rule: {
      problem: "is the primary provider too",
      expected: "the other sending provider",
      remedy: "a standby helps only if it does not fail together with the primary",
    },
  };
}

/** Includes alone; what they include in turn counts as well, and only DNS knows that. */
function spfFitsIntoLimit(value: unknown): BrokenRelation | undefined {
  const path = ["spf", "alsoInclude"];
  const listed = valueAt(value, path);
  if (!Array.isArray(listed)) return undefined;
  const named = [textAt(value, ["sendingProviders", "primary"]), textAt(value, ["sendingProviders", "standby"])];
  const alsoInclude = listed.filter((entry) => typeof entry === "string");
  const includes = spfIncludes({ providers: named.filter(isProviderName), spf: { alsoInclude } }).length;
  if (includes <= spfLookupLimit) return undefined;
  return {
    path,
    rule: {
      problem: `makes ${includes} includes with those of the sending providers`,
      expected: `${spfLookupLimit} at most in all, since receivers stop there (RFC 7208 4.6.4)`,
      remedy: "keep those that still send as the sending domain; give the others a domain of their own",
    },
  };
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined), value);
}

function textAt(value: unknown, path: string[]): string | undefined {
  const found = valueAt(value, path);
  return typeof found === "string" ? found : undefined;
}
