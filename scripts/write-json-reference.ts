/** Writes docs/json.md; a test fails while it is not up to date. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderJsonReference } from "../reports/json-reference";

writeFileSync(join(__dirname, "..", "docs", "json.md"), renderJsonReference());
