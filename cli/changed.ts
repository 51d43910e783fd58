/** `twinpost changed`: whose plan may differ since a commit. In a job it sets the outputs that a matrix of jobs is made of. */

import { openJobFiles } from "../adapters/github/job-files";
import { answerText } from "../reports/answer";
import { changedAnswer } from "../reports/changed/json";
import { tell } from "../reports/tell";
import { changedSince } from "../wiring/changed";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

export async function run({ base, json }: { base?: string; json?: true }, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const changed = changedSince(base, connections);
  const { setOutput } = openJobFiles(connections.env);
  setOutput("targets", JSON.stringify(changed.targets));
  setOutput("on-merge", JSON.stringify(changed.onMerge));
  setOutput("environments", JSON.stringify(changed.environments));
  setOutput("rotated", JSON.stringify(changed.rotated));
  const names = changed.targets.map(({ target }) => target).join(", ");
  if (json) world.stdout.write(answerText(changedAnswer, changed));
  else tell(world.stdout, `${names || "nothing to plan"}\n`);
  return 0;
}
