/** One DNS record that mail needs, as it is declared. */
import { z } from "zod";
import type { DnsRecord, PlannedText } from "../dns/record";

export interface MailRecord<Text extends PlannedText = string> extends DnsRecord<Text> {
  /** Stable within an environment; the record's resource address is made of it, so renaming one replaces the record. */
  id: string;
  type: "TXT" | "CNAME" | "MX";
  /** Seconds. */
  ttl: number;
  /** A person publishes it, since the zone's DNS host is not changed by Terraform. */
  byHand?: true;
}

/** As it is written: in a stack's output, in a state, in an answer. */
export const mailRecord = z.object({
  id: z.string(),
  type: z.enum(["TXT", "CNAME", "MX"]),
  name: z.string().describe("in lower case without a final dot"),
  value: z.string().describe("TXT: the whole text; CNAME and MX: the target without a final dot"),
  priority: z.number().exactOptional().describe("MX only"),
  ttl: z.number(),
  byHand: z.literal(true).exactOptional(),
}) satisfies z.ZodType<MailRecord>;

/** Authentication records change rarely, and a mistake in one should not stay cached for long. */
export const defaultTtl = 300;
