/** Environments as TypeScript source, formatted as Biome formats this repository: what `twinpost init` writes. Pure. */
import type { Environment } from "../schema/environment";

const lineWidth = 140;
// Names of environments that are words of the language cannot be names of constants.
const reserved =
  /^(break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield)$/;

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
export function declaredSource(names: readonly string[]): string {
  const imports = [...names].sort().map((name) => `import { ${constantOf(name)} } from "./${name}";`);
  const entries = names.map((name) => {
    const key = name.includes("-") ? `"${name}"` : name;
    return constantOf(name) === name ? name : `${key}: ${constantOf(name)}`;
  });
  const head = "export const declared: Record<string, unknown> = {";
  const inline = `${head} ${entries.join(", ")} };`;
  return [
    '/** The environments of this repository, one file each: names of files without ".ts", which are the environments\' names too. */',
    ...imports,
    "",
    ...(inline.length <= lineWidth ? [inline] : [head, ...entries.map((entry) => `  ${entry},`), "};"]),
    "",
  ].join("\n");
}

/** "pre-prod" is `preProd`. */
function constantOf(name: string): string {
  const camel = name.replace(/-+(.?)/g, (_, letter: string) => letter.toUpperCase());
  return reserved.test(camel) ? `${camel}Environment` : camel;
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
