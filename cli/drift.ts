/** `twinpost drift`: does the world still look as it did after the last apply? Changes nothing. */

import type { Finding } from "../findings/finding";
import { answerText } from "../reports/answer";
import { driftIssue } from "../reports/drift/issue";
import { driftAnswer } from "../reports/drift/json";
import { driftClosing, driftText } from "../reports/drift/text";
import { tokenIssue } from "../reports/drift/token-issue";
import { nextText } from "../reports/next";
import { nextAfterDrift } from "../reports/next-steps";
import { tell } from "../reports/tell";
import { fileOf, lookForDriftOf, namesToLookAt } from "../wiring/drift";
import { openIssues } from "../wiring/issue";
import { keepScheduleIssues } from "../wiring/schedules";
import type { Drift } from "../workflows/drift";
import { connectionsOf } from "./connections";
import type { ExitCode, World } from "./world";

type Options = { env: string; issue?: true; json?: true };

export async function run({ env, issue, json }: Options, world: World): Promise<ExitCode> {
  const connections = connectionsOf(world);
  const issues = issue ? await openIssues(connections) : undefined;
  const found: [string, Drift, readonly Finding[]][] = [];
  // One after the other: each synthesis and each terraform takes the whole machine.
  for (const name of namesToLookAt(env, connections)) {
    const { drift, tokens } = await lookForDriftOf(name, connections);
    found.push([name, drift, tokens ?? []]);
    if (!json) tell(world.stdout, driftText(name, drift, tokens));
    await issues?.keep({ kind: "drift", of: name }, driftIssue({ target: name, file: fileOf(name) }, drift));
    await issues?.keep({ kind: "token", of: name }, tokenIssue(name, tokens));
  }
  if (issues) await keepScheduleIssues(issues, connections);
  if (!json)
    tell(
      world.stdout,
      `${driftClosing(found)}${nextText(nextAfterDrift(found.flatMap(([name, { state }]) => (state === "drifted" ? [name] : []))))}`,
    );
  if (json)
    world.stdout.write(
      answerText(driftAnswer, {
        targets: found.map(([target, drift, findings]) => ({ target, drifted: [], findings: [...findings], ...drift })),
      }),
    );
  return found.every(([, { state }]) => state === "none") && (issues?.areKept() ?? true) ? 0 : 1;
}
