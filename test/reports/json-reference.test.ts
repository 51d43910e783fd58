import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderJsonReference } from "../../reports/json-reference";

test("docs/json.md is up to date: `npm run docs` writes it", () => {
  expect(readFileSync(join(__dirname, "..", "..", "docs", "json.md"), "utf8")).toBe(renderJsonReference());
});
