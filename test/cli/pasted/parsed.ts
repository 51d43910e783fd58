/** A command line as a shell and the program take it apart; no verb runs. */
import { namedWords } from "../../../cli/named-words";
import { buildProgram } from "../../../cli/program";
import { groups } from "../../../cli/verbs";
import { fixtureEnv } from "../../fixtures/declared";

/** @throws when the program does not understand it. */
export async function parsed(command: string): Promise<{ verb: string; options: Record<string, unknown> }> {
  const [npx, twinpost, ...words] = wordsOf(command);
  if (npx !== "npx" || twinpost !== "twinpost") throw new Error(`no command of ours: ${command}`);
  let given: Record<string, unknown> = {};
  const spies = groups
    .flatMap(({ verbs }) => verbs)
    .map((verb) =>
      jest.spyOn(verb, "open").mockReturnValue({
        run: async (options: Record<string, unknown>) => {
          given = options;
          return 0 as const;
        },
      }),
    );
  const silent = { write: () => {} };
  // Where it would act for real, examples are refused.
  // As by somebody who types the name that is asked for.
  const confirmed = words.includes("--apply") ? ["--yes"] : [];
  const world = {
    env: { ...fixtureEnv, AWS_ENDPOINT_URL: "http://127.0.0.1:1" },
    stdout: silent,
    stderr: silent,
    directory: "",
    twinpost: async () => 0 as const,
  };
  try {
    await buildProgram(world, () => {}).parseAsync([...namedWords(words), ...confirmed], { from: "user" });
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { verb: words[0] ?? "", options: given };
}

/** As a POSIX shell: outside quotes blanks divide, a backslash keeps the next character; in single quotes all is as it is. */
function wordsOf(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [part = ""] of command.matchAll(/'[^']*'|"[^"]*"|\\.|\s+|[^\s'"\\]+/g)) {
    if (/^\s/.test(part)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = `${word ?? ""}${/^['"]/.test(part) ? part.slice(1, -1) : part.replace(/^\\/, "")}`;
  }
  return word === undefined ? words : [...words, word];
}
