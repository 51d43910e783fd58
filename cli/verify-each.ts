/** `twinpost verify --env all`, and `--issue`: one after the other, so that one that fails hides no other. */
import { allName, organisationName } from "../declaration/names/stacks";
import { OperatorError } from "../declaration/operator-error";
import type { Finding } from "../findings/finding";
import { wrong } from "../reports/ink";
import { verificationIssue, verificationUnknown } from "../reports/verification/issue";
import { readApplied } from "../wiring/applied";
import type { Connections } from "../wiring/connections";
import { loadTarget } from "../wiring/declared";
import { openIssues } from "../wiring/issue";
import { inReadRole } from "../wiring/job-role";
import { keepScheduleIssues } from "../wiring/schedules";
import type { ExitCode, World } from "./world";

interface EachRequest {
  env: string;
  issue: boolean;
  /** Verifies one, and writes what it found. */
  verify(name: string): Promise<{ exit: ExitCode; findings: readonly Finding[] }>;
}

export async function verifyEach({ env, issue, verify }: EachRequest, connections: Connections, { stderr }: World): Promise<ExitCode> {
  const issues = issue ? await openIssues(connections) : undefined;
  const names = env === allName ? [...connections.declared().environments.map(({ name }) => name), organisationName] : [env];
  let isWell = true;
  for (const name of names) {
    const subject = { kind: "verification" as const, of: name };
    try {
      if (env === allName && !(await isApplied(name, connections))) {
        stderr.write(`${name}: nothing is applied, so nothing is verified\n`);
        continue;
      }
      const { exit, findings } = await verify(name);
      isWell &&= exit === 0;
      await issues?.keep(subject, verificationIssue(name, findings));
    } catch (error) {
      if (!(error instanceof OperatorError) || (env !== allName && !issues)) throw error;
      isWell = false;
      stderr.write(`${wrong(`${name}: ${error.message}`)}\n${error.remedy ? `  ${error.remedy}\n` : ""}`);
      await issues?.keep(subject, verificationUnknown(name, error));
    }
  }
  if (issues) await keepScheduleIssues(issues, connections);
  return isWell && (issues?.areKept() ?? true) ? 0 : 1;
}

/** Whether a state that was there is gone is for `drift` to tell. */
async function isApplied(name: string, outside: Connections): Promise<boolean> {
  const target = loadTarget(name, outside);
  const { connections } = await inReadRole(target, outside);
  return (await readApplied(target, connections)) !== undefined;
}
