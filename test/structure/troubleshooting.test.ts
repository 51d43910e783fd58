/** docs/troubleshooting.md: each message that it explains is still said by the code, in these words. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, sources } from "./sources";

const page = readFileSync(join(root, "docs", "troubleshooting.md"), "utf8");
const ours = page.slice(0, page.indexOf("## Not from Twinpost"));
const messages = ours
  .split("\n")
  .flatMap((row) => [...(/^\|([^|]*`[^|]*)\|[^|]*\|[^|]*\|$/.exec(row)?.[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text));

const code = sources(".ts").filter((file) => !/^(test|bench|scripts|environments)\//.test(file));
const texts = code.map((file) => readFileSync(join(root, file), "utf8").replaceAll('\\"', '"'));

const saidTogether = (message: string): boolean => {
  const pieces = message.split("…").filter((piece) => /\w{2}/.test(piece));
  return texts.some((text) => pieces.every((piece) => text.includes(piece)));
};

test("all tables are read", () => {
  expect(messages.length).toBeGreaterThan(70);
  expect(saidTogether("nobody would ever …say this")).toBe(false);
});

test("every message is in the code, all of its words in one file", () => {
  expect(messages.filter((message) => !saidTogether(message))).toEqual([]);
});
