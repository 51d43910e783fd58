const { cpSync, existsSync, mkdirSync, rmSync, statSync } = require("node:fs");
const { basename, join } = require("node:path");

const { INPUT_NAME, INPUT_PATH, WORKFLOWS_ARTIFACTS, GITHUB_WORKSPACE } = process.env;
const from = join(GITHUB_WORKSPACE, INPUT_PATH.trim());
const to = join(WORKFLOWS_ARTIFACTS, INPUT_NAME);
if (!existsSync(from)) {
  console.log(`no files were found at ${INPUT_PATH}`);
  if (process.env["INPUT_IF-NO-FILES-FOUND"] === "error") process.exitCode = 1;
} else if (existsSync(to) && process.env.INPUT_OVERWRITE !== "true") {
  // A name belongs to the run, whichever attempt of it: https://github.com/actions/upload-artifact#not-uploading-to-the-same-artifact
  console.log(`::error::an artifact with the name ${INPUT_NAME} exists already`);
  process.exitCode = 1;
} else {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  // Of a folder, what is in it, as the real one does.
  cpSync(from, statSync(from).isDirectory() ? to : join(to, basename(from)), { recursive: true });
}
