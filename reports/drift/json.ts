/** What `drift` answers with `--json`. */
import { z } from "zod";
import { finding, texts } from "../../evidence/words";
import { version } from "../answer";

const attribute = z.object({ path: z.string(), before: z.string().optional(), after: z.string().optional() });
const drifted = z.object({
  address: z.string(),
  action: z.enum(["changed", "deleted"]),
  attributes: z.array(attribute).describe("as applied, and as it is; sensitive values are not told"),
  declare: texts.describe("fields that would take over what is there, where it has such"),
});

export const driftAnswer = z.object({
  version,
  targets: z.array(
    z.object({
      target: z.string(),
      state: z.enum(["none", "drifted", "unknown"]),
      why: z.string().optional(),
      remedy: z.string().optional(),
      drifted: z.array(drifted),
      findings: z.array(finding).describe("about the tokens that were used: those that end within 30 days, or have ended"),
    }),
  ),
});
