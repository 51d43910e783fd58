/** The names that `verify --domain` is given, as people type them. */
import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { OperatorError } from "../declaration/operator-error";

/** Any case, a final dot, letters of any alphabet. @throws OperatorError when it is not a domain. */
export function readDomain(text: string): string {
  const name = domainToASCII(text.trim().replace(/\.$/, "")).toLowerCase();
  // URL parsers turn "0x7f.1" into an address.
  if (isIP(name) || isIP(text.trim())) throw refusal(`--domain is an address, got "${text}", expected a name such as example.com`);
  if (!/^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(name) || name.length > 253)
    throw refusal(`--domain is not a domain, got "${text}", expected a name such as example.com`);
  return name;
}

/**
 * RFC 6376 3.1: labels of letters, digits and hyphens. The whole name of a key, "s1._domainkey" with or without the domain, means the selector in it.
 * @throws OperatorError when it is not a selector.
 */
export function readSelector(text: string, domain: string): string {
  const [selector = "", behind = ""] = text
    .trim()
    .toLowerCase()
    .replace(/\.$/, "")
    .split(/\._domainkey(?=\.|$)/);
  const isOfDomain = behind === "" || behind === `.${domain}`;
  if (!isOfDomain || !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(selector))
    throw refusal(`--selector is not a selector of ${domain}, got "${text}", expected a name such as s1: the s= of a DKIM-Signature`);
  return selector;
}

const refusal = (message: string): OperatorError => new OperatorError(message, undefined, { exitCode: 2 });
