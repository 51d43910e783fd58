/**
 * Terraform values on the wire: MessagePack, where extension 0 is an unknown value and extension 12 an unknown value about which
 * something is known (read as plain unknown).
 * https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/object-wire-format.md
 */
import { decode, ExtensionCodec, encode } from "@msgpack/msgpack";
import type { Attribute, Attributes, AttributeType } from "./schema";

class Unknown {
  readonly isUnknown = true;
}
/** A value that is known only after the apply. */
export const unknown = new Unknown();

export type Value = null | Unknown | string | number | boolean | Uint8Array | Value[] | { [name: string]: Value };
/** The value of a whole block: a resource's state, a configuration. */
export type Values = Record<string, Value>;

const extensions = new ExtensionCodec();
extensions.register({ type: 0, encode: (value) => (value === unknown ? new Uint8Array([0]) : null), decode: () => unknown });
extensions.register({ type: 12, encode: () => null, decode: () => unknown });

export interface DynamicValue {
  msgpack: Uint8Array;
}

/** What lacks becomes null, what the schema does not know is left out: Terraform wants each attribute exactly once. */
export const encodeValues = (attributes: Attributes, values: Values | null): DynamicValue => ({
  msgpack: encode(values && conform(attributes, values, toWireNumber), { extensionCodec: extensions }),
});

export function decodeValues(attributes: Attributes, value: DynamicValue | null): Values | null {
  if (!value || value.msgpack.length === 0) return null;
  const decoded = decode(value.msgpack, { extensionCodec: extensions });
  return decoded === null ? null : conform(attributes, decoded as Values, Number);
}

/** A resource's state as the state file has it. */
export const readStateJson = (attributes: Attributes, json: Uint8Array): Values =>
  conform(attributes, JSON.parse(Buffer.from(json).toString()) as Values, Number);

/** Terraform sends as decimal text what no binary fraction equals, such as 1.2, and so do we. */
const toWireNumber = (value: number): Value => (Number.isInteger(value) ? value : String(value));

type NumberRule = (value: number) => Value;

const conform = (attributes: Attributes, values: Values, number: NumberRule): Values =>
  Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, conformAttribute(attribute, values[name], number)]));

function conformAttribute({ type, nested_type: nested }: Attribute, value: Value | undefined, number: NumberRule): Value {
  if (value === null || value === undefined || value === unknown) return value ?? null;
  if (!nested) return conformType(type ?? "dynamic", value, number);
  const conformNested = (each: Value) => conform(nested.attributes, each as Values, number);
  return Array.isArray(value) ? value.map(conformNested) : conformNested(value);
}

/** A "dynamic" value passes as it is: a pair of its type and itself. */
function conformType(type: AttributeType, value: Value, number: NumberRule): Value {
  if (value === null || value === unknown) return value;
  if (Array.isArray(type) && Array.isArray(value)) return value.map((each) => conformType(type[1], each, number));
  return type === "number" ? number(value as number) : value;
}
