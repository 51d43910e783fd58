/** What GitHub's published description says of an answer: scripts/github-schemas.ts makes the file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type ValidateFunction } from "ajv";

type Schema = Record<string, unknown>;
interface Description {
  operations: Record<string, Record<string, Schema | null>>;
  schemas: Record<string, Schema>;
}

const file = join(__dirname, "..", "..", "fixtures", "github", "answers.json");
const { operations, schemas } = JSON.parse(readFileSync(file, "utf8")) as Description;

const formats: Record<string, (text: string) => boolean> = {
  "date-time": (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text)),
  // Empty where GitHub was told none.
  uri: (text) => text === "" || (URL.canParse(text) && !/[{}]/.test(text)),
  email: (text) => /^[^@\s]+@[^@\s]+$/.test(text),
};
// Its own checks of schemas and its better code cost more time than they save here.
const ajv = new Ajv({ strict: false, allErrors: true, inlineRefs: false, validateSchema: false, code: { optimize: false } });
for (const [name, validate] of Object.entries(formats)) ajv.addFormat(name, validate);
for (const name of ["int64", "timestamp", "uri-template", "hostname"]) ajv.addFormat(name, true);
ajv.addSchema({ $id: "github", schemas });
const validators = new Map<string, ValidateFunction>();

/** What GitHub sends although its description leaves it out, with who reads it there. */
const undescribed: Record<string, string> = {
  can_admins_bypass: "go-github's Environment (CanAdminsBypass), read by integrations/terraform-provider-github",
};

export const described = Object.keys(operations);

/**
 * @param operation "GET /repos/{owner}/{repo}", as the stand-in's log has it.
 * @returns what is wrong, as "<path>: <what>"; nothing when the answer is one that GitHub may give.
 */
export function faultsOf(operation: string, status: number, body: unknown): string[] {
  const answers = operations[operation];
  if (!answers) return [`${operation}: GitHub's description was not asked; run scripts/github-schemas.ts`];
  if (status === 304) return body === undefined ? [] : ["304 with a body"];
  const schema = answers[status] === undefined ? otherwise(status) : answers[status];
  if (schema === undefined) return [`${operation}: ${status} is not an answer of GitHub's`];
  if (schema === null) return body === undefined || status >= 400 ? [] : [`${operation}: ${status} has no body`];
  const key = `${operation} ${status}`;
  const validate = validators.get(key) ?? ajv.compile(schema);
  validators.set(key, validate);
  if (validate(body)) return [];
  return (validate.errors ?? [])
    .filter(({ params }) => !(params.additionalProperty in undescribed))
    .map(({ instancePath, message, params }) => `${key} ${instancePath}: ${message} ${JSON.stringify(params)}`);
}

/** What any call may be answered, which most descriptions leave out. */
function otherwise(status: number): Schema | undefined {
  if (status === 422) return schemas["validation-error"];
  return status >= 400 ? schemas["basic-error"] : undefined;
}
