/** What `erase` answers with `--json`. */
import { z } from "zod";
import { word } from "../../evidence/words";
import type { ProviderName } from "../../mail/providers/sending-providers";
import type { Erasure } from "../../workflows/erase";
import { version } from "../answer";
import { remainingAfter } from "./remains";

export const eraseAnswer = z.object({
  version,
  status: z.enum(["erased", "would erase", "partly erased"]),
  messages: z.number().describe("of our store"),
  underWay: z.number().describe("of these, whose events may bring them back"),
  listsKept: z.boolean(),
  providers: z.array(
    z.object({
      provider: word<ProviderName>(),
      lists: z.array(z.string()).describe("on which the address was"),
      logs: z.enum(["erased later", "would be erased", "no API", "failed"]),
      job: z.string().exactOptional().describe("of the provider's own erasure"),
      failures: z.array(z.string()),
    }),
  ),
  failures: z.array(z.string()),
  remains: z.array(z.object({ where: z.string(), what: z.string(), until: z.string() })).describe("what no erasure reaches"),
});

export const eraseBody = (erasure: Erasure) => ({ ...erasure, remains: remainingAfter(erasure.providers.map(({ provider }) => provider)) });
