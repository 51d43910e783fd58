/** docs/verbs.md is what the verbs' help says today, and README names no verb that there is not. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { groups } from "../../cli/verbs";
import { answers } from "../../reports/json-reference";
import { command, reference, referenceFile } from "../../scripts/verbs-reference";

const root = join(__dirname, "..", "..");

test("docs/verbs.md is up to date", () => {
  const stale = readFileSync(referenceFile, "utf8") === reference() ? "" : `docs/verbs.md is stale: run \`${command}\``;
  expect(stale).toBe("");
});

test("the verbs that README and the first day name are verbs", () => {
  const verbs = ["help", ...groups.flatMap((group) => group.verbs).map(({ name }) => name)];
  const named = ["README.md", join("docs", "first-day.md")].flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/\b(?:npx|`)\s?twinpost ([a-z-]+)/g)].map(([, verb]) => verb ?? ""),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !verbs.includes(name))).toEqual([]);
});

test("every verb with --json has its answer in docs/json.md", () => {
  const withJson = groups.flatMap((group) => group.verbs).filter((verb) => verb.options().some(({ long }) => long === "--json"));
  expect(withJson.length).toBeGreaterThan(15);
  const described = Object.keys(answers);
  expect(withJson.map(({ name }) => name).filter((name) => !described.includes(name))).toEqual([]);
});
