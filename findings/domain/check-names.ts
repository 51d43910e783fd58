/** Checks names: mail exchangers, aliases without a target, wildcards, DNSSEC. */

import { isFailure, isVoid, valuesOf } from "../../mail/dns/answer";
import type { Resolve } from "../../mail/dns/resolve";
import type { FindingId } from "../catalogue";
import { evidenceOf, unanswered } from "../dns-evidence";
import { type Finding, findingOf } from "../finding";

/** @param receives what mail goes there, such as "replies and reports". */
export async function checkExchangers(domain: string, receives: string, resolve: Resolve): Promise<Finding[]> {
  const response = await resolve(domain, "MX");
  if (isFailure(response)) return [unanswered(domain, "MX", response)];
  const finding = (id: FindingId, what: string): Finding =>
    findingOf(id, { what, where: `${domain} MX`, evidence: [evidenceOf(domain, "MX", response)] });
  const named = valuesOf(response).map((value) => value.slice(value.indexOf(" ") + 1));
  if (named.length === 0) return checkImplicit(domain, receives, resolve, finding);
  const hosts = named.filter((host) => host !== ".");
  if (hosts.length === 0) return [finding("mx/null", `${domain} says that it takes no mail, and ${receives} go there`)];
  return [
    ...(hosts.length < named.length
      ? [finding("mx/null-beside-others", `${domain} says that it takes no mail, and names ${hosts.join(", ")}`)]
      : []),
    ...(await Promise.all(hosts.map((host) => checkExchanger(domain, host, resolve)))).flat(),
  ];
}

/** RFC 5321 5.1: without an MX, mail goes to the domain's own address. */
async function checkImplicit(
  domain: string,
  receives: string,
  resolve: Resolve,
  finding: (id: FindingId, what: string) => Finding,
): Promise<Finding[]> {
  const answers = await Promise.all((["A", "AAAA"] as const).map(async (type) => ({ type, response: await resolve(domain, type) })));
  const failed = answers.find(({ response }) => isFailure(response));
  const addresses = answers.flatMap(({ response }) => valuesOf(response));
  if (addresses.length > 0)
    return [finding("mx/implicit", `${domain} has no mail exchanger: ${receives} go to its own address ${addresses[0]}`)];
  if (failed) return [unanswered(domain, failed.type, failed.response)];
  return [finding("mx/missing", `${domain} has no mail exchanger, and ${receives} go there`)];
}

/** IPv6 is asked for only when there is no IPv4: one address is enough. */
async function checkExchanger(domain: string, host: string, resolve: Resolve): Promise<Finding[]> {
  const ip4 = await resolve(host, "A");
  const response = isVoid(ip4) ? await resolve(host, "AAAA") : ip4;
  const type = response === ip4 ? "A" : "AAAA";
  if (isFailure(response)) return [unanswered(host, type, response)];
  const finding = (id: FindingId, what: string): Finding =>
    findingOf(id, { what, where: `${domain} MX`, evidence: [evidenceOf(host, type, response)] });
  if (isVoid(response)) return [finding("mx/unresolvable", `the mail exchanger ${host} has no address`)];
  const alias = response.aliases[0]?.target;
  return alias === undefined ? [] : [finding("mx/alias", `the mail exchanger ${host} is an alias of ${alias}`)];
}

/** @param name that is, or may be, a CNAME. */
export async function checkAlias(name: string, resolve: Resolve): Promise<Finding[]> {
  // NXDOMAIN holds for every type, so any type will do. Targets of DKIM and of return paths have TXT.
  const response = await resolve(name, "TXT");
  const target = response.aliases.at(-1)?.target;
  if (response.outcome !== "no-such-name" || target === undefined) return [];
  const what = `${name} leads to ${target}, which does not exist`;
  return [findingOf("dns/dangling-alias", { what, where: `${name} CNAME`, evidence: [evidenceOf(name, "TXT", response)] })];
}

/** RFC 1034 3.6.2: beside a CNAME there is nothing else. With both, what applies depends on which one a resolver got to know first. */
export async function checkAliasAlone(name: string, resolve: Resolve): Promise<Finding[]> {
  const [text, alias] = await Promise.all([resolve(name, "TXT"), resolve(name, "CNAME")]);
  const [target] = valuesOf(alias);
  const isFollowed = text.aliases.some((each) => each.name === name);
  if (target === undefined || isFollowed || valuesOf(text).length === 0) return [];
  const what = `${name} has a TXT record, and is a CNAME to ${target}`;
  return [findingOf("dns/alias-beside-data", { what, where: `${name} CNAME`, evidence: [evidenceOf(name, "CNAME", alias)] })];
}

/** The name "*" can be queried like any other (RFC 4592 2.1.1); NODATA means that the wildcard has other types. */
export async function checkWildcard(domain: string, resolve: Resolve): Promise<Finding[]> {
  const name = `*.${domain}`;
  const response = await resolve(name, "TXT");
  if (isFailure(response) || (response.outcome === "no-such-name" && response.aliases.length === 0)) return [];
  const what = `${domain} has a wildcard${response.outcome === "answer" ? ", which answers TXT questions" : ""}`;
  return [findingOf("dns/wildcard", { what, where: `${name} TXT`, evidence: [evidenceOf(name, "TXT", response)] })];
}

/** Reports nothing unless the resolver says whether it validated. */
export async function checkSigned(domain: string, resolve: Resolve): Promise<Finding[]> {
  const response = await resolve(domain, "TXT");
  if (!("authenticated" in response) || response.authenticated !== false || isFailure(response)) return [];
  const what = `answers about ${domain} are not protected by DNSSEC`;
  return [findingOf("dns/not-signed", { what, where: domain, evidence: [evidenceOf(domain, "TXT", response)] })];
}
