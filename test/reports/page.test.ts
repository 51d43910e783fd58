/** Width and colour of where a report is read. */

import { printableOutput } from "../../cli/printable-output";
import { draw } from "../../reports/draw";
import { wrong } from "../../reports/ink";
import { pageOf } from "../../reports/page";
import { tell } from "../../reports/tell";

const terminal = { isTTY: true, columns: 60 };

test.each([
  ["a terminal", terminal, {}, true],
  ["no terminal", {}, {}, false],
  ["NO_COLOR", terminal, { NO_COLOR: "1" }, false],
  ["an empty NO_COLOR, which says nothing (https://no-color.org)", terminal, { NO_COLOR: "" }, true],
  ["FORCE_COLOR without a terminal (https://force-color.org)", {}, { FORCE_COLOR: "1" }, true],
  ["FORCE_COLOR=0, as in Node", terminal, { FORCE_COLOR: "0" }, false],
  ["both, as in Node", {}, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
  ["TERM=dumb", terminal, { TERM: "dumb" }, false],
])("colour: %s", (_what, output, env, colour) => {
  expect(pageOf(output, env)).toEqual({ columns: "isTTY" in output ? 60 : Number.POSITIVE_INFINITY, colour });
});

test("what is told is laid out and coloured, what is written stays as it is", () => {
  let written = "";
  const output = printableOutput({ ...terminal, write: (text: string) => (written += text) }, {});
  tell(output, `${wrong("error")}: ${"word ".repeat(20)}\n`);
  expect(written.startsWith("\u001b[31merror\u001b[0m: word")).toBe(true);
  expect(written).toMatch(/word\n {2}word/);
  written = "";
  output.write(`{"text":"${"word ".repeat(20)}"}\n`);
  expect(written.split("\n")).toHaveLength(2);
  draw(output, "\r");
  expect(written.endsWith("\r")).toBe(true);
});

test("strangers' text has no colours of ours: their marks are not ours", () => {
  let written = "";
  const output = printableOutput({ ...terminal, write: (text: string) => (written += text) }, {});
  tell(output, "\u{ff001}wred\u{ff002} \u001b[31m\n");
  expect(written).not.toContain("\u001b");
});
