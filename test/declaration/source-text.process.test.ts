import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accountsSource, environmentSource, listSource, organisationSource } from "../../declaration/new-environment/source-text";
import { accounts } from "../fixtures/environments/accounts";
import { dev } from "../fixtures/environments/dev";
import { organisation } from "../fixtures/environments/organisation";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";

const root = join(__dirname, "..", "..");
const fileOf = (name: string): string => readFileSync(join(root, "test", "fixtures", "environments", `${name}.ts`), "utf8");
/** Without the comment and the import, whose path depends on the folder. */
const withoutHead = (source: string): string => source.slice(source.indexOf("export "));

test.each([dev, staging, prod])("writes $name as its file has it", (environment) => {
  expect(withoutHead(environmentSource(environment))).toBe(withoutHead(fileOf(environment.name)));
});

test("writes the list as it is", () => {
  expect(listSource(["dev", "staging", "prod"])).toBe(fileOf("declared"));
});

test("what does not fit into a line, quotes, and names that are no identifiers are written as the formatter wants them", () => {
  const many = Array.from({ length: 9 }, (_, index) => `twinpost-seed-${index}@gmail.com` as const);
  const environment = {
    ...staging,
    name: "default",
    sender: {
      ...staging.sender,
      name: `Market "Edge" 'Platform" with a very long name`,
      replyTo: `${"a".repeat(40)}@example.net` as const,
    },
    seedMailboxes: many,
  };
  const names = ["default", "pre-prod", ...Array.from({ length: 12 }, (_, index) => `customer-${index + 10}`)];
  const sources = [environmentSource(environment), listSource(names), accountsSource(accounts), organisationSource(organisation)];
  for (const source of sources) {
    const formatted = execFileSync(join(root, "node_modules", ".bin", "biome"), ["format", "--stdin-file-path=environments/x.ts"], {
      cwd: root,
      input: source,
      encoding: "utf8",
    });
    expect(formatted).toBe(source);
  }
  expect(environmentSource(environment)).toContain("export const defaultEnvironment: Environment = {");
});
