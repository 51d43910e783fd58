/** The reference of what can be declared, from the schemas: docs/configuration.md. Its values are those of the environments as they are. */

import { valueAt } from "../../declaration/relations/relations";
import type { Environment } from "../../declaration/schema/environment";
import { type Field, fieldsOf } from "../../declaration/schema/fields";

/** One file's schema. */
export interface ReferencePart {
  title: string;
  /** Which file, and what it is for. */
  about: string;
  schema: Parameters<typeof fieldsOf>[0];
}

export function configurationMarkdown(parts: readonly ReferencePart[], environments: readonly Environment[], command: string): string {
  return [
    `<!-- Made by \`${command}\` from the schemas in environments/. Do not edit: change the schema. -->`,
    "",
    "# Configuration",
    "",
    "Every field that can be declared. A misspelt field is a fault; `npx twinpost validate` lists all faults, each with its remedy.",
    "[own-data.md](own-data.md) shows the files as a whole.",
    "",
    "`x[]` means each entry of the list `x`. _Optional_ fields may be left out. A field in an optional group is needed once the group is there.",
    "",
    ...parts.flatMap(({ title, about, schema }) => [`## ${title}`, "", about, "", ...fieldTable(fieldsOf(schema)), ""]),
    "## What the environments differ in",
    "",
    `What is not in this table is the same in ${environments.map(({ name }) => `\`${name}\``).join(", ")}.`,
    "",
    ...differenceTable(environments),
    "",
  ].join("\n");
}

/** A list of plain values is one row with its entries. */
function fieldTable(fields: readonly Field[]): string[] {
  const rows = fields.flatMap((field, index) => {
    const entry = field.kind === "list" && fields[index + 1]?.kind === "value" ? fields[index + 1] : undefined;
    if (field.kind === "value" && field.path.endsWith("[]")) return [];
    const { path, rule } = entry ?? field;
    const allowed = [
      rule?.expected ?? (field.kind === "list" ? "a list" : "a group of fields"),
      field.atLeast ? `at least ${field.atLeast}` : "",
      field.atMost ? `at most ${field.atMost}` : "",
    ];
    const name = `\`${path}\`${field.optional ? " _optional_" : ""}`;
    return [[name, field.meaning ?? "", allowed.filter(Boolean).join("; "), rule?.remedy ?? ""]];
  });
  return table(["field", "meaning", "allowed", "advice"], rows);
}

function differenceTable(environments: readonly Environment[]): string[] {
  const places = [...new Set(environments.flatMap((environment) => placesIn(environment)))];
  const rows = places
    .map((path) => ({ path, values: environments.map((environment) => JSON.stringify(valueAt(environment, path.split(".")))) }))
    .filter(({ values }) => new Set(values).size > 1)
    .map(({ path, values }) => [`\`${path}\``, ...values.map((value) => (value === undefined ? "" : `\`${value}\``))]);
  return table(["field", ...environments.map(({ name }) => `\`${name}\``)], rows);
}

/** Paths of everything that is no group; lists are compared whole. */
const placesIn = (value: object, above = ""): string[] =>
  Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner) ? placesIn(inner, `${above}${key}.`) : [`${above}${key}`],
  );

function table(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]): string => `| ${cells.map(cellText).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

/** What is between backticks is shown as it is; elsewhere "<" would begin HTML. */
const cellText = (text: string): string =>
  text
    .replaceAll("|", "\\|")
    .split("`")
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll("<", "&lt;")))
    .join("`");
