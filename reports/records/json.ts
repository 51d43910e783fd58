/** What `records` answers with `--json`. */
import { z } from "zod";
import { version } from "../answer";

const listed = {
  type: z.enum(["TXT", "CNAME", "MX"]),
  name: z.string().describe("in lower case without a final dot"),
  value: z.string().describe("TXT: the whole text; CNAME and MX: the target without a final dot"),
  priority: z.number().exactOptional().describe("MX only"),
  ttl: z.number(),
};

/** As a stack declares it. */
export const mailRecord = z.object({ id: z.string(), ...listed, byHand: z.literal(true).exactOptional() });

export const recordsAnswer = z.object({
  version,
  records: z.array(
    z.object({
      ...listed,
      zone: z.string().exactOptional().describe("that holds it; absent when it is declared no more"),
      byHand: z.literal(true).exactOptional().describe("you publish it; else Terraform does"),
      pending: z.boolean().describe("name or value is known only after the apply"),
    }),
  ),
});
