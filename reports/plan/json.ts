/** What `plan`, `apply` and `destroy` answer with `--json`. Attribute values of resources are left out, but those of DNS records, which are public once applied. */
import { z } from "zod";
import type { GuardedPlan } from "../../changes/guard";
import { finding, texts, word } from "../../evidence/words";
import { isUnknown } from "../../mail/dns/record";
import { version } from "../answer";
import { forecast } from "../forecast/json";

const knownText = z
  .preprocess((text) => (isUnknown(text) ? undefined : text), z.string().optional())
  .optional()
  .describe("absent: known after the apply");

const plannedRecord = z.object({
  name: knownText,
  type: z.string(),
  value: knownText,
  ttl: z.number().exactOptional(),
  priority: z.number().exactOptional(),
  proxied: z.boolean(),
  role: z.string().optional().describe("what it means for mail"),
});

export const recordChange = z.object({
  address: z.string().describe("of the resource"),
  action: z.enum(["create", "update", "replace", "delete", "forget", "defer", "keep"]),
  before: plannedRecord.exactOptional(),
  after: plannedRecord.exactOptional(),
});

const waiver = z.object({ id: z.string(), where: z.string(), reason: z.string() });

const plan = {
  changes: z.array(z.object({ address: z.string(), type: z.string(), action: word<GuardedPlan["changes"][number]["action"]>() })),
  imports: z
    .array(z.object({ address: z.string(), type: z.string(), id: z.string() }))
    .exactOptional()
    .describe("what exists and would be taken into the state"),
  outputs: texts.describe("names of outputs that would change"),
  records: z.array(recordChange).describe("DNS records that would change"),
  byHand: z.array(recordChange).exactOptional().describe("what a person has to publish or remove"),
  findings: z.array(finding).describe("what the safety gate holds back"),
  forecast: forecast.exactOptional(),
  forcedBecause: z.string().exactOptional(),
  waived: z.array(waiver).exactOptional().describe("findings that may pass, each with the operator's reason"),
  defaults: z
    .array(z.object({ address: z.string(), attribute: z.string(), value: z.string() }))
    .exactOptional()
    .describe("what the provider would set otherwise, and the stack leaves to it"),
  refreshed: z.literal(false).exactOptional().describe("false: the plan trusts the state"),
};

export const planAnswer = z.object({
  version,
  ...plan,
  accountStack: z.array(finding).exactOptional().describe("what an apply would lack of the account's stack; it holds nothing back"),
});

export const applyAnswer = z.object({ version, applied: z.boolean(), ...plan });

export const destroyAnswer = z.object({
  version,
  ...plan,
  destroyed: z.boolean(),
  keys: z.array(z.object({ kind: z.string(), name: z.string() })).describe("sending keys that are revoked"),
  stays: z
    .array(z.object({ what: z.string(), days: z.number(), until: z.string() }))
    .describe("what is only scheduled for deletion, and backups of tables"),
});
export type DestroyAnswer = z.output<typeof destroyAnswer>;
