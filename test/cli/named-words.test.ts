/** What people type without a flag, and names that they nearly hit. */
import { namedWords } from "../../cli/named-words";
import { nearest } from "../../declaration/nearest";

test.each([
  ["plan qa --json", "plan --env qa --json"],
  ["verify example.com --selector s1", "verify --domain example.com --selector s1"],
  ["verify qa", "verify --env qa"],
  ["plan --env qa", "plan --env qa"],
  ["sandbox env", "sandbox env"],
  ["validate x", "validate x"],
  ["-V", "--version"],
  ["nothing here", "nothing here"],
])("%s is %s", (typed, meant) => {
  expect(namedWords(typed.split(" "))).toEqual(meant.split(" "));
});

test.each([
  ["stagin", "staging"],
  ["stagign", "staging"],
  ["STAGING", "staging"],
  ["prdo", "prod"],
  ["qa", undefined],
  ["elsewhere", undefined],
])("nearest to %s: %s", (name, expected) => {
  expect(nearest(name, ["dev", "staging", "prod"])).toBe(expected);
});
