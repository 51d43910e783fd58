/** That a verdict which rests on a belief is never shown as proof. */
import { proofOf, realInWords } from "../../../rehearsal/report/changes-in-words";
import type { MessageOutcome } from "../../../rehearsal/report/report";
import { scoreText } from "../../../reports/verification/facts";

const message = (provider: MessageOutcome["provider"], outcome: MessageOutcome["outcome"]): MessageOutcome => ({
  ...{ provider, outcome, receiver: "gmail", volume: "ordinary" },
});
const [delivered, notSent] = [message("sendgrid", "inbox"), message("ses", "not sent")];

test.each([
  ["nothing was tried", { forecast: [delivered] }, "open"],
  ["receivers proved it", { forecast: [delivered], real: [delivered] }, "as forecast"],
  ["receivers did otherwise", { forecast: [delivered], real: [message("sendgrid", "junk")] }, "otherwise"],
  ["all rests on a belief", { belief: "ses" as const, forecast: [notSent], real: [notSent] }, "open"],
  ["a part does", { belief: "ses" as const, forecast: [notSent, delivered], real: [notSent, delivered] }, "as forecast"],
  ["a belief did not come true", { belief: "ses" as const, forecast: [notSent], real: [message("ses", "inbox")] }, "otherwise"],
])("%s", (_, row, proof) => {
  expect(proofOf(row)).toBe(proof);
});

test("what rests on a belief is counted apart", () => {
  expect(realInWords({ belief: "ses", forecast: [notSent, delivered], real: [notSent, delivered] })).toMatch(/1 of 1; 1 rest on a belief/);
  expect(scoreText({ held: 12, missed: 0, believed: 12, decided: 0, open: 0 })).toMatch(/12 of 12 .*12 .*belief/);
});
