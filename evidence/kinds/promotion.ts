/** That a release may be applied to the next environment: why, or by whose emergency; and that an emergency was reviewed afterwards. */
import { z } from "zod";
import { texts, time } from "../words";

const commit = z.string().regex(/^[0-9a-f]{40,64}$/);
/** Where the two environments' changes differ. */
const differs = z.array(z.looseObject({ what: z.string(), from: texts, to: texts }));

export const promotion = z.discriminatedUnion("what", [
  z.looseObject({
    what: z.literal("promoted"),
    from: z.string().min(1),
    commit,
    /** On what it rests: since when the commit is applied in `from`, and when it was last verified there. */
    appliedSince: time,
    verifiedAt: time,
    differs,
  }),
  z.looseObject({
    what: z.literal("emergency"),
    from: z.string().min(1),
    commit,
    reason: z.string().min(1),
    /** What would have refused it. */
    skipped: texts,
    differs,
  }),
  z.looseObject({
    what: z.literal("reviewed"),
    /** When the emergency was recorded. */
    of: time,
    note: z.string().min(1),
  }),
]);
