/**
 * Condition operators. Where a key is absent, a test fails, its opposite holds, and so does `...IfExists`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * Sets: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
import { BlockList, isIP } from "node:net";
import { isLike, isLikeArn, plain } from "./pattern";

type Test = (value: string, wanted: string) => boolean;

const text =
  (test: Test): Test =>
  (value, wanted) =>
    test(value, plain(wanted));
const lower = (value: string): string => value.toLowerCase();
const compared = (read: (value: string) => number, holds: (difference: number) => boolean): Test =>
  text((value, wanted) => holds(read(value) - read(wanted)));

/** Equals, LessThan and so on of what can be ordered. What cannot be read is NaN, and no comparison with it holds. */
const ordered = (kind: string, read: (value: string) => number): Record<string, Test> => ({
  [`${kind}Equals`]: compared(read, (difference) => difference === 0),
  [`${kind}LessThan`]: compared(read, (difference) => difference < 0),
  [`${kind}LessThanEquals`]: compared(read, (difference) => difference <= 0),
  [`${kind}GreaterThan`]: compared(read, (difference) => difference > 0),
  [`${kind}GreaterThanEquals`]: compared(read, (difference) => difference >= 0),
});

const tests: Record<string, Test> = {
  StringEquals: text((value, wanted) => value === wanted),
  StringEqualsIgnoreCase: text((value, wanted) => lower(value) === lower(wanted)),
  StringLike: isLike,
  ...ordered("Numeric", (value) => (value.trim() === "" ? Number.NaN : Number(value))),
  ...ordered("Date", readDate),
  Bool: text((value, wanted) => lower(value) === lower(wanted)),
  BinaryEquals: text((value, wanted) => value === wanted),
  IpAddress: text(isInRange),
  // "ArnEquals and ArnLike behave identically."
  ArnEquals: isLikeArn,
  ArnLike: isLikeArn,
};

/** The test of which each is the opposite. */
const negated: Record<string, string> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
  NotIpAddress: "IpAddress",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
};

/** @param values of the key in the request; undefined when the request has no such key. @returns undefined for an operator that AWS does not have. */
export function holds(operator: string, values: string[] | undefined, wanted: string[]): boolean | undefined {
  const [, quantifier = "", name = "", ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === "Null") return quantifier || ifExists ? undefined : wanted.some((each) => (lower(each) === "true") === !values?.length);
  const opposite = negated[name];
  const test = tests[opposite ?? name];
  if (!test) return undefined;
  // "If the key values in the request resolve to an empty data set (for example, an empty string)": as if there were none.
  const present = quantifier ? values?.filter((value) => value !== "") : values;
  if (!present?.length) return ifExists !== undefined || quantifier === "ForAllValues" || (opposite !== undefined && quantifier === "");
  const matches = (value: string): boolean => wanted.some((each) => test(value, each)) !== (opposite !== undefined);
  if (quantifier === "ForAllValues") return present.every(matches);
  // Of a key with several values, "not equal" means to none of them.
  return quantifier === "" && opposite ? present.every(matches) : present.some(matches);
}

/** A date by ISO 8601, or seconds since 1970. */
function readDate(value: string): number {
  return /^\d+(\.\d+)?$/.test(value) && !/^\d{4}$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}

/** @param range an address, or one with a prefix length. */
function isInRange(address: string, range: string): boolean {
  const [network = "", length] = range.split("/");
  const family = isIP(network) === 6 ? "ipv6" : "ipv4";
  if (isIP(network) === 0 || isIP(address) !== isIP(network)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(length ?? (family === "ipv6" ? 128 : 32)), family);
  return list.check(address, family);
}
