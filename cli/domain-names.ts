/** The names that `verify --domain` is given, as people type them. */
import { domainToASCII } from "node:url";
import { OperatorError } from "../declaration/operator-error";

/** Any case, a final dot, letters of any alphabet. @throws OperatorError when it is not a domain. */
export function readDomain(text: string): string {
  const name = domainToASCII(text.trim().replace(/\.$/, "")).toLowerCase();
  if (!/^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(name) || name.length > 253)
    throw refusal(`--domain is not a domain, got "${text}", expected a name such as example.com`);
  return name;
}

/** @throws OperatorError when it is not a selector. */
export function readSelector(text: string): string {
  if (!/^[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*$/i.test(text))
    throw refusal(`--selector is not a selector, got "${text}", expected a name such as s1: the s= of a DKIM-Signature`);
  return text.toLowerCase();
}

const refusal = (message: string): OperatorError => new OperatorError(message, undefined, { exitCode: 2 });
