/** Wires what a plan's record says of its environment: what is applied there, and whether it is held. */
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";
import type { Result } from "../evidence/evidence";
import { standingOfRelease } from "../workflows/promote/standing";
import type { Connections } from "./connections";
import { evidenceBucket } from "./evidence";

/** Each is read on its own, and a reader of the comment waits for them: of one that was applied more often the age is that of the fifth. */
const mostApplies = 5;

/** Does not fail: a plan is worth showing without it. */
export async function releaseStanding(environment: Environment, connections: Connections): Promise<Result<"planned">["standing"]> {
  const bucket = evidenceBucket(environment, connections);
  try {
    const [applied, [hold]] = await Promise.all([
      bucket.entries("applied", environment.name, mostApplies),
      bucket.entries("hold", environment.name, 1),
    ]);
    const { reviewsDue: _, ...standing } = standingOfRelease(environment, { applied, hold, promotions: [] }, new Date());
    return standing;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    connections.narrate(`what is applied in "${environment.name}" is not known: ${error.message}`);
    return undefined;
  }
}
