/** Runs checks side by side, each as soon as what it depends on holds. A check that throws is unknown: a finding, never a crash. */
import { OperatorError } from "../../declaration/operator-error";
import { type Finding, findingOf } from "../../findings/finding";
import type { DoctorCheckId } from "../../findings/kinds/doctor-unknown";

interface Observation {
  /** What was seen, for people: "50000 a day, 14/s". */
  saw: string;
  findings?: Finding[];
  /** True when what is looked for is still to be made, which is nobody's fault. */
  notYet?: boolean;
  /** True when what depends on this check cannot be looked at. */
  blocks?: boolean;
}

export interface Check {
  /** Where it cannot be made, "doctor/<id>-unknown" is found. */
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
    return { id, title, outcome: "skipped" as const, saw: `not asked: "${before.title}" comes first`, findings: [], blocks: true };
  try {
    const { saw, findings = [], blocks = false, notYet = false } = await check.look(check.where);
    return { id, title, outcome: notYet ? ("not-yet" as const) : outcomeOf(findings), saw, findings, blocks };
  } catch (error) {
    return { id, title, outcome: "unknown" as const, saw: "could not be read", findings: [unreadable(check, error)], blocks: true };
  }
}

const omitBlocks = ({ blocks: _, ...result }: CheckResult & { blocks: boolean }): CheckResult => result;

/** A service that does not answer is told as it was told to us; anything else is a bug and goes on. */
function unreadable({ id, title, where }: Check, error: unknown): Finding {
  if (!(error instanceof OperatorError)) throw error;
  return findingOf(`doctor/${id}-unknown`, { where, what: `${title}: ${error.message}`, remedy: error.remedy });
}

function outcomeOf(findings: Finding[]): "ok" | "attention" | "wrong" {
  if (findings.some(({ severity }) => severity === "error")) return "wrong";
  return findings.length > 0 ? "attention" : "ok";
}
