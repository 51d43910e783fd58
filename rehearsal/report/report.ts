/** The report of a rehearsal: what report.json holds and what the text and HTML show. */

import type { ProviderName } from "../../mail/providers/sending-providers";
import type { HeardAlarm } from "../alarm";
import type { TracedFinding } from "../events";
import type { LoadOutcome } from "../load/rotation-under-load";
import { isOutside, type OtherSender } from "../other-senders";

export interface Check {
  /** "pass", "fail", "softfail", "neutral", "none", ... */
  result: string;
  domain: string;
  aligned: boolean;
  selector?: string;
}

export interface StepRow {
  id: string;
  /** The step's stack, as `--env` names it; absent in steps of the whole rehearsal. */
  stack?: string;
  title: string;
  status: "done" | "failed" | "skipped";
  startedAtMs: number;
  ms: number;
  note?: string;
  /** Path below the rehearsal's folder. */
  log: string;
  problem?: { message: string; remedy?: string };
}

export interface DeliveryRow {
  environment: string;
  by: "twinpost" | "python";
  provider: ProviderName;
  /** The mail domain of the receiver. */
  receiver: string;
  recipient: string;
  arrived: boolean;
  /** "captured": a capture server kept it, so no receiver judged it. */
  placement?: "inbox" | "junk" | "captured";
  /** What is wrong; absent if nothing is. */
  reason?: string;
  spf?: Check;
  dkim?: Check[];
  dmarc?: Check;
  submissionTls?: string;
  receiverTls?: string;
  /** From submission to mailbox. */
  seconds?: number;
}

export interface StackRow {
  /** As `--env` names it. */
  name: string;
  /** Absent: not reached. */
  resources?: number;
  secondPlanChanges?: number;
}

export interface PropagationRow {
  environment: string;
  /** Published: right at every authoritative server. Visible: at every resolver. */
  stage: "published" | "visible";
  /** From the first question until every server was right; absent if that never happened. */
  seconds?: number;
  /** The server that became right last. */
  last: string;
  why: string;
  /** How many of the records it was late with. */
  records: number;
}

/** Credentials that were replaced while mail went on. */
export interface RotationRow {
  environment: string;
  provider: ProviderName;
  /** Ids of the keys that could send. */
  keysBefore: string[];
  keysAfter: string[];
  /** From stopping the old key until its login was refused. */
  refusedAfterSeconds: number;
  runs: number;
}

/** The application was given another sending provider. */
export interface SwitchRow {
  environment: string;
  from: ProviderName | "another server";
  to: ProviderName;
  /** From the command until the application secret was another one, and consumers were told of it. */
  seconds: number;
  warnings: string[];
}

export interface MessageOutcome {
  provider: ProviderName;
  receiver: string;
  /** The kind of sender that the receiver takes us for. */
  volume: "ordinary" | "bulk";
  outcome: "inbox" | "junk" | "deferred" | "refused" | "not sent" | "undecided";
}

/** A DNS change that was planned, forecast and then made. */
export interface ChangeRow {
  what: string;
  breaksMail: boolean;
  /** The provider whose verdicts rest on what no document settles: the stand-in assumes what the forecast does. */
  belief?: MessageOutcome["provider"];
  /** By the safety gate: `plan` ends with 3, `apply` refuses. */
  heldBack: boolean;
  /** Ids of what it found. */
  findings: string[];
  forecast: MessageOutcome[];
  /** What receivers did with messages that were sent meanwhile; absent: not reached. */
  real?: MessageOutcome[];
}

/** An invitation, as `trace` finds it. */
export interface ToldRow extends TracedFinding {
  environment: string;
}

export interface HeardRow extends HeardAlarm {
  environment: string;
}

export interface RehearsalReport {
  /** Its name, or "all". */
  environment: string;
  sendingDomains: string[];
  /** Where the evidence is from; a sandbox alone never makes production ready. */
  evidence: "sandbox";
  /** ISO 8601. */
  startedAt: string;
  seconds: number;
  outcome: "passed" | "failed";
  trouble: { mode: "calm" | "on"; seed: string; injected: { operation: string; code: number; count: number }[] };
  versions: { name: string; version: string }[];
  steps: StepRow[];
  deliveries: DeliveryRow[];
  records: { environment: string; type: string; name: string; value: string; published: boolean; visible: boolean }[];
  /** Until when `verify` waited for DNS, and for whom; without rows of an environment it did not wait. */
  propagation: PropagationRow[];
  stacks: StackRow[];
  /** Absent when no step came to it. */
  told?: ToldRow[];
  alarms?: HeardRow[];
  credentials?: { rotations: RotationRow[]; switches: SwitchRow[]; compressed: string; load?: LoadOutcome };
  /** Prepared changes, where they were tried, and which of them could not be. */
  changes?: { environment: string; rows: ChangeRow[]; leftOut: { what: string; why: string }[] };
  /** The environment that was taken away again. */
  destroyed?: { environment: string; resources: number; keys: string[]; stays: { what: string; until: string }[] };
  /** For what the real plan will ask a reason too. Absent: nothing. */
  reasons?: { stack: string; id: string; where: string; what: string }[];
  /** Declared beside the sending providers, in SPF. Absent: none. */
  otherSenders?: OtherSender[];
  findings: { id: string; severity: "error" | "warning" | "info"; what: string; where: string; remedy: string }[];
}

/** The first sentence of the report, such as "staging would deliver: 6 of 6 invitations authenticated and aligned". */
export function headline(report: RehearsalReport): string {
  const unchecked = report.outcome === "passed" ? namesOutside(report) : [];
  return `${verdict(report)}${unchecked.length > 0 ? `; not checked: ${unchecked.join(", ")}` : ""}`;
}

/** Those of which the sandbox does not know what they publish, each once. */
const namesOutside = ({ otherSenders = [] }: RehearsalReport): string[] => [
  ...new Set(otherSenders.filter(isOutside).map(({ name }) => name)),
];

function verdict({ outcome, environment, deliveries, steps }: RehearsalReport): string {
  const sent = deliveries.filter(({ by }) => by === "twinpost");
  const captured = sent.filter(({ placement }) => placement === "captured").length;
  const judged = sent.length - captured;
  const good = sent.filter(({ reason }) => reason === undefined).length - captured;
  const failed = steps.find(({ status }) => status === "failed");
  const who = environment === "all" ? "everything that is declared" : environment;
  if (outcome === "passed" && judged === 0)
    return `${who} works: ${captured} of ${sent.length} invitations captured; none left the capture server, so no receiver judged them`;
  const kept = captured > 0 ? `, ${captured} kept by a capture server` : "";
  if (outcome === "passed") return `${who} would deliver: ${good} of ${judged} invitations authenticated and aligned${kept}`;
  const rest = environment === "all" ? "not everything that is declared is ready" : `${who} is not ready`;
  return `${rest}: ${failed ? `"${failed.title}" failed` : "some steps were not done"}`;
}

/** Whether the capture server kept every message: then no receiver judged any. */
export const isCaptured = (deliveries: DeliveryRow[]): boolean =>
  deliveries.length > 0 && deliveries.every(({ placement }) => placement === "captured");

/** "empty", "3 changes" or "not reached". */
export const secondPlanText = ({ secondPlanChanges }: StackRow): string =>
  secondPlanChanges === undefined ? "not reached" : secondPlanChanges === 0 ? "empty" : `${secondPlanChanges} changes`;

export const firstPlanText = ({ resources }: StackRow): string => (resources === undefined ? "not reached" : `${resources} resources`);
