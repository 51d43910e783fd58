/**
 * Kinds of fields, for every schema here: what a value must hold, and the words for one that does not. Nothing here knows which field it is for.
 */
import { z } from "zod";

export type Fqdn = `${string}.${string}`;
export type EmailAddress = `${string}@${Fqdn}`;

/** What a broken rule tells: "<path> <problem>, got <value>, expected <expected>", and the remedy on a line of its own. */
export interface Rule {
  problem: string;
  expected: string;
  remedy: string;
}

export const text = <T extends string>(holds: (value: string) => boolean, rule: Rule) =>
  z.custom<T>((value) => typeof value === "string" && holds(value), { error: rule.problem, params: { rule } });

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T, remedy: string) =>
  text<T[number]>((value) => values.includes(value), {
    problem: "is not one of the allowed values",
    expected: values.map((value) => `"${value}"`).join(" or "),
    remedy,
  });

export const number = (holds: (value: number) => boolean, rule: Rule) =>
  z.custom<number>((value) => typeof value === "number" && holds(value), { error: rule.problem, params: { rule } });

export const flag = (remedy: string) =>
  z.custom<boolean>((value) => typeof value === "boolean", {
    params: { rule: { problem: "is neither true nor false", expected: "true or false", remedy } },
  });

/** Fields that belong together, and what they are about. */
export const group = <const T extends z.core.$ZodShape>(meaning: string, shape: T) => z.strictObject(shape).describe(meaning);

// RFC 1035 2.3.4 and RFC 5890: labels of 63 bytes, 253 in all; lower case and without a final dot, since providers compare bytes. Mail goes to hosts
// and domains of letters, digits and hyphens (RFC 5321 4.1.2, RFC 1123 2.1); records may be at names with underscores (RFC 8552).
const fqdnPattern = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;
const recordNamePattern = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;
// An address as mail systems exchange it: a dot-atom (RFC 5322 3.2.3) at a domain. Quoted local parts and comments are refused.
const localPartPattern = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

export const isFqdn = (value: string): boolean => fqdnPattern.test(value);
export const isRecordName = (value: string): boolean => recordNamePattern.test(value);
export const isAddress = (value: string): boolean => {
  const at = value.lastIndexOf("@");
  return at > 0 && at <= 64 && localPartPattern.test(value.slice(0, at)) && isFqdn(value.slice(at + 1));
};
/** Written as it is sent: what a parser would first repair ("https:app.x", a line break, capitals in the host) is refused, as are logins. */
export const isHttpsUrl = (value: string): boolean => {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, href } = new URL(value);
  return protocol === "https:" && `${username}${password}` === "" && [value, `${value}/`].includes(href);
};
/** Without a query or a fragment: links grow out of it, and what could be a password must not reach AWS and Terraform's state. */
export const isPlainHttpsUrl = (value: string): boolean => isHttpsUrl(value) && !/[?#]/.test(value);

export const fqdn = (example: string) =>
  text<Fqdn>(isFqdn, {
    problem: "is not a domain name",
    expected: "a full name in lower case without a final dot, of letters, digits and hyphens",
    remedy: `write it like "${example}"`,
  });

/** Where a record is, such as an SPF record to include. */
export const recordName = (example: string) =>
  text<Fqdn>(isRecordName, {
    problem: "is not the name of a record",
    expected: "a full name in lower case without a final dot",
    remedy: `write it like "${example}"`,
  });

export const address = (example: string) =>
  text<EmailAddress>(isAddress, {
    problem: "is not an address",
    expected: "name@domain",
    remedy: `write it like "${example}", or remove the entry`,
  });

export const count = (rule: Omit<Rule, "problem" | "expected">) =>
  z.custom<number>((value) => Number.isInteger(value) && (value as number) >= 1, {
    params: { rule: { problem: "is not a whole number above 0", expected: "1 or more", ...rule } },
  });

/** A word is no reason. */
export const isSentence = (value: string): boolean => value.trim().split(/\s+/).length >= 3 && !/\p{Cc}/u.test(value);

// https://docs.aws.amazon.com/general/latest/gr/rande.html: an area, perhaps a partition of it, a direction and a number.
const regionPattern = /^[a-z]{2}(-(gov|iso[a-z]?))?-((north|south)(east|west)?|east|west|central)-\d$/;

export const region = (remedy: string) =>
  text<string>((value) => regionPattern.test(value), {
    problem: "is not an AWS region",
    expected: 'a region code such as "eu-west-1"',
    remedy,
  });
