/** A verb as a rehearsal runs it: its answer is JSON on stdout; its narration, and why it failed, go to a log of its own. */
import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { World } from "../cli/world";
import { OperatorError } from "../declaration/operator-error";
import { withoutWhere } from "../wiring/where";
import { unwatched } from "../workflows/phase";

/** Why a verb failed, in its own words. */
export class FailedVerb extends OperatorError {
  /** @param log below the rehearsal's folder. */
  constructor(
    message: string,
    readonly log: string,
  ) {
    super(message);
  }
}

/** @param directory of the stack, below the rehearsal's. @throws FailedVerb when there is no answer. */
export async function runVerb(argv: string[], directory: string, world: World): Promise<unknown> {
  let stdout = "";
  let stderr = "";
  const code = await world.twinpost(argv, {
    ...world,
    // Why it failed is told as it was said, without what went on before; a terminal shows the rehearsal's own steps.
    watch: unwatched,
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  const log = `${argv[0]}.log`;
  writeFileSync(join(directory, log), `$ twinpost ${argv.join(" ")}\n${stderr}exit code ${code}\n`, { flag: "a" });
  const answer: unknown = stdout === "" ? undefined : JSON.parse(stdout);
  const hasFailed = answer === undefined || (typeof answer === "object" && answer !== null && "faults" in answer);
  if (!hasFailed) return answer;
  const failed = (why: string) => new FailedVerb(why, join(basename(directory), log));
  if (world.signal?.aborted) throw failed("interrupted");
  // Faults are told there too, in the words that people get.
  throw failed(withoutWhere(stderr).trim() || `twinpost ${argv.join(" ")} ended with ${code} and said nothing`);
}
