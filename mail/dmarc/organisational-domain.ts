/**
 * The organisational domain by the Public Suffix List (RFC 7489 3.2), including its private section, so that a hoster's customers are separate
 * organisations. Most receivers still use it. discovery.ts has the tree walk of RFC 9989.
 */
import { getDomain } from "tldts";

/** @param name in lower case. @returns the name itself when it is a public suffix. */
export const listedOrganisationalDomain = (name: string): string =>
  getDomain(name, { allowPrivateDomains: true, extractHostname: false, validateHostname: false }) ?? name;

export const sharesOrganisationalDomain = (one: string, other: string): boolean =>
  one === other || listedOrganisationalDomain(one) === listedOrganisationalDomain(other);
