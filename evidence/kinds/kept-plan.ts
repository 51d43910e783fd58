/**
 * What the safety gate found in a plan that was kept for `apply`, where that plan would act, and which plan file it was. The file itself
 * holds sensitive values and never leaves its machine: only this record travels.
 */
import { z } from "zod";
import type { Finding } from "../../findings/finding";
import type { Forecast } from "../../findings/forecast/forecast";
import { type DnsRecord, type PlannedText, plannedText } from "../../mail/dns/record";
import { finding, texts } from "../words";
import { forecast } from "./forecast";

/** As far as a record of it must be: what else changes/ knows of a plan is kept beside. */
export interface JudgedPlan {
  changes: { address: string; type: string; action: string }[];
  outputs: string[];
  records: RecordChange[];
  byHand?: RecordChange[];
  findings: Finding[];
  forecast?: Forecast;
  forcedBecause?: string;
  waived?: { id: string; where: string; reason: string }[];
  defaults?: { address: string; attribute: string; value: string }[];
  refreshed?: false;
}

interface RecordChange {
  address: string;
  action: string;
  before?: PlannedRecord;
  after?: PlannedRecord;
}

interface PlannedRecord extends DnsRecord<PlannedText> {
  ttl?: number;
}

const record: z.ZodType<PlannedRecord> = z.looseObject({
  type: z.string(),
  name: plannedText,
  value: plannedText,
  ttl: z.number().exactOptional(),
  priority: z.number().exactOptional(),
});

const recordChange: z.ZodType<RecordChange> = z.looseObject({
  address: z.string(),
  action: z.string().min(1),
  before: record.exactOptional(),
  after: record.exactOptional(),
});

export const judgedPlan: z.ZodType<JudgedPlan> = z.looseObject({
  changes: z.array(z.looseObject({ address: z.string(), type: z.string(), action: z.string().min(1) })),
  outputs: texts,
  records: z.array(recordChange),
  byHand: z.array(recordChange).exactOptional(),
  findings: z.array(finding),
  forecast: forecast.exactOptional(),
  forcedBecause: z.string().exactOptional(),
  waived: z.array(z.object({ id: z.string(), where: z.string(), reason: z.string() })).exactOptional(),
  defaults: z.array(z.object({ address: z.string(), attribute: z.string(), value: z.string() })).exactOptional(),
  refreshed: z.literal(false).exactOptional(),
});

export const keptPlan = z.object({
  plan: judgedPlan,
  /** Where the plan acts. A record with another shape is an older Twinpost's and counts as none: the plan has to be made again. */
  actsOn: z.object({ awsAccount: z.string(), endpoints: z.record(z.string(), z.string()) }),
  /** SHA-256 of the plan file that was judged. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});
