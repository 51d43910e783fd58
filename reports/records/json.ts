/** What `records` answers with `--json`. */
import { z } from "zod";
import { shownText } from "../../mail/dns/record";
import { mailRecord } from "../../mail/records/mail-record";
import type { ListedRecord } from "../../workflows/records";
import { version } from "../answer";
import { isPending } from "./text";

const { type, name, value, priority, ttl, byHand } = mailRecord.shape;

export const recordsAnswer = z.object({
  version,
  records: z.array(
    z.object({
      ...{ type, name, value, priority, ttl },
      zone: z.string().exactOptional().describe("that holds it; absent when it is declared no more"),
      byHand: byHand.describe("you publish it; else Terraform does"),
      pending: z.boolean().describe("name or value is known only after the apply"),
    }),
  ),
});

export const listedRecord = (record: ListedRecord) => ({
  ...record,
  name: shownText(record.name),
  value: shownText(record.value),
  pending: isPending(record),
});
