/**
 * Values that belong to nobody: those in the files that come with Twinpost, and names that are reserved for examples (RFC 2606 2 and 3, RFC 6761
 * 6.5). What is declared with them can be rehearsed, and must not act for real. Pure.
 */
import { isAtOrBelow } from "../mail/records/name";
import { valueAt } from "./relations/relations";

const accounts = ["111122223333", "444455556666", "123456789012"];
const zones = ["7c1e9a5b2d3f4061827364554a3b2c1d", "0d4f3e6a8b1c4d5e9f70213243546576"];
const github = ["market-edge", "10203040", "506070809"];
const people = ["@ada", "@market-edge/platform"];
const senders = ["market-edge-test"];
const mailboxes = ["twinpost-seed@gmail.com", "twinpost-seed@outlook.com", "twinpost-seed@yahoo.com"];
const values = new Set([...accounts, ...zones, ...github, ...people, ...senders, ...mailboxes]);
const domains = ["example.com", "example.net", "example.org", "example", "test", "invalid", "localhost"];

export interface ExampleValue {
  /** As faults name it: "dmarc.reportTo[0]". */
  path: string;
  value: string;
}

/** @param declared what a file exports: any part may be missing or wrong. */
export function examplesIn(declared: unknown, path = ""): ExampleValue[] {
  if (typeof declared === "string") return isExample(declared) ? [{ path, value: declared }] : [];
  if (typeof declared !== "object" || declared === null) return [];
  return Object.entries(declared).flatMap(([key, value]) => {
    const inner = Array.isArray(declared) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    return examplesIn(value, inner);
  });
}

/** A value, an ARN, a name, an address or a URL. */
export function isExample(text: string): boolean {
  if (values.has(text)) return true;
  const [, account] = /^arn:aws[\w-]*:\w+::?[\w-]*:?(\d{12}):/.exec(text) ?? [];
  return account !== undefined ? accounts.includes(account) : isExampleDomain(hostOf(text));
}

const hostOf = (text: string): string =>
  /^https:/.test(text) && URL.canParse(text) ? new URL(text).hostname : text.slice(text.lastIndexOf("@") + 1);

const isExampleDomain = (name: string): boolean => name.includes(".") && domains.some((domain) => isAtOrBelow(name, domain));

export const isExampleAccount = (id: string | undefined): boolean => id !== undefined && accounts.includes(id);

/** One that nobody has put own data into: account and zone are both still those of the examples. */
export const isExampleEnvironment = (value: unknown): boolean => isUntouched(value) && isExampleZone(value);

export function isExampleOrganisation(value: unknown): boolean {
  const declared = valueAt(value, ["domains"]);
  return isUntouched(value) && Array.isArray(declared) && declared.length > 0 && declared.every(isExampleZone);
}

const isUntouched = (value: unknown): boolean => {
  const account = valueAt(value, ["aws", "account"]);
  return typeof account === "string" && isExampleAccount(account);
};

const isExampleZone = (value: unknown): boolean => ["example.com", "example.net"].includes(String(valueAt(value, ["dns", "zone"])));
