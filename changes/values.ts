/** Values of a plan's attributes, and their texts for people. */
import { isUnknown, type Unknown } from "../mail/dns/record";

export type Value = string | boolean | number | Unknown | undefined;
/** By path; blocks are lists in Terraform's JSON, so "delivery_options.0.tls_policy". */
export type Values = Readonly<Record<string, Value>>;

export const text = (value: Value): string => (typeof value === "string" ? value : "");

export const isSame = (one: Value, other: Value): boolean => (isUnknown(one) ? isUnknown(other) : one === other);

export const valueText = (value: Value): string => {
  if (isUnknown(value)) return "known after the apply";
  return typeof value === "string" ? `"${value}"` : value === true ? "required" : "not required";
};
