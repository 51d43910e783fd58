/** What a person is told to do: every command in the catalogue and in the pages can be pasted. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { groups } from "../../cli/verbs";
import { catalogue, type FindingId } from "../../findings/catalogue";
import { findingOf, inEnvironment } from "../../findings/finding";
import { root, sources } from "../structure/sources";

const verbs = groups.flatMap((group) => group.verbs);

/** Words as a shell splits them, quotes taken away. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/(?:"([^"]*)"|'([^']*)'|([^\s"']+))/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? "");

/** @returns why it cannot be pasted; undefined when it can. */
function fault(command: string): string | undefined {
  const [, , name = "", ...words] = wordsOf(command.split(/ +#| \||\\\n| > /)[0] ?? "");
  if (/^--|^<verb>$/.test(name)) return undefined;
  const verb = verbs.find((each) => each.name === name);
  if (!verb) return `no verb "${name}"`;
  if (words.includes("--help")) return undefined;
  const parsed = new Command(name)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .allowExcessArguments(false);
  for (const each of verb.arguments?.() ?? []) parsed.addArgument(each);
  for (const each of verb.options()) parsed.addOption(each);
  try {
    parsed.parse(words, { from: "user" });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return name === "apply" && !words.includes("--apply") ? "changes nothing without --apply" : undefined;
}

const filled = (text: string): string => text.replaceAll("<env>", "staging").replaceAll("<id>", "111122223333");
const commandsIn = (text: string): string[] => [...text.matchAll(/`(npx twinpost [^`]+)`/g)].map(([, command = ""]) => filled(command));

const faultsOf = (commands: readonly string[]): string[] =>
  commands.flatMap((command) => {
    const why = fault(command);
    return why === undefined ? [] : [`${command}: ${why}`];
  });

test("a command that cannot be pasted is seen", () => {
  expect(fault("npx twinpost plan")).toMatch("--env");
  expect(fault("npx twinpost apply --env staging")).toMatch("--apply");
  expect(fault('npx twinpost rotate --env staging --now --reason "…" --apply')).toMatch("--reason");
  expect(fault("npx twinpost rotate --env staging --hurry")).toMatch("--hurry");
  expect(fault("npx twinpost mend --env staging")).toMatch("mend");
});

test("every command of a finding's remedy works when pasted", () => {
  const ids = Object.keys(catalogue) as FindingId[];
  const remedies = ids.map((id) => inEnvironment("staging", [findingOf(id, { what: "", where: "" })])[0]?.remedy ?? "");
  expect(remedies.join("\n")).not.toContain("<env>");
  expect(faultsOf(remedies.flatMap(commandsIn))).toEqual([]);
});

test("of a forecast, the safety gate is named for errors only: it lets everything else pass", () => {
  const named = Object.entries(catalogue).filter(
    ([id, { sources, severity }]) => id.startsWith("forecast/") && sources.includes("gate") && severity !== "error",
  );
  expect(named.map(([id]) => id)).toEqual([]);
});

const pages = ["README.md", ...sources(".md").filter((file) => file.startsWith("docs/") && !file.startsWith("docs/decisions/"))];

test.each(pages)("every command of %s works when pasted", (page) => {
  const text = readFileSync(join(root, page), "utf8").replaceAll(/ \\\n +/g, " ");
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = ""]) => block.split("\n"));
  const lines = blocks.filter((line) => line.startsWith("npx twinpost ")).filter((line) => !line.includes("<"));
  expect(faultsOf([...lines, ...commandsIn(text)])).toEqual([]);
});
