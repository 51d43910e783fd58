/** What `trace` answers with `--json`. */
import { z } from "zod";
import { mailEventKinds } from "../../mail/events/mail-event";
import type { Standing } from "../../mail/events/standing";
import type { Trace } from "../../workflows/trace";
import { time, version } from "../answer";
import { meaningOf } from "./meaning";
import { inOrder } from "./text";

const standings = [
  "delivered",
  "on its way",
  "put off",
  "silent",
  "bounced",
  "rejected",
  "suppressed",
  "complained",
  "unsubscribed",
] as const satisfies readonly Standing[];

export const standingSchema = z.enum(standings);

export const idsSchema = z.object({
  own: z.string().exactOptional().describe("the application's"),
  provider: z.string().exactOptional(),
  header: z.string().exactOptional().describe("its Message-ID"),
});

export const failureSchema = z.object({
  class: z.string(),
  severity: z.enum(["hard", "soft", "undetermined"]),
  status: z.string().exactOptional().describe("RFC 3463"),
  text: z.string().exactOptional().describe("the provider's or the receiver's words, without addresses"),
});

export const traceAnswer = z.object({
  version,
  askedBy: z.enum(["recipient", "id"]),
  messages: z
    .array(
      z.object({
        standing: standingSchema,
        means: z.string(),
        next: z.string(),
        ids: idsSchema,
        stream: z.string().exactOptional(),
        steps: z.array(
          z.object({
            provider: z.string(),
            kind: z.enum(mailEventKinds),
            first: time,
            last: time,
            times: z.number(),
            event: z.string().describe("the provider's id of the last one"),
            messageId: z.string().exactOptional().describe("the provider's"),
            failure: failureSchema.exactOptional(),
            answer: z.string().exactOptional().describe("of the receiver's server"),
          }),
        ),
      }),
    )
    .describe("the newest first"),
  backlog: z
    .object({ waiting: z.number(), dead: z.number() })
    .exactOptional()
    .describe("where nothing was found: messages of the queue of events, and its dead letters"),
});

export const traceBody = ({ askedBy, messages, backlog }: Trace) => ({
  askedBy,
  ...(backlog && { backlog }),
  messages: messages.map(({ state, standing }) => ({
    standing,
    ...meaningOf(standing, state.failure?.class),
    ids: state.message,
    ...(state.stream !== undefined && { stream: state.stream }),
    steps: inOrder(state.told).map(({ first, last, message, ...step }) => ({
      ...step,
      first: new Date(first).toISOString(),
      last: new Date(last).toISOString(),
      ...(message !== undefined && { messageId: message }),
    })),
  })),
});
