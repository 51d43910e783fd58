/** Values of a plan's attributes, and their words for people. */

/** Terraform knows the value only once it applies. */
export const afterApply = Symbol("known after apply");
export type Value = string | boolean | number | typeof afterApply | undefined;
/** By path; blocks are lists in Terraform's JSON, so "delivery_options.0.tls_policy". */
export type Values = Readonly<Record<string, Value>>;

export const text = (value: Value): string => (typeof value === "string" ? value : "");

export const inWords = (value: Value): string => {
  if (value === afterApply) return "known after the apply";
  return typeof value === "string" ? `"${value}"` : value === true ? "required" : "not required";
};
