/** What `fail-over`, `pause` and `resume` answer with `--json`. */
import { z } from "zod";
import { word } from "../../evidence/words";
import type { ProviderName } from "../../mail/providers/sending-providers";
import { time, version } from "../answer";

const provider = word<ProviderName>();

export const failOverAnswer = z.object({
  version,
  from: z.union([provider, z.literal("another server")]),
  to: provider,
  status: z
    .enum(["would switch", "switched", "already there", "refused", "not due", "waits"])
    .describe('the last two only with --exercise: "waits" for something else to end'),
  refusals: z.array(z.string()),
  warnings: z.array(z.string()),
  why: z.string().exactOptional().describe("of an exercise"),
  until: time.exactOptional().describe("when an exercise goes on by itself"),
  remedy: z.string().exactOptional(),
});

export const pauseAnswer = z.object({
  version,
  status: z.enum(["paused", "would pause", "resumed", "would resume", "not paused"]),
  providers: z.array(z.object({ provider, stopped: z.array(z.string()) })),
  warnings: z.array(z.string()),
});
