/** What `bootstrap` answers with `--json`: the bucket, and the environments at GitHub. */
import { z } from "zod";
import { finding, texts } from "../../evidence/words";
import { version } from "../answer";

const bucket = { version, bucket: z.string(), region: z.string() };

const change = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("make") }),
  z.object({ kind: z.literal("reviewers"), names: texts, instead: texts }),
  z.object({ kind: z.literal("self-review"), to: z.enum(["prevent", "allow"]) }),
  z.object({ kind: z.literal("wait"), minutes: z.number(), instead: z.number() }),
  z.object({ kind: z.literal("restrict"), instead: z.enum(["all", "protected"]) }),
  z.object({ kind: z.literal("let-in"), branch: z.string() }),
  z.object({ kind: z.literal("keep-out"), id: z.number(), of: z.enum(["branch", "tag"]), pattern: z.string() }),
  z.object({ kind: z.literal("variable"), name: z.string(), value: z.string(), instead: z.string().exactOptional() }),
]);

const kinds = ["environment", "pull request"] as const;

const approval = z.object({
  possible: z
    .enum([...kinds, "unknown"])
    .describe("of `promotion.approval`; unknown where the token may not read the account's plan, until `--apply` sets reviewers"),
  because: z.enum(["public", "plan", "kept", "refused", "ignored", "not-tried"]),
  declare: z.object({ file: z.string(), field: z.literal("promotion.approval"), value: z.enum(kinds) }).exactOptional(),
});

const github = z.union([
  z.object({
    repository: z.string(),
    applied: z.boolean(),
    blocked: z.boolean().describe("something must be mended before anything is changed"),
    environments: z.array(z.object({ name: z.string(), changes: z.array(change) })),
    approval: approval.describe("what GitHub can hold for an approval"),
    findings: z.array(finding),
  }),
  z.object({ leftOut: z.string().describe("why"), remedy: z.string() }),
]);

export const bootstrapAnswer = z.union([
  z.object({ ...bucket, applied: z.literal(true), created: z.boolean(), github }),
  z.object({ ...bucket, applied: z.literal(false), exists: z.boolean(), github }),
]);
