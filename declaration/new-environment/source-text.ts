/** Environments as TypeScript source, formatted as Biome formats this repository: what `twinpost init` writes. Pure. */
import { constantOf } from "../files";
import type { Environment } from "../schema/environment";

const lineWidth = 140;

export function environmentSource(environment: Environment): string {
  const { name } = environment;
  return [
    `/** The environment "${name}", begun by \`twinpost init\`. */`,
    'import type { Environment } from "../declaration/schema/environment";',
    "",
    `export const ${constantOf(name)}: Environment = {`,
    ...Object.entries(environment).map(([key, value]) => property(key, value, "  ")),
    "};",
    "",
  ].join("\n");
}

/** The list of environments: declared.ts. */
export function listSource(names: readonly string[]): string {
  const quotedNames = names.map((name) => JSON.stringify(name));
  const inline = `export const environments = [${quotedNames.join(", ")}];`;
  return [
    "/** The names of the environments, in order. Each is a file beside this one: prod.ts exports `prod`, pre-prod.ts exports `preProd`. */",
    ...(inline.length <= lineWidth ? [inline] : ["export const environments = [", ...quotedNames.map((name) => `  ${name},`), "];"]),
    "",
  ].join("\n");
}

function property(key: string, value: unknown, indent: string): string {
  const inline = `${indent}${key}: ${literal(value)},`;
  if (inline.length <= lineWidth || typeof value !== "object" || value === null) return inline;
  const inner = Array.isArray(value)
    ? value.map((each) => `${indent}  ${literal(each)},`)
    : Object.entries(value).map(([name, each]) => property(name, each, `${indent}  `));
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return [`${indent}${key}: ${open}`, ...inner, `${indent}${close},`].join("\n");
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "number") return String(value).replace(/\B(?=(\d{3})+$)/g, "_");
  if (typeof value !== "object" || value === null) return quoted(String(value));
  const entries = Object.entries(value).map(([key, each]) => `${key}: ${literal(each)}`);
  return entries.length > 0 ? `{ ${entries.join(", ")} }` : "{}";
}

/** In double quotes, unless that takes more backslashes. */
function quoted(text: string): string {
  const double = JSON.stringify(text);
  const count = (mark: string): number => text.split(mark).length - 1;
  return count('"') > count("'") ? `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'` : double;
}
