/** What a plan is expected to do to mail: kept beside the plan, shown with it, and scored by verify after the apply. */

import type { DmarcChange, Pointers, SpfChange, TimeToSafe } from "../../mail/forecast/changes";
import type { PathState } from "../../mail/forecast/evaluate";
import type { Finding } from "../finding";
import type { Conflicts } from "./conflicts";

export interface PathForecast {
  before: PathState;
  after: PathState;
  /** Nothing of it was in DNS, or this plan creates it: no mail goes this way yet. */
  isFresh: boolean;
  /** Records of it come, go or change in this plan. */
  isEdited: boolean;
  /** What was taken to be right without looking. */
  assumed?: string;
}

export interface Forecast {
  paths: PathForecast[];
  spf: SpfChange[];
  dmarc: DmarcChange[];
  selectors: Pointers;
  returnPaths: Pointers;
  /** How many new names are free, and how many are known only after the apply. */
  newNames: Pick<Conflicts, "free" | "unknown">;
  timeToSafe?: TimeToSafe;
  /** Errors are for the safety gate. */
  findings: Finding[];
}
