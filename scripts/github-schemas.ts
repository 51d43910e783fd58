/**
 * `node --import tsx scripts/github-schemas.ts [description]`: cuts from GitHub's OpenAPI description what it says about the answers of the routes
 * that the sandbox's stand-in has, for test/sandbox/github. Run it by hand when a route was added. The description is @octokit/openapi's
 * generated/api.github.com.json; without a path, the package is fetched with `npm pack` into a temporary folder (385 MB).
 *
 * Objects are closed, unless the description opens them: a stand-in may say less than GitHub where that is optional, never more.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { githubRoutes } from "../sandbox/github/routes";
import { archives } from "../sandbox/github/routes/artifacts";
import { GithubState } from "../sandbox/github/state";
import { routeName } from "../sandbox/http-service";

const source = { package: "@octokit/openapi", version: "23.0.2", licence: "MIT", file: "generated/api.github.com.json" };
const target = join(__dirname, "..", "test", "fixtures", "github", "answers.json");

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Schema = Record<string, Json>;
interface Description {
  paths: Record<string, Record<string, { responses?: Record<string, Schema> }>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Schema> };
}

/** Said of every operation, whatever its own list of answers has. */
const everywhere = ["basic-error", "validation-error", "validation-error-simple"];
const dropped = /^(description|examples?|title|externalDocs|deprecated|readOnly|default|discriminator|x-.*)$/;

function cut(description: Description): object {
  const { schemas } = description.components;
  const needed = new Set<string>();
  const plain = (schema: Schema): Schema => asJsonSchema(schema, { need: (name) => needed.add(name), schemas });
  const operations = Object.fromEntries(
    standInOperations().map(([operation, method, shape]) => {
      const path = Object.keys(description.paths).find((each) => shapeOf(each) === shape);
      const responses = path === undefined ? undefined : description.paths[path]?.[method.toLowerCase()]?.responses;
      if (responses === undefined) throw new Error(`${operation}: GitHub's description has no such operation`);
      return [operation, Object.fromEntries(Object.entries(responses).map(([status, each]) => [status, answer(each, description, plain)]))];
    }),
  );
  for (const name of everywhere) needed.add(name);
  const kept: Record<string, Schema> = {};
  for (const name of needed) kept[name] = plain(schemas[name] ?? {});
  return { source, operations, schemas: Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** The stand-in's routes, as its log names them, and by their shape, since names of parameters differ. GraphQL, and the storage, are described elsewhere. */
function standInOperations(): [operation: string, method: string, shape: string][] {
  const { routes } = githubRoutes(new GithubState({ accounts: [], teams: [], repositories: [] }));
  return routes
    .filter(({ method, path }) => method !== "ALL" && path !== "/graphql" && !path.startsWith(archives))
    .map(({ method, path }) => [`${method} ${routeName(path)}`, method, shapeOf(routeName(path))]);
}

const shapeOf = (path: string): string => path.replace(/\{[^}]*\}/g, "{}");

/** @returns null for an answer without a JSON body. */
function answer(response: Schema, { components }: Description, plain: (schema: Schema) => Schema): Schema | null {
  const name = typeof response.$ref === "string" ? response.$ref.split("/").pop() : undefined;
  const { content } = (name === undefined ? response : components.responses[name]) as { content?: Record<string, { schema?: Schema }> };
  const schema = content?.["application/json"]?.schema;
  return schema ? plain(schema) : null;
}

interface Source {
  need(name: string): void;
  schemas: Record<string, Schema>;
}

/** Of objects: each alone would be closed to the others' properties. */
function asOne({ allOf: _, ...rest }: Schema, members: Schema[], { schemas }: Source): Schema {
  const known = members.map((each) => (typeof each.$ref === "string" ? (schemas[each.$ref.split("/").pop() ?? ""] ?? {}) : each));
  const properties = Object.assign({}, ...known.map((each) => each.properties ?? {})) as Schema;
  return { ...rest, type: "object", properties, required: known.flatMap((each) => (each.required as string[] | undefined) ?? []) };
}

/** OpenAPI 3.0's kind of schema as JSON Schema has it. */
function asJsonSchema(schema: Schema, source: Source): Schema {
  const convert = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(convert);
    return typeof value === "object" && value !== null ? asJsonSchema(value, source) : value;
  };
  if (Array.isArray(schema.allOf)) return asJsonSchema(asOne(schema, schema.allOf as Schema[], source), source);
  if (typeof schema.$ref === "string") {
    const name = schema.$ref.split("/").pop() ?? "";
    source.need(name);
    return { $ref: `github#/schemas/${name}` };
  }
  const { nullable, properties, ...rest } = schema;
  const kept = Object.fromEntries(
    Object.entries(rest)
      .filter(([key]) => !dropped.test(key))
      .map(([key, value]) => [key, convert(value)]),
  );
  if (typeof properties === "object" && properties !== null && !Array.isArray(properties)) {
    kept.properties = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, convert(value)]));
    if (!isError(properties)) kept.additionalProperties ??= false;
  }
  return nullable === true ? orNull(kept) : kept;
}

/** An error has a `status`, which not every description of one says. */
const isError = (properties: Schema): boolean => "message" in properties && "documentation_url" in properties;

function orNull(schema: Schema): Schema {
  if (typeof schema.type !== "string") return { anyOf: [schema, { type: "null" }] };
  return { ...schema, type: [schema.type, "null"], ...(Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {}) };
}

function fetchDescription(directory: string): string {
  execFileSync("npm", ["pack", "--silent", `${source.package}@${source.version}`], { cwd: directory });
  const archive = readdirSync(directory).find((name) => name.endsWith(".tgz")) ?? "";
  execFileSync("tar", ["xzf", archive, `package/${source.file}`], { cwd: directory });
  return join(directory, "package", source.file);
}

/** One line for each operation and schema, so that a new version shows as what it changes. */
const lines = (entries: object): string =>
  Object.entries(entries)
    .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(",\n");

function main(path: string | undefined): void {
  const directory = mkdtempSync(join(tmpdir(), "github-schemas-"));
  try {
    const text = readFileSync(path ?? fetchDescription(directory), "utf8");
    const { operations, schemas } = cut(JSON.parse(text)) as { operations: object; schemas: object };
    const head = `  "source": ${JSON.stringify(source)}`;
    writeFileSync(target, `{\n${head},\n  "operations": {\n${lines(operations)}\n  },\n  "schemas": {\n${lines(schemas)}\n  }\n}\n`);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

if (require.main === module) main(process.argv[2]);
