/** What must wake nobody: too few messages for a rate, one client's bad list, quiet nights, a service that was late once. */
import { type StartedSns, sandboxSns, startSending } from "./sandbox";
import type { Circumstances, Counts, Provider } from "./world";

let sns: StartedSns;
beforeAll(async () => {
  sns = await sandboxSns();
});
afterAll(() => sns.stop());

const mail =
  (counts: Counts, more: Partial<Circumstances["mail"]["ses"]> = {}) =>
  (is: Circumstances): void => {
    for (const provider of ["sendgrid", "ses"] satisfies Provider[]) Object.assign(is.mail[provider], { counts, ...more });
  };
const none = mail({});
const ordinary = (): void => undefined;

type Case = [string, before: (is: Circumstances) => void, happens: (is: Circumstances) => void, hours: number, step?: number];
test.each<Case>([
  ["48 messages a day, and all fail", none, mail({ Accepted: 2, Delivered: 0, BouncedHard: 2 }, { failingDomains: 9 }), 26],
  ["19 in an hour, and all fail", none, mail({ Accepted: 19, Delivered: 0, BouncedSoft: 19 }, { failingDomains: 9 }), 1],
  ["all mail of a day to one domain fails", ordinary, mail({ Accepted: 30, Delivered: 15, BouncedSoft: 15 }, { failingDomains: 1 }), 26],
  ["one client's list has two bad domains", ordinary, mail({ Accepted: 500, Delivered: 100, BouncedHard: 400 }, { failingDomains: 2 }), 26],
  ["4 % fail for a day", ordinary, mail({ Accepted: 100, Delivered: 96, BouncedSoft: 2, Rejected: 2 }, { failingDomains: 5 }), 26],
  [
    "receivers put off, and what is on the provider's list is not sent",
    ordinary,
    mail({ Accepted: 14, Delivered: 14, Deferred: 99, Suppressed: 9 }),
    26,
  ],
  ["a quiet night", ordinary, none, 15],
  ["a quiet weekend", ordinary, none, 62],
  ["a new environment, in which nothing happens", none, none, 26],
  ["one complaint in a day", none, mail({ Accepted: 0, Delivered: 0, Complained: 1 }), 1],
  ["four messages an hour take ten minutes", none, mail({ Accepted: 4, Delivered: 4 }, { seconds: 600 }), 5],
  ["nine events of a day fit no message", none, mail({ Unjoined: 9 }), 1],
  [
    "a provider's API does not answer twice",
    ordinary,
    (is) => {
      is.asked.ses.standing = "no answer";
      is.asked.sendgrid.standing = "no answer";
    },
    2,
  ],
  ...[
    [90, 25],
    [47, 12],
    [200, 59],
  ].map(
    ([of = 0, left = 0]): Case => [
      `a certificate of ${of} days is renewed soon, with ${left} left`,
      ordinary,
      (is) => {
        is.certificate = { left, of };
      },
      26,
    ],
  ),
  [
    "events wait for ten minutes",
    ordinary,
    (is) => {
      is.waiting = 5000;
    },
    1 / 6,
    5,
  ],
])("%s", async (_, ...[before, happens, hours, step]) => {
  const sending = await startSending(sns, before);
  sending.become(happens);
  await sending.go(hours, step);
  expect({ told: sending.readMails().told.filter(([, state]) => state !== "OK"), rings: sending.ringing }).toEqual({ told: [], rings: [] });
});
