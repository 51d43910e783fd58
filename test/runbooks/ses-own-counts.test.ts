/** The alarms on what SES counts itself: their pages are headings of docs/monitoring.md. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { staging } from "../fixtures/environments/staging";
import { root } from "../structure/sources";
import { office, type StartedSns, sandboxSns, startSending } from "./sandbox";

let sns: StartedSns;
beforeAll(async () => {
  sns = await sandboxSns();
});
afterAll(() => sns.stop());

test.each<[kind: string, wrong: Record<string, number>, mended: Record<string, number>, hours: number]>([
  ["bounce-rate", { "Reputation.BounceRate": 0.03 }, { "Reputation.BounceRate": 0.01 }, 2],
  ["complaint-rate", { "Reputation.ComplaintRate": 0.0006 }, { "Reputation.ComplaintRate": 0.0001 }, 2],
  ["failure-rate", { Send: 30, Bounce: 2, Reject: 1 }, { Send: 30 }, 2],
  ["sends-near-limit", { Send: staging.limits.sendsPerDay * 0.8 }, { Send: 10 }, 25],
])("%s", async (kind, wrong, mended, hours) => {
  const sending = await startSending(sns);
  sending.become((is) => {
    is.ses = wrong;
  });
  await sending.go(1);
  const { told, texts } = sending.readMails();
  expect({ told, rings: sending.ringing }).toEqual({ told: [[office, "ALARM", kind]], rings: [kind] });
  const [, heading] = /docs\/monitoring\.md, "([a-z-]+)"/.exec(texts[0] ?? "") ?? [];
  expect(readFileSync(join(root, "docs", "monitoring.md"), "utf8")).toContain(`\n### ${heading}\n`);
  sending.become((is) => {
    is.ses = mended;
  });
  await sending.go(hours);
  expect({ told: sending.readMails().told, rings: sending.ringing }).toEqual({ told: [[office, "OK", kind]], rings: [] });
});

test("while SES tells of it by its own counts, its events tell nobody of the same", async () => {
  const sending = await startSending(sns);
  sending.become((is) => {
    is.ses = { Send: 30, Bounce: 4 };
    is.mail.ses = { counts: { Accepted: 30, Delivered: 26, BouncedHard: 4 }, seconds: 2, failingDomains: 3, untold: 0 };
  });
  await sending.go(3);
  expect(sending.readMails().told.slice(0, 1)).toEqual([[office, "ALARM", "failure-rate"]]);
  expect(sending.ringing).toContain("ses-bounces-ticket");
  expect(sending.ringing).not.toContain("ses-mail-ticket");
});
