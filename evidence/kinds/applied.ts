/** What an apply did. The release of an environment is the commit of its newest one. */
import { z } from "zod";

export const applied = z.looseObject({
  /** How it came about. Only "merge" and "by hand" have no record of their own beside this one. */
  how: z.enum(["merge", "by hand", "promotion", "emergency", "roll-back"]),
  /** "failed": Terraform ended before everything was done, so the environment is between two releases. */
  outcome: z.enum(["done", "failed"]),
  /** SHA-256 of the plan file. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** What was to change, in the order of the plan. */
  changes: z.array(z.looseObject({ address: z.string().min(1), action: z.string().min(1) })),
  actsOn: z.object({ awsAccount: z.string(), endpoints: z.record(z.string(), z.string()) }),
  /** Of a roll-back: the release whose data were applied under the commit's code. */
  dataOf: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .exactOptional(),
});
