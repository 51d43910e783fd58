/**
 * A plan as a job recorded it, for those who read it, and for the gated job that applies nothing else. It holds no sensitive value: what
 * Terraform marks as sensitive is in it only as a part of digests under a key. A pull request's job runs the pull request's code, so its record
 * is shown and never believed.
 */
import { z } from "zod";
import { time } from "../words";
import { judgedPlan } from "./kept-plan";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const planned = z.object({
  /** With the gate's findings, the reasons for them, and the forecast. */
  plan: judgedPlan,
  stack: z.string().min(1),
  /** Of a roll-back: the commit whose data are planned, under the code of the record's commit. */
  dataOf: z.string().min(1).exactOptional(),
  /** Where it acts. */
  actsOn: z.object({ awsAccount: z.string(), region: z.string(), endpoints: z.record(z.string(), z.string()) }),
  /** What would change (changes/canonical-plan.ts): the same digest under the same key is the same change, whatever commit it is of. */
  canonical: z.object({
    /** Of the digests, in hexadecimal; made for this record, or taken over from the record that it is compared with. */
    key: z.string().regex(/^[0-9a-f]{64}$/),
    digest: sha256,
    /** Of each resource or output that changes. */
    parts: z.array(z.object({ name: z.string(), action: z.string().min(1), digest: sha256 })),
  }),
  /** Of `canonical` and all that the plan is bound to: commit, stack, target, state, Terraform, plugins, findings and reasons. */
  digest: sha256,
  /** Terraform's state that the plan begins with; before the first apply there is none. */
  state: z.object({ lineage: z.string(), serial: z.int().nonnegative() }).exactOptional(),
  /** Its version. */
  terraform: z.string(),
  /** SHA-256 of the plan's dependency lock file. */
  plugins: sha256,
  /** Of an environment, when it was planned: what is applied there, for the comment. */
  standing: z
    .object({
      release: z.object({ commit: z.string().regex(/^[0-9a-f]{40,64}$/), since: time }).exactOptional(),
      /** Why there is none. */
      none: z.string().exactOptional(),
      held: z.string().exactOptional(),
      frozen: z.string().exactOptional(),
    })
    .exactOptional(),
  /** Attributes for people, in words, without sensitive values. */
  shown: z.array(
    z.object({
      address: z.string(),
      attributes: z.array(z.object({ path: z.string(), before: z.string().exactOptional(), after: z.string().exactOptional() })),
    }),
  ),
});
