/** docs/configuration.md is what the schemas and the environments say today, and every field says what it means. */
import { readFileSync } from "node:fs";
import { accountSchema } from "../../declaration/schema/account";
import { environmentSchema } from "../../declaration/schema/environment";
import { fieldsOf } from "../../declaration/schema/fields";
import { organisationSchema } from "../../declaration/schema/organisation";
import { command, reference, referenceFile } from "../../scripts/configuration-reference";

test("docs/configuration.md is up to date", () => {
  const stale = readFileSync(referenceFile, "utf8") === reference() ? "" : `docs/configuration.md is stale: run \`${command}\``;
  expect(stale).toBe("");
});

test("every field says what it means, what is allowed and what to do", () => {
  const fields = [environmentSchema, organisationSchema, accountSchema].flatMap(fieldsOf);
  expect(fields.length).toBeGreaterThan(80);
  const silent = fields.filter(({ meaning, rule }) => !meaning || (rule && !(rule.problem && rule.expected && rule.remedy)));
  expect(silent.map(({ path }) => `${path} needs .describe("...") in its schema`)).toEqual([]);
});

test("the reference names every field", () => {
  for (const { path } of [environmentSchema, organisationSchema, accountSchema].flatMap(fieldsOf))
    expect(reference()).toMatch(new RegExp(`^\\| \`${path.replaceAll(/[.[\]]/g, "\\$&")}(\\[\\])?\``, "m"));
});
