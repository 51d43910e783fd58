const { cpSync, existsSync, mkdirSync, readdirSync } = require("node:fs");
const { join } = require("node:path");

const { INPUT_NAME, INPUT_PATTERN, INPUT_PATH = "", WORKFLOWS_ARTIFACTS, GITHUB_WORKSPACE } = process.env;
const known = existsSync(WORKFLOWS_ARTIFACTS) ? readdirSync(WORKFLOWS_ARTIFACTS) : [];
const wanted = new RegExp(`^${(INPUT_NAME || INPUT_PATTERN || "*").replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
const found = known.filter((name) => wanted.test(name));
const to = join(GITHUB_WORKSPACE, INPUT_PATH);
mkdirSync(to, { recursive: true });
if (INPUT_NAME && found.length === 0) {
  console.log(`::error::Artifact not found for name: ${INPUT_NAME}`);
  process.exitCode = 1;
}
const isMerged = Boolean(INPUT_NAME) || process.env["INPUT_MERGE-MULTIPLE"] === "true";
for (const name of found) cpSync(join(WORKFLOWS_ARTIFACTS, name), isMerged ? to : join(to, name), { recursive: true });
