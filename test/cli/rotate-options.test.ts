/** Options of the verbs that change who sends, in every combination that cannot be meant: refused before anything is asked of anybody. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixtureEnv } from "../fixtures/declared";
import { ask } from "./ask";

const directory = mkdtempSync(join(tmpdir(), "rotate-options-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** The fixtures are examples, which act on no real service. Nothing is asked of it. */
const standIn = { AWS_ENDPOINT_URL: "http://127.0.0.1:9" };

const rotate = "rotate --env staging --apply --yes";
const modes = ["--now", "--stop-first", "--undo"];
const pairs = modes.flatMap((one, index) => modes.slice(index + 1).map((other) => [one, other]));

test.each<[string, string]>([
  ...modes.map((mode): [string, string] => [`${rotate} ${mode}`, `${mode} needs a reason`]),
  ...modes.map((mode): [string, string] => [`${rotate} ${mode} --reason=`, "--reason"]),
  ...modes.map((mode): [string, string] => [`${rotate} ${mode} --reason 42`, "--reason"]),
  ...[...pairs, modes].map((some): [string, string] => [
    `${rotate} ${some.join(" ")} --reason leak`,
    `${some.join(" and ")} cannot be asked`,
  ]),
  [`${rotate} --provider capture`, 'expected "sendgrid" or "ses"'],
  [`${rotate} --provider mailgun`, 'expected "sendgrid" or "ses"'],
  [`${rotate} --provider SES`, 'expected "sendgrid" or "ses"'],
  ["rotate --env dev", 'no keys are rotated in "dev"'],
  ["rotate --env dev --provider ses", 'no keys are rotated in "dev"'],
  ["rotate --env nowhere", "nowhere"],
  ["pause --env staging --apply --yes", "--reason"],
  ["resume --env staging --apply --yes", "--reason"],
  ["fail-over --env staging --to ses --apply --yes", "reason"],
  ["fail-over --env staging --reason", "--reason"],
])("twinpost %s", async (words, message) => {
  const { code, stdout, stderr } = await ask(words.split(" "), { env: { ...fixtureEnv, ...standIn }, directory });
  expect(stderr).toContain(message);
  expect([code, stdout]).toEqual([2, ""]);
});
