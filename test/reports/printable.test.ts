import { findingText } from "../../reports/findings/text";
import { plain } from "../../reports/layout";
import { terminalTable } from "../../reports/terminal-table";

const hostile = "v=spf1 \u001b[2J\u001b]0;owned\u0007\r\u009b31m";
const shown = "v=spf1 \\u001b[2J\\u001b]0;owned\\u0007\\u000d\\u009b31m";

test("what somebody else's record says cannot reach into the terminal", () => {
  expect(plain(findingText({ id: "spf/syntax", severity: "error", what: hostile, where: "example.com TXT", remedy: "mend it" }))).toBe(
    `error spf/syntax: example.com TXT\n  ${shown}\n  mend it\n`,
  );
  expect(plain(terminalTable(["value"], [[hostile], ["two\nlines"], ["café 日本"]]))).toBe(`VALUE\n${shown}\ntwo\\nlines\ncafé 日本\n`);
});
