/** Rules between the fields of the organisation, and between it and the environments, which own names of their own. */
import { dmarcPolicies, isEnforced } from "../../mail/dmarc/policy";
import { isAtOrBelow } from "../../mail/records/name";
import { conflictOf, zoneOf } from "../dns-hosts/dns-hosts";
import type { Environment } from "../schema/environment";
import type { Organisation } from "../schema/organisation";
import { consentsFit, includesOthers, parkedNamesBelow, spfWithinLimits } from "./dns";
import { type BrokenRule, valueAt } from "./relations";

/** @param value raw: any part may be missing or wrong. */
export function brokenOrganisationRelations(value: unknown): BrokenRule[] {
  const domains = valueAt(value, ["domains"]);
  if (!Array.isArray(domains)) return [];
  const zones = domains.map((domain) => valueAt(domain, ["dns", "zone"]));
  return domains.flatMap((domain, index) => {
    const zone = zones[index];
    const broken = [
      ...raisedOnEvidence(domain),
      ...spfWithinLimits(domain, []),
      ...(typeof zone === "string"
        ? [...parkedNamesBelow(domain, zone), ...includesOthers(domain, zone), ...consentsFit(domain, zone)]
        : []),
      ...(zone !== undefined && zones.indexOf(zone) < index ? [declaredTwice] : []),
    ];
    return broken.map(({ path, rule }) => ({ path: ["domains", index, ...path], rule }));
  });
}

const declaredTwice: BrokenRule = {
  path: ["dns", "zone"],
  rule: { problem: "is declared twice", expected: "each domain once", remedy: "merge the two entries" },
};

/**
 * An organisational domain is where every forgotten sender sends from: newsletters, invoices, the coffee machine. What p and sp do to them
 * shows only in reports. np is free: nobody sends from a name that does not exist.
 */
function raisedOnEvidence(domain: unknown): BrokenRule[] {
  const evidence = valueAt(domain, ["dmarc", "evidence"]);
  const raised = ["policy", "sp"].filter((tag) => isEnforced(dmarcPolicies.find((policy) => policy === valueAt(domain, ["dmarc", tag]))));
  if (evidence !== undefined || raised.length === 0) return [];
  return raised.map((tag) => ({
    path: ["dmarc", tag],
    rule: {
      problem: "is raised without evidence",
      expected: '"none", or dmarc.evidence beside it',
      remedy: "read the aggregate reports of a month, then write in dmarc.evidence what they showed",
    },
  }));
}

/** @param accounts undefined where their file has faults of its own. */
export const organisationBesideOthers = (
  organisation: Organisation,
  environments: readonly Environment[],
  accounts: readonly { id: string }[] | undefined,
): BrokenRule[] => [
  ...ownedByEnvironments(organisation, environments),
  ...otherZoneIds(organisation, environments),
  ...(accounts ? withoutAccount(organisation, accounts) : []),
];

/** Environment and organisation are applied apart, so no name may be declared by both. */
function ownedByEnvironments({ domains }: Organisation, environments: readonly Environment[]): BrokenRule[] {
  return domains.flatMap(({ parkedNames = [], ...domain }, index) => {
    const names: [path: PropertyKey[], name: string][] = [
      [["dns", "zone"], zoneOf(domain)],
      ...parkedNames.map((name, at): [PropertyKey[], string] => [["parkedNames", at], name]),
    ];
    return names.flatMap(([path, name]) => {
      const owner = environments.find(({ sendingDomain }) => isAtOrBelow(name, sendingDomain));
      if (!owner) return [];
      const rule = {
        problem: `belongs to the environment "${owner.name}"`,
        expected: `a name not at or below "${owner.sendingDomain}"`,
        remedy: "make the environment send from a subdomain, such as mail.<domain>, which also protects the domain's reputation",
      };
      return [{ path: ["domains", index, ...path], rule }];
    });
  });
}

const otherZoneIds = ({ domains }: Organisation, environments: readonly Environment[]): BrokenRule[] =>
  domains.flatMap(({ dns }, index) => {
    const conflict = conflictOf(dns, environments);
    return conflict ? [{ path: ["domains", index, "dns", conflict.field], rule: conflict.rule }] : [];
  });

/** Its roles and tokens are in the stack of that account. */
function withoutAccount({ aws }: Organisation, accounts: readonly { id: string }[]): BrokenRule[] {
  if (accounts.some(({ id }) => id === aws.account)) return [];
  const rule = {
    problem: "is not a declared account",
    expected: accounts.map(({ id }) => `"${id}"`).join(" or "),
    remedy: "correct it, or add the account to environments/accounts.ts",
  };
  return [{ path: ["aws", "account"], rule }];
}
