/** Values of a plan's attributes, and their texts for people. */
import { isUnknown, type Unknown } from "../mail/dns/record";

/** What Terraform marks as sensitive: only whether it changes is known here. */
export interface Sensitive {
  sensitive: true;
}

export type Scalar = string | boolean | number;
export type Value = Scalar | readonly Scalar[] | Unknown | Sensitive | undefined;
/** By path; blocks are lists in Terraform's JSON, so "delivery_options.0.tls_policy". Nothing is undefined: null, "", [] and {} are left out. */
export type Values = Readonly<Record<string, Value>>;

export const text = (value: Value): string => (typeof value === "string" ? value : "");

/** Of a list, or the one value. */
export const listOf = (value: Value): readonly Scalar[] =>
  Array.isArray(value) ? value : typeof value === "object" || value === undefined ? [] : [value as Scalar];

/** Terraform's lists of scalars are mostly sets: their order means nothing. */
export const isSame = (one: Value, other: Value): boolean => {
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((each) => other.includes(each));
  return isUnknown(one) ? isUnknown(other) : one === other;
};

const longest = 120;

export const valueText = (value: Value): string => {
  if (value === undefined) return "nothing";
  if (isUnknown(value)) return "known after the apply";
  if (typeof value === "object" && "sensitive" in value) return "a sensitive value";
  const shown =
    typeof value === "object" ? value.map(String).join(", ") : typeof value === "string" ? JSON.stringify(value) : String(value);
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
};
