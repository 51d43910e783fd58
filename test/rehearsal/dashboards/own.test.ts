/** Our own dashboard after a day of mail. */
import { writeFileSync } from "node:fs";
import { dashboardPage } from "../../../reports/dashboard/html";
import { staging } from "../../fixtures/environments/staging";
import { type StartedSns, sandboxSns, startSending } from "../../runbooks/sandbox";
import { bodyOf, pictureFrom } from "./drawn";

let sns: StartedSns;
beforeAll(async () => {
  sns = await sandboxSns();
});
afterAll(() => sns.stop());

test("draw", async () => {
  for (const many of [false, true]) {
    const sending = await startSending(sns);
    const times = many ? 700 : 1;
    for (let hour = 0; hour < 24; hour++) {
      const isNight = !many && hour > 6 && hour < 13;
      const n = Math.round(14 * times * (0.6 + 0.4 * Math.sin(hour)));
      sending.become((is) => {
        is.mail.sendgrid = {
          counts: isNight
            ? {}
            : {
                Accepted: n,
                Delivered: n - Math.round(n / 20),
                ...(hour % 5 === 0
                  ? { BouncedHard: Math.ceil(n / 40), BouncedSoft: Math.ceil(n / 60), Deferred: 2 * Math.ceil(n / 60) }
                  : {}),
              },
          seconds: 2 + (hour % 7),
          failingDomains: 0,
          untold: 0,
        };
        is.mail.ses = {
          counts: hour % 6 === 0 ? { Accepted: 3 * times, Delivered: 3 * times } : {},
          seconds: 1,
          failingDomains: 0,
          untold: 0,
        };
      });
      await sending.go(1);
    }
    sending.become((is) => {
      const n = 24 * times;
      is.mail.sendgrid = {
        counts: {
          Accepted: n,
          Delivered: Math.round(n * 0.6),
          BouncedHard: Math.round(n * 0.3),
          BouncedSoft: Math.round(n * 0.1),
          Complained: times > 1 ? 8 : 1,
          Suppressed: 1,
          Unjoined: 3,
        },
        seconds: 41,
        failingDomains: 4,
        untold: 0,
      };
      is.waiting = 12;
      is.ses = { Send: 5, Bounce: 1, "Reputation.BounceRate": 0.03, "Reputation.ComplaintRate": 0.0002 };
    });
    await sending.go(1);
    const now = new Date(sending.now.getTime() + 29 * 60_000);
    const picture = await pictureFrom(sending.cloudwatch, staging, bodyOf(staging), now);
    writeFileSync(`/tmp/cw-dash-${many ? "many" : "few"}.html`, dashboardPage(picture));
  }
});
