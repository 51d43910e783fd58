/** Runs checks side by side, each as soon as what it depends on holds. A check that throws is unknown: a finding, never a crash. */
import { OperatorError } from "../../declaration/operator-error";
import type { Finding } from "../../findings/finding";

export interface Problem extends Omit<Finding, "where" | "severity"> {
  severity?: Finding["severity"];
  where?: string;
}

interface Observation {
  /** What was seen, for people: "50000 a day, 14/s". */
  saw: string;
  problems?: Problem[];
  /** True when what is looked for is still to be made, which is nobody's fault. */
  notYet?: boolean;
  /** True when what depends on this check cannot be looked at. */
  blocks?: boolean;
}

export interface Check {
  /** The last part of "doctor/<id>". */
  id: string;
  title: string;
  /** What the check is about: a file and field, an account, a domain. */
  where: string;
  /** The id of a check that must not block. */
  needs?: string;
  look(): Promise<Observation>;
}

export interface CheckResult {
  id: string;
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
    const { saw, problems = [], blocks = false, notYet = false } = await check.look();
    const findings = problems.map((problem) => finding(check, problem));
    return { id, title, outcome: notYet ? ("not-yet" as const) : outcomeOf(findings), saw, findings, blocks };
  } catch (error) {
    return { id, title, outcome: "unknown" as const, saw: "could not be read", findings: [unreadable(check, error)], blocks: true };
  }
}

const omitBlocks = ({ blocks: _, ...result }: CheckResult & { blocks: boolean }): CheckResult => result;

const finding = ({ where }: Check, { id, what, remedy, ...own }: Problem): Finding => ({
  id: `doctor/${id}`,
  severity: own.severity ?? "error",
  what,
  where: own.where ?? where,
  remedy,
});

/** A service that does not answer is told as it was told to us; anything else is a bug and goes on. */
function unreadable({ id, title, where }: Check, error: unknown): Finding {
  if (!(error instanceof OperatorError)) throw error;
  const remedy = error.remedy ?? "mend what the message names, then run this again";
  return { id: `doctor/${id}-unknown`, severity: "error", what: `${title}: ${error.message}`, where, remedy };
}

function outcomeOf(findings: Finding[]): "ok" | "attention" | "wrong" {
  if (findings.some(({ severity }) => severity === "error")) return "wrong";
  return findings.length > 0 ? "attention" : "ok";
}
