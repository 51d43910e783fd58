import { overdue, providersWithAge, tooOldAt } from "../../declaration/rotation";
import { dev } from "../fixtures/environments/dev";
import { staging } from "../fixtures/environments/staging";

const rotated = { rotation: { everyDays: 90 } };
const issued = new Date("2026-01-01T00:00:00Z");

test.each([
  ["2026-03-31T23:59:59Z", undefined],
  ["2026-04-01T00:00:00Z", "due"],
  ["2026-04-07T23:59:59Z", "due"],
  ["2026-04-08T00:00:00Z", "too old"],
])("credentials of New Year's Day that are to be replaced after 90 days are at %s: %p", (now, expected) => {
  expect(overdue(rotated, issued, new Date(now))).toBe(expected);
});

test("people are told at the moment at which they become too old", () => {
  const at = tooOldAt(rotated, issued);
  expect([overdue(rotated, issued, at), overdue(rotated, issued, new Date(at.getTime() - 1))]).toEqual(["too old", "due"]);
});

test("the age of a capture server's login is nobody's concern", () => {
  expect([providersWithAge(staging), providersWithAge(dev)]).toEqual([["sendgrid", "ses"], []]);
});
