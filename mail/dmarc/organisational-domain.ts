/**
 * The organisational domain as RFC 7489 3.2 finds it, by the Public Suffix List, whose private part counts too (a customer of a hoster is no
 * part of it). Most receivers still do it so; discovery.ts has the tree walk of RFC 9989.
 */
import { getDomain } from "tldts";

/** @param name in lower case. @returns the name itself when it is a public suffix. */
export const listedOrganisationalDomain = (name: string): string =>
  getDomain(name, { allowPrivateDomains: true, extractHostname: false, validateHostname: false }) ?? name;

export const sharesOrganisationalDomain = (one: string, other: string): boolean =>
  one === other || listedOrganisationalDomain(one) === listedOrganisationalDomain(other);
