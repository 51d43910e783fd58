const { execFileSync } = require("node:child_process");
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const { GITHUB_WORKSPACE, WORKFLOWS_REPOSITORY, INPUT_REF, INPUT_PATH = "" } = process.env;
const folder = join(GITHUB_WORKSPACE, INPUT_PATH);
const git = (...words) => execFileSync("git", ["-C", folder, ...words], { stdio: "inherit" });
if (existsSync(join(folder, ".git"))) {
  // As the real one does where it was before (`clean: true`): what git ignores goes as well, such as node_modules.
  git("fetch", "--quiet", WORKFLOWS_REPOSITORY, INPUT_REF || "main");
  git("clean", "-ffdxq");
  git("checkout", "--quiet", "--force", "--detach", "FETCH_HEAD");
} else {
  execFileSync("git", ["clone", "--quiet", "--no-checkout", WORKFLOWS_REPOSITORY, folder], { stdio: "inherit" });
  git("checkout", "--quiet", "--detach", INPUT_REF || "main");
}
