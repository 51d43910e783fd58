/** docs/json.md: the answers of `--json`, from their schemas. */
import { z } from "zod";
import { finding } from "../evidence/words";
import { mailRecord } from "../mail/records/mail-record";
import { adoptionAnswer } from "./adoption/json";
import { affectedAnswer } from "./affected/json";
import { alertsAnswer } from "./alerts/json";
import { bootstrapAnswer } from "./bootstrap/json";
import { changedAnswer } from "./changed/json";
import { credentialsAnswer } from "./credentials/json";
import { seedTestAnswer } from "./deliveries/json";
import { doctorAnswer, doctorsAnswer } from "./doctor/json";
import { driftAnswer } from "./drift/json";
import { eraseAnswer } from "./erasure/json";
import { failOverAnswer, pauseAnswer } from "./fail-over/json";
import { faultsAnswer } from "./faults/json";
import { forecast, forecastAnswer } from "./forecast/json";
import { initAnswer, validateAnswer } from "./init/json";
import { applyAnswer, destroyAnswer, planAnswer, recordChange } from "./plan/json";
import { promotionAnswer } from "./promotion/json";
import { recordsAnswer } from "./records/json";
import { redriveAnswer } from "./redrive/json";
import { rollBackAnswer } from "./roll-back/json";
import { rotateAnswer } from "./rotate/json";
import { settingsAnswer } from "./settings/json";
import { statusAnswer } from "./status/json";
import { traceAnswer } from "./trace/json";
import { domainAnswer, domainsAnswer, verificationAnswer } from "./verification/json";

/** By what is typed. */
export const answers: Record<string, z.ZodType> = {
  init: initAnswer,
  validate: validateAnswer,
  doctor: doctorAnswer,
  "doctor --env all": doctorsAnswer,
  status: statusAnswer,
  bootstrap: bootstrapAnswer,
  adopt: adoptionAnswer,
  changed: changedAnswer,
  plan: planAnswer,
  forecast: forecastAnswer,
  apply: applyAnswer,
  promote: promotionAnswer,
  "roll-back": rollBackAnswer,
  verify: verificationAnswer,
  "verify --domain": domainAnswer,
  "verify --domain, several": domainsAnswer,
  trace: traceAnswer,
  affected: affectedAnswer,
  drift: driftAnswer,
  credentials: credentialsAnswer,
  rotate: rotateAnswer,
  "fail-over": failOverAnswer,
  pause: pauseAnswer,
  resume: pauseAnswer,
  redrive: redriveAnswer,
  erase: eraseAnswer,
  "seed-test": seedTestAnswer,
  alerts: alertsAnswer,
  settings: settingsAnswer,
  records: recordsAnswer,
  destroy: destroyAnswer,
  "any verb that fails without an answer": faultsAnswer,
};

const introduction = `# Answers of \`--json\`

One object on one line of stdout. \`version\` is raised when a field goes or changes its meaning; fields may be added without that, so leave out what you do not know.
\`?\` marks fields that may be absent. Times are ISO 8601 in UTC. Ids of findings are in [findings.md](findings.md); new ones may come.

<!-- Generated from reports/ by \`npm run docs\`. -->
`;

/** What several answers hold is described once. */
const shared = { Finding: finding, Forecast: forecast, RecordChange: recordChange, MailRecord: mailRecord };
for (const [id, schema] of Object.entries(shared)) z.globalRegistry.add(schema, { id });

/** @returns Markdown. */
export function renderJsonReference(): string {
  const verbs = Object.entries(answers).map(([verb, schema]) => section(`\`${verb}\``, schema));
  const parts = Object.entries(shared).map(([name, schema]) => section(name, schema));
  return [introduction, ...verbs, ...parts].join("\n");
}

function section(title: string, schema: z.ZodType): string {
  const { id: _, ...json } = z.toJSONSchema(schema, { io: "input" }) as JsonSchema & { id?: string };
  return `## ${title}\n\n\`\`\`ts\n${typeText(json, "")}\n\`\`\`\n`;
}

interface JsonSchema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  required?: string[];
  description?: string;
}

/** As TypeScript writes it. */
function typeText(schema: JsonSchema, indent: string): string {
  if (schema.$ref) return schema.$ref.slice("#/$defs/".length);
  const union = schema.anyOf ?? schema.oneOf;
  if (union) return union.map((each) => typeText(each, indent)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(" | ");
  if (schema.type === "array") {
    const item = typeText(schema.items ?? {}, indent);
    return item.includes(" | ") && !item.startsWith("{") ? `(${item})[]` : `${item}[]`;
  }
  if (schema.type !== "object") return schema.type ?? "unknown";
  if (!schema.properties) return `{ [name: string]: ${typeText((schema.additionalProperties as JsonSchema | undefined) ?? {}, indent)} }`;
  const fields = Object.entries(schema.properties).map(([name, field]) => {
    const mark = schema.required?.includes(name) ? "" : "?";
    const key = /^\w+$/.test(name) ? name : JSON.stringify(name);
    const note = field.description === undefined ? "" : ` // ${field.description}`;
    return `${indent}  ${key}${mark}: ${typeText(field, `${indent}  `)};${note}`;
  });
  return `{\n${fields.join("\n")}\n${indent}}`;
}
