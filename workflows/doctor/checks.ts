/** Runs checks in parallel, each after the check that it needs. If a check cannot read its service, its outcome is "unknown" and a finding. */
import { OperatorError } from "../../declaration/operator-error";
import { type Finding, findingOf } from "../../findings/finding";
import type { DoctorCheckId } from "../../findings/kinds/doctor-unknown";

interface Observation {
  /** What the check saw, for people: "50000 a day, 14/s". */
  saw: string;
  findings?: Finding[];
  /** True if it does not exist yet, which is normal before the first apply. */
  notYet?: boolean;
  /** True if the checks that need this one have to be skipped. */
  blocks?: boolean;
}

export interface Check {
  /** If the check cannot be made, its finding is "doctor/<id>-unknown". */
  id: DoctorCheckId;
  title: string;
  /** What the check is about: a file and field, an account, a domain. */
  where: string;
  /** A check that must not block. */
  needs?: DoctorCheckId;
  /** @param where as above. */
  look(where: string): Promise<Observation>;
}

export interface CheckResult {
  id: DoctorCheckId;
  title: string;
  /** "skipped" when a check that it needs blocks; "unknown" when it could not be read. */
  outcome: "ok" | "not-yet" | "attention" | "wrong" | "unknown" | "skipped";
  saw: string;
  findings: Finding[];
}

export async function runChecks(checks: readonly Check[]): Promise<CheckResult[]> {
  const running = new Map<string, Promise<CheckResult & { blocks: boolean }>>();
  for (const check of checks) running.set(check.id, runCheck(check, check.needs === undefined ? undefined : running.get(check.needs)));
  return Promise.all([...running.values()].map(async (each) => omitBlocks(await each)));
}

async function runCheck(check: Check, needed: Promise<CheckResult & { blocks: boolean }> | undefined) {
  const { id, title } = check;
  const before = await needed;
  if (before?.blocks)
    return { id, title, outcome: "skipped" as const, saw: `not checked, because "${before.title}" failed`, findings: [], blocks: true };
  try {
    const { saw, findings = [], blocks = false, notYet = false } = await check.look(check.where);
    return { id, title, outcome: notYet ? ("not-yet" as const) : outcomeOf(findings), saw, findings, blocks };
  } catch (error) {
    return { id, title, outcome: "unknown" as const, saw: "could not be read", findings: [unreadable(check, error)], blocks: true };
  }
}

const omitBlocks = ({ blocks: _, ...result }: CheckResult & { blocks: boolean }): CheckResult => result;

/** Reports a service that does not answer, in its own words. Any other error is a bug, and is thrown on. */
function unreadable({ id, title, where }: Check, error: unknown): Finding {
  if (!(error instanceof OperatorError)) throw error;
  return findingOf(`doctor/${id}-unknown`, { where, what: `${title}: ${error.message}`, remedy: error.remedy });
}

function outcomeOf(findings: Finding[]): "ok" | "attention" | "wrong" {
  if (findings.some(({ severity }) => severity === "error")) return "wrong";
  return findings.length > 0 ? "attention" : "ok";
}
