/** What `affected` answers with `--json`. */
import { z } from "zod";
import type { Affected, SendAgain } from "../../workflows/affected";
import { time, version } from "../answer";
import { failureSchema, idsSchema, standingSchema } from "../trace/json";

const sendAgain = ["yes", "wait", "to another address", "once mended", "once off the list"] as const satisfies readonly SendAgain[];

export const affectedAnswer = z.object({
  version,
  since: time,
  until: time,
  messages: z.number().describe("of that time, also those that arrived"),
  affected: z
    .array(
      z.object({
        ids: idsSchema,
        stream: z.string().exactOptional(),
        at: time.describe("when a provider took it; or when it was first told of, where none did"),
        standing: standingSchema,
        failure: failureSchema.exactOptional(),
        sendAgain: z.enum(sendAgain).describe('"wait": the provider still tries'),
      }),
    )
    .describe("the oldest first"),
});

export const affectedBody = ({ since, until, messages, affected }: Affected) => ({
  since: new Date(since).toISOString(),
  until: new Date(until).toISOString(),
  messages,
  affected: affected.map(({ state, at, ...each }) => ({
    ids: state.message,
    ...(state.stream !== undefined && { stream: state.stream }),
    at: new Date(at).toISOString(),
    ...each,
    ...(state.failure && { failure: state.failure }),
  })),
});
