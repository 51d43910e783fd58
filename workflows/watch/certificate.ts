/**
 * When a certificate is late to be renewed: by its own lifetime, since one of 90 days is renewed with 30 left, and one of a year with 60.
 * https://letsencrypt.org/docs/faq/ ("renewing every 60 days"), https://cabforum.org/2025/04/11/ballot-sc081v3 (47 days from March 2029),
 * https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html (45 to 60 days before the end)
 */
import type { Validity } from "./effects";

/** Whoever renews by itself does so with a third of the lifetime left. When a third of that time is gone too, it failed: 20 of 90 days, 10 of 47. */
const latePart = 2 / 9;

/** What an alarm takes for "not soon", in days. */
export const farAway = 9999;

export const isLate = ({ from, until }: Validity, now: Date): boolean =>
  until.getTime() - now.getTime() <= latePart * (until.getTime() - from.getTime());
