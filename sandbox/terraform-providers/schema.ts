/**
 * Provider schemas, as `terraform providers schema -json` prints them, and their form in the plugin protocol. The files in schemas/ are
 * the real providers' schemas, cut down to what is imitated.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A type constraint as Terraform writes it in JSON: "string", ["set", "string"]. */
export type AttributeType = string | [string, AttributeType];

export interface Attribute {
  type?: AttributeType;
  nested_type?: { attributes: Attributes; nesting_mode: "single" | "list" | "set" };
  required?: boolean;
  optional?: boolean;
  computed?: boolean;
  sensitive?: boolean;
  deprecated?: boolean;
}
export type Attributes = Record<string, Attribute>;

export interface Schema {
  version: number;
  block: { attributes: Attributes };
}

export interface ProviderSchema {
  provider: Schema;
  resources: Record<string, Schema>;
  data_sources: Record<string, Schema>;
}

export const readSchema = (name: "cloudflare" | "sendgrid"): ProviderSchema =>
  JSON.parse(readFileSync(join(__dirname, "schemas", `${name}.json`), "utf8")) as ProviderSchema;

export const toProtocolSchema = ({ version, block }: Schema): object => ({
  version,
  block: { version, attributes: toProtocolAttributes(block.attributes) },
});

const toProtocolAttributes = (attributes: Attributes): object[] =>
  Object.entries(attributes).map(([name, { type, nested_type, ...flags }]) => ({
    name,
    ...flags,
    ...(type === undefined ? {} : { type: Buffer.from(JSON.stringify(type)) }),
    ...(nested_type === undefined
      ? {}
      : { nested_type: { attributes: toProtocolAttributes(nested_type.attributes), nesting: nested_type.nesting_mode.toUpperCase() } }),
  }));
