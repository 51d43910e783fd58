/** The effect that a plan is expected to have on mail. Kept and shown with the plan; verify scores it after the apply. */

import type { DmarcChange, Pointers, SpfChange, TimeToSafe } from "../../mail/forecast/changes";
import type { PathState } from "../../mail/forecast/evaluate";
import type { Finding } from "../finding";
import type { Conflicts } from "./conflicts";

export interface PathForecast {
  before: PathState;
  after: PathState;
  /** No mail takes this path yet: it is not in DNS, or this plan creates it. */
  isFresh: boolean;
  /** The plan adds, removes or changes records of it. */
  isEdited: boolean;
  /** An assumption that was not checked. */
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
