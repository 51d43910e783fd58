/** Commands in messages, between backticks, can be pasted: with every option that they need, once the environment's name is put in. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withEnv } from "../../../cli/with-env";
import { parsed } from "./parsed";

const root = join(__dirname, "..", "..", "..");
const folders = ["adapters", "changes", "cli", "declaration", "evidence", "findings", "rehearsal", "reports", "wiring", "workflows"];
const sources = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file)),
);

/** In a template literal backticks are escaped, and what is put in is a name. */
const commandsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), "utf8").matchAll(/\\?`(npx twinpost [^`]*?)\\?`/g)].flatMap(([, text = ""]) => {
    // What is put in is a name, unless it is the verb, or a choice.
    if (/^npx twinpost [a-z-]*[^a-z -]|\$\{[^}]*\?|\n/.test(text)) return [];
    return [
      text
        .replaceAll(/account-(\$\{[^}]*\}|<[\w-]+>)/g, "account-111122223333")
        .replaceAll(/\$\{waivers\}/g, "--waive x@y=z")
        .replaceAll(/\$\{[^}]*\}/g, "staging")
        .replaceAll(/"?<[\w-]+>"?/g, "staging")
        .replaceAll("…", "x"),
    ];
  });

const commands = [...new Set(sources.flatMap(commandsOf))];

test.each(commands)("%s", async (command) => {
  await parsed(withEnv(`\`${command}\``, "staging").slice(1, -1));
});

test("a command has the environment of the verb that says it, unless it names one or takes none", () => {
  expect(withEnv("run `npx twinpost apply --apply`, then `npx twinpost status`", "qa")).toBe(
    "run `npx twinpost apply --env qa --apply`, then `npx twinpost status`",
  );
  expect(withEnv("`npx twinpost plan --env eu`", "qa")).toBe("`npx twinpost plan --env eu`");
  expect(withEnv("`npx twinpost plan`", undefined)).toBe("`npx twinpost plan`");
});
