/** Turns what a rehearsal found into the value that reports show. */
import { OperatorError } from "../../environments/operator-error";
import type { Environment } from "../../environments/schema";
import type { RehearsalReport } from "../../reports/rehearsal-report";
import type { Rehearsal } from "../../workflows/rehearse";
import type { Delivery } from "../../workflows/seed-test";
import type { StepRecord } from "../../workflows/steps";
import type { TroubleOptions } from "./sandbox";

/** A call that reached the sandbox. */
interface Call {
  service: string;
  operation: string;
  status: number;
  /** True when trouble answered it. */
  trouble?: boolean;
}

export interface RehearsalReportInput {
  environment: Environment;
  rehearsal: Rehearsal;
  options: TroubleOptions;
  startedAt: Date;
  entries: readonly Call[];
  versions: { name: string; version: string }[];
}

export function rehearsalReport({ environment, rehearsal, options, startedAt, entries, versions }: RehearsalReportInput): RehearsalReport {
  const { steps, plan, secondPlan, verification, deliveries, python } = rehearsal;
  return {
    environment: environment.name,
    sendingDomain: environment.sendingDomain,
    evidence: "sandbox",
    startedAt: startedAt.toISOString(),
    seconds: Math.max(0, ...steps.map(({ startedAtMs, ms }) => startedAtMs + ms)) / 1000,
    outcome: steps.every(({ status }) => status === "done") ? "passed" : "failed",
    trouble: { mode: options.calm ? "calm" : "on", seed: options.seed, injected: countTrouble(entries) },
    versions,
    steps: steps.map(stepRow),
    deliveries: [...deliveries.map((each) => deliveryRow(each, "twinpost")), ...(python ? [deliveryRow(python, "python")] : [])],
    records: (verification?.records ?? []).map(({ record, published, visible }) => ({
      type: record.type,
      name: record.name,
      value: record.priority === undefined ? record.value : `${record.priority} ${record.value}`,
      published,
      visible,
    })),
    plan: {
      ...(plan ? { resources: plan.changes.length } : {}),
      ...(secondPlan ? { secondPlanChanges: secondPlan.changes.length + secondPlan.outputs.length } : {}),
    },
    findings: verification?.findings ?? [],
  };
}

/** Where each step's narration is, below the rehearsal's folder. Terraform's own output is in email-<environment>/terraform.log. */
const logs: Record<string, string> = {
  "second-plan": "plan.log",
  deliver: "seed-test.log",
  completeness: "sandbox/requests.jsonl",
};

function stepRow({ error, ...step }: StepRecord): RehearsalReport["steps"][number] {
  const log = logs[step.id] ?? `${step.id}.log`;
  if (error === undefined) return { ...step, log };
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof OperatorError ? error.remedy : undefined;
  return { ...step, log, problem: { message, ...(remedy ? { remedy } : {}) } };
}

function deliveryRow(delivery: Delivery, by: "twinpost" | "python"): RehearsalReport["deliveries"][number] {
  const { provider, recipient, shortcomings, submissionTls, seconds, placement, judgement } = delivery;
  return {
    by,
    provider,
    recipient,
    receiver: recipient.slice(recipient.lastIndexOf("@") + 1),
    arrived: judgement !== undefined,
    ...(shortcomings.length > 0 ? { reason: shortcomings.join("; ") } : {}),
    ...(placement ? { placement } : {}),
    ...(submissionTls ? { submissionTls } : {}),
    ...(seconds === undefined ? {} : { seconds }),
    ...(judgement ? { spf: judgement.spf, dkim: judgement.dkim, dmarc: judgement.dmarc } : {}),
    ...(judgement?.tls ? { receiverTls: judgement.tls } : {}),
  };
}

function countTrouble(entries: readonly Call[]): RehearsalReport["trouble"]["injected"] {
  const counts = new Map<string, RehearsalReport["trouble"]["injected"][number]>();
  for (const { service, operation, status, trouble } of entries) {
    if (!trouble) continue;
    const key = `${service} ${operation} ${status}`;
    const known = counts.get(key) ?? { operation: `${service} ${operation}`, code: status, count: 0 };
    counts.set(key, { ...known, count: known.count + 1 });
  }
  return [...counts.values()];
}
