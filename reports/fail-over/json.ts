/** What `fail-over`, `pause` and `resume` answer with `--json`. */
import { z } from "zod";
import { word } from "../../evidence/words";
import type { ProviderName } from "../../mail/providers/sending-providers";
import { version } from "../answer";

const provider = word<ProviderName>();

export const failOverAnswer = z.object({
  version,
  from: z.union([provider, z.literal("another server")]),
  to: provider,
  status: z.enum(["would switch", "switched", "already there", "refused"]),
  refusals: z.array(z.string()),
  warnings: z.array(z.string()),
});

export const pauseAnswer = z.object({
  version,
  status: z.enum(["paused", "would pause", "resumed", "would resume", "not paused"]),
  providers: z.array(z.object({ provider, stopped: z.array(z.string()) })),
  warnings: z.array(z.string()),
});
