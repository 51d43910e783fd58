/** What a report says of senders beside the sending providers: the ones that were not checked are named in its first sentence. */
import type { OtherSender } from "../../../rehearsal/other-senders";
import { rehearsalHtml } from "../../../rehearsal/report/html";
import { headline } from "../../../rehearsal/report/report";
import { rehearsalText } from "../../../rehearsal/report/text";
import { failed, report } from "./report";

const declaredIn = {
  stack: "organisation",
  field: "environments/organisation.ts: domains[0].spf.alsoInclude[0]",
  kind: "include",
} as const;
const google: OtherSender = { ...declaredIn, name: "_spf.google.com", sender: "Google Workspace", known: "record", readOn: "2026-11" };
const zoho: OtherSender = { ...declaredIn, name: "zohomail.com", sender: "Zoho Mail", known: "name" };
const misspelt: OtherSender = { ...declaredIn, name: "_spf.gogle.com", known: "nothing", like: "_spf.google.com" };

const textOf = (otherSenders: OtherSender[]) => rehearsalText(report({ otherSenders }), "x");

test("those whose records are known are in the page with the month in which these were read, and nowhere else", () => {
  expect(textOf([google])).toBe(rehearsalText(report(), "x"));
  expect(rehearsalHtml(report({ otherSenders: [google] }))).toContain("what Google Workspace publishes, read in 2026-11");
});

test("those that were not checked are in the first sentence, and each has a reason and the field that declares it", () => {
  const shown = report({ otherSenders: [google, zoho, misspelt, misspelt] });
  expect(headline(shown)).toMatch(/; not checked: zohomail\.com, _spf\.gogle\.com$/);
  const text = textOf([google, zoho, misspelt]);
  expect(text).toContain(`  _spf.gogle.com\n`);
  expect(text).toContain(`looks like _spf.google.com\n    ${declaredIn.field}\n`);
  expect(text).toContain("Zoho Mail's");
  expect(rehearsalHtml(shown)).toContain("not checked:");
});

test("no line of it is wider than a terminal", () => {
  expect(
    textOf([zoho, misspelt])
      .split("\n")
      .filter((line) => /^ {2}|^outside/.test(line) && line.length > 80),
  ).toEqual([]);
});

test("a rehearsal that failed says why it failed", () => {
  expect(headline({ ...failed, otherSenders: [misspelt] })).not.toContain("_spf.gogle.com");
});
