import { readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "../../../findings/catalogue";
import { renderFindingsReference } from "../../../reports/findings/markdown";

const reference = renderFindingsReference();

test("docs/findings.md is up to date: `npm run docs` writes it", () => {
  expect(readFileSync(join(__dirname, "..", "..", "..", "docs", "findings.md"), "utf8")).toBe(reference);
});

test("every kind of finding is explained once", () => {
  const headings = reference.split("\n").filter((line) => line.startsWith("#### "));
  const explained = headings.flatMap((heading) => [...heading.matchAll(/`([^`]+)`/g)].map(([, id]) => id));
  expect(explained.sort()).toEqual(Object.keys(catalogue).sort());
});
