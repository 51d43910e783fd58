const { execFileSync } = require("node:child_process");
const { join } = require("node:path");

const { GITHUB_WORKSPACE, WORKFLOWS_REPOSITORY, INPUT_REF, INPUT_PATH = "" } = process.env;
const folder = join(GITHUB_WORKSPACE, INPUT_PATH);
execFileSync("git", ["clone", "--quiet", "--no-checkout", WORKFLOWS_REPOSITORY, folder]);
execFileSync("git", ["-C", folder, "checkout", "--quiet", "--detach", INPUT_REF || "main"]);
