/** What `adopt` answers with `--json`. */
import { z } from "zod";
import { finding, texts } from "../../evidence/words";
import { version } from "../answer";

export const adoptionAnswer = z.object({
  version,
  resources: z
    .array(z.object({ address: z.string(), type: z.string(), importId: z.string() }))
    .describe("what exists besides DNS records, and is to be imported"),
  imports: z.array(
    z.object({
      address: z.string(),
      zoneId: z.string(),
      recordId: z.string(),
      name: z.string(),
      type: z.string(),
      live: z.string(),
      declared: z.string(),
    }),
  ),
  file: z.string().exactOptional().describe("with the import blocks"),
  findings: z.array(finding),
  unknown: texts.describe("not compared: the name is known only after the apply"),
  compared: z.number(),
  published: texts.exactOptional().describe("records by hand that are live as declared"),
});
