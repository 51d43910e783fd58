/** Wires the question whether an environment may be applied to what was recorded of it. */
import { OperatorError } from "../declaration/operator-error";
import type { Target } from "../declaration/target";
import type { Result } from "../evidence/evidence";
import { requireMayApply } from "../workflows/promote/may-apply";
import type { Connections } from "./connections";
import { githubJob } from "./github-job";
import { recordsOf, wholeCommit } from "./promote";

/** @throws OperatorError with exit code 3 when it may not. In a job, what cannot be read may not; a person is told, and decides. */
export async function mayApply(target: Target, connections: Connections): Promise<Result<"applied">["how"]> {
  const run = githubJob(connections.env)?.run;
  if (target.kind !== "environment") return run ? "merge" : "by hand";
  const { environment } = target;
  const { hold, promotions } = recordsOf(connections);
  try {
    const [held, promoted] = await Promise.all([hold(environment), promotions(environment)]);
    return requireMayApply({ environment, run, commit: wholeCommit(), hold: held, promotions: promoted });
  } catch (error) {
    if (run || !(error instanceof OperatorError) || error.exitCode === 3) throw error;
    connections.narrate(`whether ${target.name} is held is not known: ${error.message}`);
    return "by hand";
  }
}
