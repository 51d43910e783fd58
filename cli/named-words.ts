/** Words that people type without a flag: `plan qa` is `plan --env qa`, `verify example.com` is `verify --domain example.com`; `-V` is `-v`. */
import { groups } from "./verbs";

/** Which flag the word after the verb is for; the first whose word it is. */
const flags: readonly [flag: string, isOne: (word: string) => boolean][] = [
  ["--domain", (word) => word.includes(".")],
  ["--env", () => true],
];

/** @param argv the words after the command's name. */
export function namedWords(argv: readonly string[]): string[] {
  const [name, word, ...rest] = argv;
  if (name === "-V") return ["--version"];
  const verb = groups.flatMap(({ verbs }) => verbs).find((each) => each.name === name);
  if (!verb || word === undefined || word.startsWith("-") || verb.arguments) return [...argv];
  const taken = verb.options().map(({ long }) => long);
  const found = flags.find(([flag, isOne]) => taken.includes(flag) && isOne(word));
  return found ? [verb.name, found[0], word, ...rest] : [...argv];
}
