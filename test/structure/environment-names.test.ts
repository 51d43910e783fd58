/** Environments differ by their data alone: nothing outside environments/ knows one of them by its name. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { declared } from "../fixtures/environments/declared";

const root = join(__dirname, "..", "..");

/** A default and an example may name one; nothing is decided by it. */
const defaults = ['cli/sandbox.ts: .default("staging")', 'declaration/schema/environment.ts: "staging"'];

test("no file outside environments/ branches on an environment's name", () => {
  const names = Object.keys(declared).join("|");
  const suspicious = new RegExp(`(?:\\S*)(["'\`])(?:${names})\\1\\)?|\\bis_?(?:${names}|production|development)\\b|\\bNODE_ENV\\b`, "gi");
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts", "*.js"], {
    cwd: root,
    encoding: "utf8",
  })
    .split("\n")
    .filter((file) => file && !/^(environments|test)\//.test(file) && existsSync(join(root, file)));
  expect(files.length).toBeGreaterThan(150);
  const found = files.flatMap((file) =>
    withoutComments(readFileSync(join(root, file), "utf8"))
      .split("\n")
      .flatMap((line) => [...line.matchAll(suspicious)].map(([text]) => `${file}: ${text.replace(/^.*(?=\.default)/, "")}`)),
  );
  expect(found).toEqual(defaults);
});

const withoutComments = (source: string): string => source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
