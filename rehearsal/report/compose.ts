/** Composes the report of a rehearsal from what it found. */

import { ZodError } from "zod";
import { stackName } from "../../declaration/names/stacks";
import { OperatorError } from "../../declaration/operator-error";
import { dataText } from "../../mail/dns/record";
import type { DestroyAnswer } from "../../reports/plan/json";
import { usualLoginClocks } from "../../wiring/rotate";
import type { Delivery } from "../../workflows/seed-test";
import type { StepRecord } from "../../workflows/steps";
import type { RecordHistory } from "../../workflows/verify/history";
import type { OtherSender } from "../other-senders";
import type { Rehearsal, RehearsalScope } from "../rehearse";
import { rehearsedClocks } from "../rotation";
import type { TroubleOptions } from "../sandbox";
import { FailedVerb } from "../verb";
import type { RehearsalReport } from "./report";

/** A call that reached the sandbox. */
interface Call {
  service: string;
  operation: string;
  status: number;
  /** True when trouble answered it. */
  trouble?: boolean;
}

export interface RehearsalReportInput {
  scope: RehearsalScope;
  rehearsal: Rehearsal;
  options: TroubleOptions & { env: string };
  startedAt: Date;
  entries: readonly Call[];
  versions: { name: string; version: string }[];
  /** Of everything that is declared. */
  otherSenders?: readonly OtherSender[];
  /** Whether a log is there, of which the path below the rehearsal's folder is given. */
  exists?(log: string): boolean;
}

export function rehearsalReport({
  scope,
  rehearsal,
  options,
  startedAt,
  entries,
  versions,
  otherSenders = [],
  exists = () => true,
}: RehearsalReportInput): RehearsalReport {
  const { steps, stacks, destruction } = rehearsal;
  const reasons = Object.entries(stacks).flatMap(([stack, { reasons = [] }]) =>
    reasons.map(({ id, where, what }) => ({ stack, id, where, what })),
  );
  const senders = otherSenders.filter(({ stack }) => stack in stacks);
  const found = Object.entries(stacks);
  return {
    environment: options.env,
    sendingDomains: scope.environments.map(({ sendingDomain }) => sendingDomain),
    evidence: "sandbox",
    startedAt: startedAt.toISOString(),
    seconds: Math.max(0, ...steps.map(({ startedAtMs, ms }) => startedAtMs + ms)) / 1000,
    outcome: steps.every(({ status }) => status === "done") ? "passed" : "failed",
    trouble: { mode: options.calm ? "calm" : "on", seed: options.seed, injected: countTrouble(entries) },
    versions,
    steps: steps.map((step) => stepRow(step, options.env, exists)),
    stacks: found.map(([name, { plan, secondPlan }]) => ({
      name,
      ...(plan ? { resources: plan.changes.length } : {}),
      ...(secondPlan ? { secondPlanChanges: secondPlan.changes.length + secondPlan.outputs.length } : {}),
    })),
    deliveries: found.flatMap(([environment, { deliveries, python }]) => [
      ...deliveries.map((each) => deliveryRow(environment, each, "twinpost")),
      ...(python ? [deliveryRow(environment, python, "python")] : []),
    ]),
    records: found.flatMap(([environment, { verification }]) =>
      (verification?.records ?? []).map(({ record, published, visible }) => ({
        environment,
        type: record.type,
        name: record.name,
        value: dataText(record),
        published,
        visible,
      })),
    ),
    propagation: found.flatMap(([environment, { verification }]) => propagationRows(environment, verification?.history ?? [])),
    ...toldOf(stacks),
    ...credentialsOf(stacks),
    ...changesOf(stacks),
    ...(destruction && scope.destroyed ? { destroyed: destroyedRow(scope.destroyed.name, destruction) } : {}),
    ...(reasons.length > 0 ? { reasons } : {}),
    ...(senders.length > 0 ? { otherSenders: senders } : {}),
    findings: found.flatMap(([, { verification }]) => verification?.findings ?? []),
  };
}

function propagationRows(environment: string, history: readonly RecordHistory[]): RehearsalReport["propagation"] {
  return (["published", "visible"] as const).flatMap((stage) => {
    const late = history.flatMap((record) => record.late.filter(({ seenFrom }) => seenFrom === stage));
    const [last] = [...late].sort((a, b) => (b.rightMs ?? Infinity) - (a.rightMs ?? Infinity));
    if (!last) return [];
    const times = history.map(({ publishedMs, visibleMs }) => (stage === "published" ? publishedMs : visibleMs) ?? Infinity);
    const seconds = Math.max(...times) / 1000;
    const records = late.filter(({ server }) => server === last.server).length;
    return [{ environment, stage, ...(seconds < Infinity ? { seconds } : {}), last: last.server, why: last.why, records }];
  });
}

function toldOf(stacks: Rehearsal["stacks"]): Pick<RehearsalReport, "told" | "alarms"> {
  const found = Object.entries(stacks);
  const told = found.flatMap(([environment, { traced = [] }]) => traced.map((each) => ({ environment, ...each })));
  const alarms = found.flatMap(([environment, { heard }]) => (heard ? [{ environment, ...heard }] : []));
  return { ...(told.length > 0 ? { told } : {}), ...(alarms.length > 0 ? { alarms } : {}) };
}

function credentialsOf(stacks: Rehearsal["stacks"]): Pick<RehearsalReport, "credentials"> {
  const found = Object.entries(stacks);
  const rotations = found.flatMap(([environment, { rotation }]) => (rotation ? [{ environment, ...rotation }] : []));
  const switches = found.flatMap(([environment, { switches = [] }]) => switches.map((each) => ({ environment, ...each })));
  if (rotations.length + switches.length === 0) return {};
  const { proof } = rehearsedClocks;
  const compressed =
    `new credentials were proven by ${proof.logins} logins, ${proof.pauseMs} ms apart; ` +
    `for real it is ${usualLoginClocks.proof.logins}, ${usualLoginClocks.proof.pauseMs} ms apart`;
  const [load] = found.flatMap(([, each]) => each.load ?? []);
  return { credentials: { rotations, switches, compressed, ...(load ? { load } : {}) } };
}

function changesOf(stacks: Rehearsal["stacks"]): Pick<RehearsalReport, "changes"> {
  const [found] = Object.entries(stacks).flatMap(([environment, { changes }]) => (changes ? [{ environment, ...changes }] : []));
  if (!found) return {};
  const rows = found.tried.map(({ what, breaksMail, belief, isHeldBack, findings, forecast, real }) => ({
    ...{ what, breaksMail, heldBack: isHeldBack, findings, forecast },
    ...(belief ? { belief } : {}),
    ...(real ? { real } : {}),
  }));
  return { changes: { environment: found.environment, rows, leftOut: found.leftOut } };
}

const destroyedRow = (environment: string, { changes, keys, stays }: DestroyAnswer): NonNullable<RehearsalReport["destroyed"]> => ({
  environment,
  resources: changes.length,
  keys: keys.map(({ kind, name }) => `${kind} ${name}`),
  stays: stays.map(({ what, until }) => ({ what, until })),
});

/** The log of a step, if it has another name than the step: that of its verb. Terraform's own output is in terraform.log beside it. */
const verbs: Record<string, string> = {
  "second-plan": "plan",
  deliver: "seed-test",
  "nothing-left": "destroy",
};
/** Steps of the whole rehearsal. */
const wholeLogs: Record<string, string> = {
  sandbox: "sandbox.log",
  inventory: "sandbox/requests.jsonl",
  completeness: "sandbox/requests.jsonl",
};

function stepRow({ error, ...record }: StepRecord, env: string, exists: (log: string) => boolean): RehearsalReport["steps"][number] {
  const [what = "", own = env] = record.id.split("/").reverse();
  const wholeLog = wholeLogs[record.id];
  // Each change that was tried has a folder of its own.
  const log = wholeLog ?? `${stackName(own)}/${/-changes$/.test(what) ? "changes/" : `${verbs[what] ?? what}.log`}`;
  const step = { ...record, ...(wholeLog ? {} : { stack: own }) };
  if (error === undefined) return { ...step, log };
  const remedy = error instanceof OperatorError ? error.remedy : undefined;
  const logs = [failedVerb(error)?.log, log, `${stackName(own)}/`].filter((each) => each !== undefined);
  return { ...step, log: logs.find(exists) ?? "sandbox.log", problem: { message: messageOf(error), ...(remedy ? { remedy } : {}) } };
}

/** A step may be told of more than its verb's failure, which is the cause then. */
const failedVerb = (error: unknown): FailedVerb | undefined =>
  error instanceof FailedVerb ? error : error instanceof Error && error.cause !== undefined ? failedVerb(error.cause) : undefined;

/** A schema's own message is a listing of the whole answer. */
function messageOf(error: unknown): string {
  if (error instanceof ZodError)
    return `a verb's answer is not as docs/json.md has it: ${error.issues.map(({ path }) => path.join(".") || "all of it").join(", ")}`;
  return error instanceof Error ? error.message : String(error);
}

function deliveryRow(environment: string, delivery: Delivery, by: "twinpost" | "python"): RehearsalReport["deliveries"][number] {
  const { provider, recipient, shortcomings, submissionTls, seconds, placement, judgement } = delivery;
  return {
    environment,
    by,
    provider,
    recipient,
    receiver: recipient.slice(recipient.lastIndexOf("@") + 1),
    arrived: placement !== undefined,
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
