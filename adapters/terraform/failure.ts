/** What a run of Terraform that failed is about, and the verb that mends it. */
import { OperatorError } from "../../declaration/operator-error";
import type { RunResult } from "../process/run";
import type { StatePlace } from "./errored-state";
import { lockRemedy, readLock } from "./lock";
import { plugins } from "./plugins";

/** An apply that stops in its own time stores its state; one that is ended by force may not. */
export const interruptedRemedy = (environment: string): string =>
  `terraform was asked to stop; run \`npx twinpost plan --env ${environment}\` again to see where it stands, and if it would create what is there already: ${adoptThenPlan(environment)}`;

const adoptThenPlan = (environment: string): string =>
  `\`npx twinpost adopt --env ${environment}\` prepares its import, then plan and apply again`;

/** What failed, and what Terraform said. */
export const said = (what: string, { code, stderr }: RunResult): string => `${what} failed with exit code ${code}\n${stderr.trim()}`;

/** What Terraform says of itself is shown as it is; where we know the verb that mends it, the remedy names that verb. */
export function terraformFailure(
  what: string,
  result: RunResult,
  { source, logFile, ...place }: StatePlace & { source: string; logFile: string | undefined },
): OperatorError {
  const message = said(what, result);
  // Terraform wraps its lines, between bars when it colours.
  const words = result.stderr.replace(/[\s│]+/g, " ");
  if (/doesn't match any of the checksums/i.test(words)) {
    return new OperatorError(
      `${message}\nprovider plugins were looked for in ${source}`,
      'a plugin is not what its release holds: do not use it; if it is a mirror of yours for another platform, docs/upgrade.md, "Plugins by their hashes", has the command that keeps its hashes',
      { exitCode: 3 },
    );
  }
  if (/Failed to (query available|install) provider/i.test(words)) {
    return new OperatorError(
      `${message}\nprovider plugins were looked for in ${source}`,
      "reach the Terraform registry, or set TWINPOST_PROVIDER_MIRROR to a folder that `terraform providers mirror` made",
    );
  }
  if (/S3 bucket "[^"]*" does not exist|NoSuchBucket/i.test(words)) {
    return new OperatorError(
      message,
      `the state bucket is missing: make it by \`npx twinpost bootstrap --env ${place.environment} --apply\``,
    );
  }
  const ofPlugin = Object.values(plugins)
    .map((plugin) => plugin.remedyOf?.(words))
    .find((remedy) => remedy !== undefined);
  if (ofPlugin) return new OperatorError(message, ofPlugin);
  if (/saved plan is stale/i.test(words)) {
    return new OperatorError(
      message,
      `the state has changed since the plan was made, so plan again: \`npx twinpost plan --env ${place.environment}\`, and read it before applying`,
      { changedNothing: true },
    );
  }
  // Names that services give to a create of what is there: BucketAlreadyOwnedByYou, EntityAlreadyExists, ResourceExistsException, ResourceInUse.
  if (what === "terraform apply" && /already ?(exists|owned)|ResourceExists|ResourceInUse/i.test(words)) {
    return new OperatorError(message, `some of it exists, and no state has it: ${adoptThenPlan(place.environment)}`);
  }
  const lock = /Error acquiring the state lock/i.test(words) ? readLock(result.stderr) : undefined;
  if (lock) return new OperatorError(message, lockRemedy(lock, place), { changedNothing: true });
  return new OperatorError(
    message,
    `Terraform's own words above say what it could not do; all of its output is in ${logFile ?? "its log"}`,
  );
}
