import { readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../../../findings/catalogue";
import { renderFindingsReference } from "../../../reports/findings/markdown";

const root = join(__dirname, "..", "..", "..");
const reference = renderFindingsReference();

test("docs/findings.md is up to date: `npm run docs` writes it", () => {
  expect(readFileSync(join(root, "docs", "findings.md"), "utf8")).toBe(reference);
});

test("every kind of finding is explained once", () => {
  for (const id of Object.keys(catalogue)) expect(reference.split(`### \`${id}\``)).toHaveLength(2);
});

test("knows what verify finds", () => {
  const sources = ["record-findings.ts", "agreement.ts"].map((file) => readFileSync(join(root, "workflows", "verify", file), "utf8"));
  const ids = [...sources.join("").matchAll(/\bid: "([a-z-]+)"/g)].map(([, id]) => `dns/${id}`);
  expect(ids.length).toBeGreaterThan(8);
  for (const id of ids) expect(Object.keys(catalogue)).toContain(id);
});
