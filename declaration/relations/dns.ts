/**
 * Rules between the fields that end up in DNS, of an environment and of an organisational domain. Like those of relations.ts they look at
 * the raw value.
 */

import { providerNames, returnPathsOf, spfIncludesOf } from "../../mail/providers/sending-providers";
import { isAtOrBelow } from "../../mail/records/name";
import { findSpfProblems } from "../../mail/spf/build";
import { allName, organisationName } from "../names/stacks";
import { type BrokenRule, valueAt } from "./relations";

export function brokenDnsRelations(value: unknown): BrokenRule[] {
  const sendingDomain = valueAt(value, ["sendingDomain"]);
  if (typeof sendingDomain !== "string") return reservedName(value);
  return [
    ...reservedName(value),
    ...spfWithinLimits(value, ownIncludes(value)),
    ...includesOthers(value, sendingDomain),
    ...namesFit(value, sendingDomain),
    ...repliesArrive(value, sendingDomain),
    ...parkedNamesBelow(value, sendingDomain),
    ...returnPathsSend(value, sendingDomain),
    ...exchangersOnce(value),
  ];
}

/** Of the sending providers in use. */
function ownIncludes(value: unknown): string[] {
  const inUse = ["primary", "standby"].map((role) => valueAt(value, ["sendingProviders", role]));
  return spfIncludesOf(providerNames.filter((provider) => inUse.includes(provider)));
}

/** RFC 7208 4.6.4 and 3.4, as far as they can be checked without DNS. @param own includes that are always there. */
export function spfWithinLimits(value: unknown, own: string[]): BrokenRule[] {
  const terms = {
    include: [...own, ...textsAt(value, ["spf", "alsoInclude"])],
    allow: textsAt(value, ["spf", "alsoAllow"]),
    all: "~all",
  } as const;
  const remedy =
    own.length > 0
      ? `${own.join(" and ")} are included already; remove senders that you no longer use`
      : "remove senders that you no longer use";
  return findSpfProblems(terms).map(({ problem, expected }) => ({ path: ["spf"], rule: { problem, expected, remedy } }));
}

/** RFC 7208 4.6.4: a record that includes itself is an error for everybody. */
export function includesOthers(value: unknown, domain: string): BrokenRule[] {
  return textsAt(value, ["spf", "alsoInclude"]).flatMap((name, index) => {
    if (name !== domain) return [];
    const rule = {
      problem: "is the domain itself",
      expected: "the domain of another sender",
      remedy: "remove it: a record that includes itself lets nobody pass",
    };
    return [{ path: ["spf", "alsoInclude", index], rule }];
  });
}

/** RFC 1035 2.3.4, for the longest name that sending providers put below the domain: a key's. */
const longestBelow = `${"x".repeat(32)}._domainkey.`.length;
const longestName = 253;

function namesFit(value: unknown, domain: string): BrokenRule[] {
  const most = longestName - longestBelow;
  const own =
    domain.length > most
      ? [
          {
            path: ["sendingDomain"],
            rule: {
              problem: `has ${domain.length} characters`,
              expected: `at most ${most}`,
              remedy: "use a shorter name: keys and return paths lie below it",
            },
          },
        ]
      : [];
  return [...own, ...consentsFit(value, domain)];
}

/** The consent to reports is at a name that holds both domains (RFC 9990 4). */
export function consentsFit(value: unknown, domain: string): BrokenRule[] {
  return (["reportTo", "failureReportTo"] as const).flatMap((field) =>
    textsAt(value, ["dmarc", field]).flatMap((address, index) => {
      const target = address.slice(address.lastIndexOf("@") + 1);
      const length = `${domain}._report._dmarc.${target}`.length;
      if (target === domain || target.endsWith(`.${domain}`) || domain.endsWith(`.${target}`) || length <= longestName) return [];
      const rule = {
        problem: "is in a domain too long for its consent",
        expected: `a shorter domain: the consent's name has ${length} characters`,
        remedy: "use a mailbox in a domain of your own",
      };
      return [{ path: ["dmarc", field, index], rule }];
    }),
  );
}

/** @param domain only names below it may be parked here; the domain itself sends. */
export function parkedNamesBelow(value: unknown, domain: string): BrokenRule[] {
  const names = textsAt(value, ["parkedNames"]);
  return names.flatMap((name, index) => {
    const broken = (problem: string, expected: string, remedy: string) => [
      { path: ["parkedNames", index], rule: { problem, expected, remedy } },
    ];
    if (name === domain || !isAtOrBelow(name, domain)) {
      const remedy = "declare other names in their own file: environments/organisation.ts for an organisational domain";
      return broken("is not below the domain", `a name below "${domain}"`, remedy);
    }
    if (/(^|\.)_/.test(name))
      return broken("is not a host name", "a name without underscores", "remove it: nobody can send from such a name");
    const twin = names.slice(0, index).find((other) => resourceName(other) === resourceName(name));
    if (twin === undefined) return [];
    if (twin === name) return broken("is declared twice", "each name once", "remove one of them");
    return broken(`gets the same name in Terraform as "${twin}"`, "names that differ by more than a dot", "rename one of them");
  });
}

/** What the sending providers put in their messages' return paths does send, and has other records. */
function returnPathsSend(value: unknown, domain: string): BrokenRule[] {
  const returnPaths = returnPathsOf(providerNames, domain);
  return textsAt(value, ["parkedNames"]).flatMap((name, index) => {
    const sends = returnPaths.find((returnPath) => isAtOrBelow(name, returnPath));
    if (sends === undefined) return [];
    const rule = {
      problem: "belongs to the return path of a sending provider",
      expected: `a name not at or below "${sends}"`,
      remedy: "remove it",
    };
    return [{ path: ["parkedNames", index], rule }];
  });
}

function exchangersOnce(value: unknown): BrokenRule[] {
  const mx = valueAt(value, ["mx"]);
  const names = (Array.isArray(mx) ? mx : []).map((each) => {
    const host = valueAt(each, ["host"]);
    return typeof host === "string" ? resourceName(host) : undefined;
  });
  return names.flatMap((name, index) => {
    if (name === undefined || names.indexOf(name) === index) return [];
    const rule = { problem: "is declared twice", expected: "each mail server once, with one priority", remedy: "remove one of them" };
    return [{ path: ["mx", index, "host"], rule }];
  });
}

/** As records are called in a stack (mail/records/). */
const resourceName = (name: string): string => name.replaceAll(".", "-");

/** Replies and reports that go to the sending domain bounce unless somebody receives there. */
function repliesArrive(value: unknown, sendingDomain: string): BrokenRule[] {
  const mx = valueAt(value, ["mx"]);
  if (Array.isArray(mx) && mx.length > 0) return [];
  const addresses: [path: PropertyKey[], address: unknown][] = [
    [["sender", "replyTo"], valueAt(value, ["sender", "replyTo"])],
    ...textsAt(value, ["dmarc", "reportTo"]).map((address, index): [PropertyKey[], string] => [["dmarc", "reportTo", index], address]),
  ];
  return addresses.flatMap(([path, address]) => {
    if (typeof address !== "string" || !address.endsWith(`@${sendingDomain}`)) return [];
    const remedy = "declare mx, the servers that receive for the sending domain, or use an address in another domain";
    return [{ path, rule: { problem: "is in the sending domain, which receives no mail", expected: "an address that receives", remedy } }];
  });
}

function reservedName(value: unknown): BrokenRule[] {
  const meanings = { [organisationName]: "environments/organisation.ts", [allName]: "everything declared" };
  const meant = Object.entries(meanings).find(([name]) => name === valueAt(value, ["name"]));
  if (!meant) return [];
  const remedy = `--env ${meant[0]} means ${meant[1]}`;
  return [{ path: ["name"], rule: { problem: "is taken", expected: "another name", remedy } }];
}

/** The entries of a list that are text; others are the schema's to tell. */
function textsAt(value: unknown, path: PropertyKey[]): string[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found.filter((entry) => typeof entry === "string") : [];
}
