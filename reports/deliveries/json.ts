/** What `seed-test` answers with `--json`. */
import { z } from "zod";
import { texts, word } from "../../evidence/words";
import type { ProviderName } from "../../mail/providers/sending-providers";
import type { Judgement } from "../../mail/receiving/alignment";
import { version } from "../answer";

const check = z.object({ result: z.string(), domain: z.string(), aligned: z.boolean(), selector: z.string().exactOptional() });

/** What the receiver concluded. */
const judgement = z.object({
  spf: check,
  dkim: z.array(check),
  dmarc: check,
  tls: z.string().optional(),
  shortcomings: texts,
}) as unknown as z.ZodType<Judgement>;

export const seedTestAnswer = z.object({
  version,
  deliveries: z.array(
    z.object({
      provider: word<ProviderName>(),
      recipient: z.string(),
      reference: z.string().describe("its own id: in the subject, and for `trace`"),
      shortcomings: texts.describe("empty when all is well"),
      submissionTls: z.string().exactOptional(),
      seconds: z.number().exactOptional().describe("from submission to mailbox"),
      placement: z.enum(["inbox", "junk", "captured"]).exactOptional(),
      judgement: judgement.exactOptional(),
    }),
  ),
});
