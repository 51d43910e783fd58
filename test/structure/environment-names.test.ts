/** Environments differ by their data alone: nothing outside environments/ knows one of them by its name; a proof rehearses those of the tests. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { declared } from "../fixtures/declared";
import { root, sources } from "./sources";

/** An example may name one, and a proposal that is shown; nothing is decided by it. */
const defaults = ['declaration/new-environment/domain-names.ts: ["prod"', 'declaration/schema/environment.ts: "staging"'];

test("no file outside environments/ branches on an environment's name", () => {
  const names = declared.names.join("|");
  const suspicious = new RegExp(`(?:\\S*)(["'\`])(?:${names})\\1\\)?|\\bis_?(?:${names}|production|development)\\b|\\bNODE_ENV\\b`, "gi");
  const files = sources(".ts", ".js").filter((file) => !/^(environments|test|scripts\/prove)\//.test(file));
  expect(files.length).toBeGreaterThan(150);
  const found = files.flatMap((file) =>
    withoutComments(readFileSync(join(root, file), "utf8"))
      .split("\n")
      .flatMap((line) => [...line.matchAll(suspicious)].map(([text]) => `${file}: ${text.replace(/^.*(?=\.default)/, "")}`)),
  );
  expect(found).toEqual(defaults);
});

const withoutComments = (source: string): string => source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
