/** How an environment stands between releases, for `status`: its release and since when, a hold, a freeze, emergencies that wait for a review. Pure. */
import type { Environment } from "../../declaration/schema/environment";
import { frozenDay, holdText } from "./decide";
import { type Recorded, releaseOf } from "./release";
import { type DueReview, dueReviews } from "./review-emergency";

export interface ReleaseRecords {
  /** Newest first. */
  applied: readonly Recorded<"applied">[];
  hold: Recorded<"hold"> | undefined;
  /** Newest first. */
  promotions: readonly Recorded<"promotion">[];
}

export interface ReleaseStanding {
  /** Without a break since then. */
  release?: { commit: string; since: Date };
  /** Why there is none. */
  none?: string;
  /** By whom, since when, and why. */
  held?: string;
  /** The day. */
  frozen?: string;
  reviewsDue: DueReview[];
}

export function standingOfRelease(environment: Environment, { applied, hold, promotions }: ReleaseRecords, now: Date): ReleaseStanding {
  const release = releaseOf(applied, now);
  const held = holdText(environment.name, hold);
  const frozen = frozenDay(environment, now);
  return {
    ...("none" in release ? { none: release.none } : { release: { commit: release.commit, since: release.since } }),
    ...(held === undefined ? {} : { held }),
    ...(frozen === undefined ? {} : { frozen }),
    reviewsDue: dueReviews(promotions),
  };
}
