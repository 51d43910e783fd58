/** Who is told of trouble, and when. */
import { z } from "zod";
import { type EmailAddress, flag, group, isAddress, isPlainHttpsUrl, number, oneOf, text } from "./field-kinds";
import { thresholdsSchema } from "./thresholds-shape";

const target = (meaning: string) =>
  text<EmailAddress | `https://${string}`>((value) => isAddress(value) || isPlainHttpsUrl(value), {
    problem: "is neither an address nor a webhook",
    expected: "name@domain, or https://… without a user, a query or a fragment",
    remedy: 'write it like "on-call@example.com"; do not put an address with a secret into this repository',
  }).describe(meaning);

export const alertsSchema = group("Who gets alerts, and when.", {
  notify: z.array(target("Addresses and webhooks. SNS asks each of them to confirm first.")).min(1),
  pages: z
    .array(target("Addresses and webhooks that are told at any hour."))
    .min(1)
    .optional()
    .describe("Who gets pages: alarms that cannot wait for the morning. Left out: those in `notify`."),
  webhook: oneOf(["pages", "all"], 'write "pages" for alarms that cannot wait, "all" for every alert')
    .optional()
    .describe(
      "Which alerts are also posted, signed, to the one address in the secret `twinpost/<env>/alerts/webhook`. Left out: none, and there is no such secret.",
    ),
  heartbeat: flag("write true, and store the address in the secret; or leave it out")
    .optional()
    .describe(
      "Whether the address in the secret `twinpost/<env>/alerts/heartbeat` is called every 10 minutes, so that somebody outside notices silence. Left out: no.",
    ),
  failureRate: number((value) => value >= 0.001 && value <= 0.5, {
    problem: "is not a failure rate",
    expected: "0.001 to 0.5, where 0.05 is 5 %",
    remedy: "write 0.05 unless you know the usual rate of your mail",
  }).describe("The share of mail that may fail in a day before the ticket rings."),
  thresholds: thresholdsSchema.optional(),
});
