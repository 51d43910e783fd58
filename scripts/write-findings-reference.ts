/** Writes docs/findings.md; a test fails while it is not up to date. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderFindingsReference } from "../reports/findings/markdown";

writeFileSync(join(__dirname, "..", "docs", "findings.md"), renderFindingsReference());
