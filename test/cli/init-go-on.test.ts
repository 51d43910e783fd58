/** Whoever is interrupted in `twinpost init` pastes what it printed, and goes on at the question that was next. */
import { stripVTControlCharacters } from "node:util";
import { folderOf } from "./init-at";

let at: ReturnType<typeof folderOf>;
beforeEach(() => {
  at = folderOf("fixture");
});
afterEach(() => at.remove());

/** One for each question, in their order; an empty one takes what is proposed. */
const answers = [
  ...["", "pilot", "999988887777", "", "", "corp.example", "0".repeat(31).concat("1")],
  ...["", "", "Ada's Mail & Co", "", "", "", "ses"],
  ...["ops@corp.example", "", "1,000", "500", "one@gmail.com, two@gmail.com", "@grace"],
  ...["", "", "corp", "mail", "777", "888", "grace, bob", "corp"],
];

/** As a shell reads it. */
function wordsIn(stderr: string): string[] {
  const [, line = ""] = /To go on with these answers:\n {2}npx twinpost ((?:.*\\\n)*.*)/.exec(stderr) ?? [];
  const pieces = line.replaceAll("\\\n", " ").match(/(?:'[^']*'|\\'|[^\s'])+/g) ?? [];
  return pieces.map((piece) => piece.replaceAll(/'([^']*)'|\\(')/g, (_, quoted = "", single = "") => quoted + single));
}

/** The question that nobody answered, with what is offered. */
const lastAsked = (stderr: string): string =>
  (stripVTControlCharacters(stderr).split("To go on with")[0] ?? "")
    .trimEnd()
    .split("\n")
    .slice(-2)
    .join("\n")
    .split("explains a question, < goes back.")
    .at(-1) ?? "";

test.each(answers.map((_, index) => index + 1))("after %i answers the next question is the next one", async (count) => {
  const first = await at.init({}, answers.slice(0, count));
  const words = wordsIn(first.stderr);
  expect(words[0]).toBe("init");
  const pasted = await at.run(words, []);
  const [last = ""] = lastAsked(first.stderr).split("\n").slice(-1);
  expect(last).toMatch(/: ?$/);
  expect(lastAsked(pasted.stderr).split("\n").at(-1)).toBe(last);
  expect(wordsIn(pasted.stderr)).toEqual(words);
});

test("what was proposed from an answer that is taken back follows the new one", async () => {
  const { stderr } = await at.init({}, [...answers.slice(0, 8), "<", "<", "<", "other.example"]);
  const words = wordsIn(stderr);
  expect(words).toContain("other.example");
  expect(words.join(" ")).not.toContain("corp.example");
});
