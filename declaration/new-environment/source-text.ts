/** The user's files as TypeScript source, formatted as Biome formats this repository: what `twinpost init` writes. Pure. */
import { constantOf } from "../files";
import type { DeclaredAccount } from "../schema/account";
import type { Environment } from "../schema/environment";
import type { Organisation } from "../schema/organisation";

const lineWidth = 140;

export const environmentSource = (environment: Environment): string =>
  source({
    about: `The environment "${environment.name}", begun by \`twinpost init\`.`,
    type: ["Environment", "environment"],
    constant: `${constantOf(environment.name)}: Environment`,
    lines: ["{", ...properties(environment, "  "), "};"],
  });

export const accountsSource = (accounts: readonly DeclaredAccount[]): string =>
  source({
    about: "The AWS accounts that environments live in, begun by `twinpost init`.",
    type: ["DeclaredAccount", "account"],
    constant: "accounts: DeclaredAccount[]",
    lines: ["[", ...accounts.map((account) => written("", account, "  ")), "];"],
  });

export const organisationSource = (organisation: Organisation): string =>
  source({
    about: "The domains above the sending domains, begun by `twinpost init`. docs/configuration.md explains every field.",
    type: ["Organisation", "organisation"],
    constant: "organisation: Organisation",
    lines: ["{", ...properties(organisation, "  "), "};"],
  });

/** One entry of a list, as it stands in the file. */
export const entrySource = (value: object, indent: string): string => written("", value, indent);

/** One property, as it stands in the file. */
export const propertySource = (key: string, value: object, indent: string): string => written(`${key}: `, value, indent);

interface Source {
  about: string;
  /** Its name, and the file in declaration/schema/ that has it. */
  type: [name: string, file: string];
  constant: string;
  /** Of the value. */
  lines: string[];
}

function source({ about, type: [name, file], constant, lines: [first, ...others] }: Source): string {
  const head = [`/** ${about} */`, `import type { ${name} } from "../declaration/schema/${file}";`, ""];
  return [...head, `export const ${constant} = ${first}`, ...others, ""].join("\n");
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

const properties = (value: object, indent: string): string[] =>
  Object.entries(value).map(([key, each]) => written(`${key}: `, each, indent));

/** A property or an entry of a list, on a line of its own if it fits. */
function written(before: string, value: unknown, indent: string): string {
  const inline = `${indent}${before}${literal(value)},`;
  if (inline.length <= lineWidth || typeof value !== "object" || value === null) return inline;
  const inner = Array.isArray(value) ? value.map((each) => written("", each, `${indent}  `)) : properties(value, `${indent}  `);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return [`${indent}${before}${open}`, ...inner, `${indent}${close},`].join("\n");
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "boolean") return String(value);
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
