/** docs/data-map.md says how long data lives: what the code declares, and what `erase` prints. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { archiveDays, eventExpiryDays } from "../../declaration/names/events";
import { remainingAfter } from "../../reports/erasure/remains";

const page = readFileSync(join(__dirname, "..", "..", "docs", "data-map.md"), "utf8");
const rowOf = (where: string): string => page.split("\n").find((line) => line.startsWith("|") && line.includes(where)) ?? "";

test("the table expires as the page says", () => {
  expect(rowOf("DynamoDB table")).toContain(`${eventExpiryDays} days after the last event`);
});

test("raw events expire as the page says", () => {
  const [, , , address, days] = rowOf("S3 bucket `twinpost-events-").split("|");
  expect([address?.trim(), days]).toEqual(["yes", expect.stringContaining(`${archiveDays} days`)]);
});

test("whatever erase leaves is on the page, with its time", () => {
  const durations = remainingAfter(["sendgrid", "ses"]).flatMap(({ until }) => /\d+ (?:days|hours)/.exec(until)?.[0] ?? []);
  const [, cannot = ""] = page.split("What cannot be erased");
  expect(durations).toHaveLength(5);
  for (const duration of durations) expect(cannot).toContain(duration);
});
