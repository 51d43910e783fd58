/** What can happen to an environment, and which alarm tells whom of it: a row for each cause. */
import { night, office } from "./sandbox";
import type { Circumstances, Counts, Provider, Told } from "./world";

export interface Walk {
  cause: string;
  happens: (is: Circumstances) => void;
  /** Hours until it rings. */
  within: number;
  /** Minutes between two evaluations. */
  step?: number;
  target: string;
  /** The one that tells. */
  alarm: string;
  /** What else rings, and tells nobody. */
  parts: string[];
  /** The page that the message names. */
  page: string;
  /** Hours until it is over, once it is mended. */
  over: number;
  /** What is told until then; that the alarm is over, where nothing is said. */
  ends?: Told[];
}

const mail =
  (provider: Provider, counts: Counts, more: Partial<Circumstances["mail"]["ses"]> = {}) =>
  (is: Circumstances): void => {
    Object.assign(is.mail[provider], { counts, ...more });
  };
/** In three domains of recipients. */
const failing = (provider: Provider, counts: Counts) => mail(provider, counts, { failingDomains: 3 });

export function ofProvider(provider: Provider): Walk[] {
  const page = { target: night, alarm: `${provider}-mail-page`, page: "mail" };
  // What a page can silence tells that it begins, and not that it ends.
  const ticket = { target: office, alarm: `${provider}-mail-ticket`, page: "mail", ends: [] };
  const events = { target: office, alarm: "events-ticket", page: "events" };
  const own = (kind: string, target: string) => ({
    target,
    alarm: `${provider}-${kind}`,
    page: kind.replace(/-(page|ticket)$/, ""),
    parts: [],
  });
  return [
    {
      ...page,
      cause: "receivers and the provider refuse a quarter of the mail",
      happens: failing(provider, { Accepted: 30, Delivered: 22, BouncedSoft: 5, Rejected: 3 }),
      within: 1,
      parts: ["failures-page"],
      over: 2,
    },
    {
      ...ticket,
      cause: "one message in fourteen fails, for hours",
      happens: failing(provider, { Accepted: 14, Delivered: 13, BouncedSoft: 1 }),
      within: 20,
      parts: ["failures-ticket"],
      over: 25,
    },
    {
      ...ticket,
      cause: "3 % do not exist",
      happens: failing(provider, { Accepted: 300, Delivered: 291, BouncedHard: 9 }),
      within: 8,
      parts: ["bounces-ticket"],
      over: 25,
    },
    {
      ...page,
      cause: "12 % do not exist",
      happens: failing(provider, { Accepted: 300, Delivered: 264, BouncedHard: 36 }),
      within: 1,
      parts: ["bounces-page", "bounces-ticket", "failures-ticket", "mail-ticket"],
      over: 25,
    },
    {
      ...ticket,
      cause: "two complain",
      happens: mail(provider, { Accepted: 1300, Delivered: 1300, Complained: 1 }),
      within: 2,
      parts: ["complaints-ticket"],
      over: 25,
    },
    {
      ...page,
      cause: "five complain in an hour, by day",
      happens: mail(provider, { Accepted: 1300, Delivered: 1300, Complained: 5 }),
      within: 1,
      parts: ["complaints-page", "complaints-ticket"],
      over: 25,
      // By night nobody is told. The next day it pages again, as long as the complaints are less than a day old.
      ends: [
        [night, "OK", page.alarm],
        [night, "ALARM", page.alarm],
        [night, "OK", page.alarm],
      ],
    },
    {
      ...ticket,
      cause: "it arrives after a minute",
      happens: mail(provider, { Accepted: 14, Delivered: 14 }, { seconds: 60 }),
      within: 1,
      parts: ["slow-ticket"],
      over: 2,
    },
    {
      ...own("unjoined-ticket", office),
      cause: "events of other mail come",
      happens: mail(provider, { Accepted: 14, Delivered: 14, Unjoined: 2 }),
      within: 12,
      parts: ["unjoined-share-ticket"],
      over: 25,
      ends: [],
    },
    {
      ...own("unjoined-page", night),
      cause: "a stranger sends",
      happens: mail(provider, { Accepted: 14, Delivered: 14, Unjoined: 60 }),
      within: 1,
      parts: ["unjoined-share-ticket", "unjoined-ticket"],
      over: 25,
      // An hour later the page is over, and the day's share is a ticket still.
      ends: [
        [night, "OK", `${provider}-unjoined-page`],
        [office, "ALARM", `${provider}-unjoined-ticket`],
      ],
    },
    {
      ...events,
      cause: "half of the events get lost",
      happens: mail(provider, { Accepted: 14, Delivered: 7 }, { untold: 7 }),
      within: 8,
      parts: ["missing-events-ticket"],
      over: 49,
    },
    {
      ...own("sending-stopped-page", night),
      cause: "the provider paused us, and takes nothing",
      happens: (is) => {
        is.asked[provider].standing = { stopped: 1 };
        is.mail[provider].counts = {};
      },
      within: 2,
      over: 1,
    },
    {
      ...own("not-asked-ticket", office),
      cause: "the provider's API does not answer",
      happens: (is) => {
        is.asked[provider].standing = "no answer";
      },
      within: 4,
      over: 1,
    },
  ];
}

export const ofSendgrid: Walk[] = [
  {
    cause: "somebody switched the webhook off",
    happens: (is) => {
      is.asked.sendgrid.webhook = "it is switched off";
      Object.assign(is.mail.sendgrid, { counts: {}, untold: 14 });
    },
    within: 8,
    target: office,
    alarm: "events-ticket",
    page: "events",
    parts: ["sendgrid-missing-events-ticket", "sendgrid-webhook-wrong-ticket"],
    over: 49,
  },
  {
    cause: "85 % of the credits are used",
    happens: (is) => {
      is.asked.sendgrid.creditsUsed = 0.85;
    },
    within: 1,
    target: office,
    alarm: "sendgrid-volume-ticket",
    page: "volume",
    parts: [],
    over: 1,
  },
];

export const ofEnvironment: Walk[] = [
  {
    cause: "the function that takes events fails",
    happens: (is) => {
      is.waiting = 40;
    },
    within: 1,
    step: 5,
    target: office,
    alarm: "events-ticket",
    page: "events",
    parts: ["queue-age-ticket"],
    over: 1,
  },
  {
    cause: "an event cannot be read",
    happens: (is) => {
      is.dead = 1;
    },
    within: 1,
    step: 10,
    target: office,
    alarm: "events-ticket",
    page: "events",
    parts: ["dead-letters-ticket"],
    over: 1,
  },
  {
    cause: "the domain ends in 50 days",
    happens: (is) => {
      is.domainDays = 50;
    },
    within: 24,
    target: office,
    alarm: "expiry-ticket",
    page: "expiry",
    parts: [],
    over: 25,
  },
  {
    cause: "a certificate of 90 days was not renewed with 30 left",
    happens: (is) => {
      is.certificate = { left: 19, of: 90 };
    },
    within: 24,
    target: office,
    alarm: "expiry-ticket",
    page: "expiry",
    parts: [],
    over: 25,
  },
  {
    cause: "the registrar's lock is off",
    happens: (is) => {
      is.isLocked = false;
    },
    within: 24,
    target: office,
    alarm: "registrar-unlocked-ticket",
    page: "registrar-unlocked",
    parts: [],
    over: 25,
  },
];
