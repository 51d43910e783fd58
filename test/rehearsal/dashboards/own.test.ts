/** Our own dashboard, drawn after a day of mail from what the sandbox's CloudWatch answers: with few messages, and with many. */
import type { MetricWidget } from "../../../reports/dashboard/body";
import { dashboardPage } from "../../../reports/dashboard/html";
import type { DashboardPicture } from "../../../reports/dashboard/picture";
import { staging } from "../../fixtures/environments/staging";
import { type StartedSns, sandboxSns, startSending } from "../../runbooks/sandbox";
import { bodyOf, pictureFrom } from "./drawn";

let sns: StartedSns;
beforeAll(async () => {
  sns = await sandboxSns();
});
afterAll(() => sns.stop());

/** A day whose last hour is a bad one. Without mail from seven in the evening on, where few is sent. */
async function dayOf(perHour: number, isQuietAtNight: boolean): Promise<DashboardPicture> {
  const sending = await startSending(sns);
  for (let hour = 0; hour < 23; hour++) {
    const isQuiet = isQuietAtNight && hour > 5 && hour < 12;
    sending.become(({ mail }) => {
      mail.sendgrid.counts = isQuiet ? {} : { Accepted: perHour, Delivered: perHour - 1, ...(hour % 5 === 0 ? { Deferred: 2 } : {}) };
      mail.ses.counts = hour % 6 === 0 ? { Accepted: 3, Delivered: 3 } : {};
    });
    await sending.go(1);
  }
  sending.become((is) => {
    const counts = { Accepted: 24, Delivered: 0, BouncedHard: 24, Complained: 2, Suppressed: 1, Unjoined: 3 };
    Object.assign(is.mail.sendgrid, { counts, seconds: 41, failingDomains: 4 });
    is.ses = { Send: 5, Bounce: 1, "Reputation.BounceRate": 0.03, "Reputation.ComplaintRate": 0.0002 };
  });
  await sending.go(1);
  return pictureFrom(sending.cloudwatch, staging, bodyOf(staging), new Date(sending.now.getTime() + 29 * 60_000));
}

const charts = ({ dashboard }: DashboardPicture): MetricWidget[] => dashboard.widgets.filter((widget) => widget.kind === "metric");
function linesOf(picture: DashboardPicture, title: string) {
  const widget = charts(picture).find((each) => each.title.startsWith(title));
  const answer = widget && picture.answers.get(widget);
  if (!answer || "failed" in answer) throw new Error(`${title}: ${JSON.stringify(answer)}`);
  return new Map(answer.lines.map(({ label, points }) => [label, points.map(([, value]) => value)]));
}

test.each([
  ["14 messages an hour", 14, true],
  ["10,000 messages an hour", 10_000, false],
])("at %s every widget is drawn with data", async (_, perHour, isQuietAtNight) => {
  const picture = await dayOf(perHour, isQuietAtNight);
  const empty = charts(picture).filter((widget) => {
    const answer = picture.answers.get(widget);
    return !answer || "failed" in answer || answer.lines.every(({ points }) => points.length === 0);
  });
  expect(empty.map(({ title }) => title)).toEqual([]);
  expect(picture.dashboard.widgets.filter(({ kind }) => kind === "unread")).toEqual([]);
  const page = dashboardPage(picture);
  expect(page).not.toMatch(/NaN|Infinity|undefined|class="unread"/);
  expect(page).toContain("twinpost-staging/sendgrid-mail-page <b>in alarm</b>");
  expect(page.match(/<svg/g)?.length).toBe(charts(picture).filter(({ view }) => view === "timeSeries").length);
});

test("the bad hour is seen as a share, and the day in numbers", async () => {
  const picture = await dayOf(14, true);
  expect(linesOf(picture, "Failed in an hour").get("SendGrid")?.at(-1)).toBe(100);
  expect(linesOf(picture, "Called spam in a day").get("SendGrid")?.at(-1)).toBeGreaterThan(0.1);
  const day = linesOf(picture, "SendGrid, the last 24 hours");
  const [accepted = 0, delivered] = [day.get("accepted")?.[0], day.get("delivered")?.[0]];
  // 23 hours, six of them quiet, and the last one.
  expect([accepted, delivered]).toEqual([17 * 14 + 24, 17 * 13]);
  expect(day.get("failed, %")?.[0]).toBeCloseTo((100 * 24) / accepted, 6);
  // Whole hours: the one in which the day begins is drawn too, and those without mail are not.
  expect(linesOf(picture, "SendGrid, messages an hour").get("accepted")).toHaveLength(17 + 2);
});
