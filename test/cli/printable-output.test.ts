import { main } from "../../cli/main";
import { printableOutput } from "../../cli/printable-output";
import { draw } from "../../reports/draw";

const shown = (text: string, env: NodeJS.ProcessEnv = {}): string => {
  let written = "";
  printableOutput({ write: (each) => (written += each) }, env).write(text);
  return written;
};

test.each([
  ["ESC", "\u001b[31mred", "\\u001b[31mred"],
  ["OSC", "\u001b]0;title\u0007", "\\u001b]0;title\\u0007"],
  ["OSC 8, a link", "\u001b]8;;https://evil.example\u001b\\x", "\\u001b]8;;https://evil.example\\u001b\\x"],
  ["CSI of C1", "\u009b31m", "\\u009b31m"],
  ["DEL, BEL, BS, NUL", "\u007f\u0007\u0008\u0000", "\\u007f\\u0007\\u0008\\u0000"],
  ["a lone carriage return", "good\rbad", "good\\u000dbad"],
  ["bidi controls", "a\u202eb\u2066c\u200fd\u061c", "a\\u202eb\\u2066c\\u200fd\\u061c"],
  ["line and paragraph separators", "a\u2028b\u2029", "a\\u2028b\\u2029"],
  ["what shows nothing", "a\u200bb\ufeffc\u00add\u2060", "a\\u200bb\\ufeffc\\u00add\\u2060"],
  ["tags", "a\u{e0041}", "a\\udb40\\udc41"],
  ["lone halves", "a\ud800b", "a\\ud800b"],
  ["lines, tabs, CSV's ends of lines", "a\n\tb,c\r\n", "a\n\tb,c\r\n"],
  ["words of the world", "Ünïcode ✔ 日本 \u0645\u06cc\u200c\u062e", "Ünïcode ✔ 日本 \u0645\u06cc\u200c\u062e"],
])("makes %s printable", (_what, text, expected) => {
  expect(shown(text)).toBe(expected);
  expect(shown(shown(text))).toBe(expected);
});

test("JSON stays the same JSON", () => {
  const value = { text: "\u001b\u009b\u202e\u2028\u{e0041}\\\u202e ##[error] ::x::\n::y::", "::": "::" };
  for (const json of [JSON.stringify(value), JSON.stringify(value, null, 2)])
    expect(JSON.parse(shown(json, { GITHUB_ACTIONS: "true" }))).toEqual(value);
});

test.each([
  ["::stop-commands::x\n", "\\u003a\\u003astop-commands::x\n"],
  ["a\n  ::add-mask::x\nb :: c", "a\n  \\u003a\\u003aadd-mask::x\nb :: c"],
  ["a\r\n::error::x", "a\r\n\\u003a\\u003aerror::x"],
  ["a ##[group]x", "a ##\\u005bgroup]x"],
])("says %j to GitHub's runner without a command in it", (text, expected) => {
  expect(shown(text, { GITHUB_ACTIONS: "true" })).toBe(expected);
  expect(shown(text)).toBe(text);
});

test("what draws passes, through any number of outputs", () => {
  let written = "";
  const output = printableOutput(printableOutput({ write: (text) => (written += text) }, {}), {});
  draw(output, "\r\u001b[2K");
  expect(written).toBe("\r\u001b[2K");
});

test("a verb's errors pass through it", async () => {
  let written = "";
  const sink = { write: (text: string) => (written += text) };
  const code = await main(["\u001b[2J\u202e"], { env: {}, stdout: sink, stderr: sink, directory: "/", twinpost: main });
  expect([code, written.includes("\u001b"), written.includes("\u202e")]).toEqual([2, false, false]);
  expect(written).toContain("\\u001b[2J\\u202e");
});
