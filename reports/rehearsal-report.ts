/** What a rehearsal found, as reports show it and as report.json holds it. */
import type { ProviderName } from "../mail/providers/sending-providers";

export interface Check {
  /** "pass", "fail", "softfail", "neutral", "none", ... */
  result: string;
  domain: string;
  aligned: boolean;
  selector?: string;
}

export interface StepRow {
  id: string;
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
  by: "twinpost" | "python";
  provider: ProviderName;
  /** The mail domain of the receiver. */
  receiver: string;
  recipient: string;
  arrived: boolean;
  /** "captured": kept by a test server, judged by nobody. */
  placement?: "inbox" | "junk" | "captured";
  /** What falls short; absent when all is well. */
  reason?: string;
  spf?: Check;
  dkim?: Check[];
  dmarc?: Check;
  submissionTls?: string;
  receiverTls?: string;
  /** From submission to mailbox. */
  seconds?: number;
}

export interface RehearsalReport {
  environment: string;
  sendingDomain: string;
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
  records: { type: string; name: string; value: string; published: boolean; visible: boolean }[];
  /** Absent: not reached. */
  plan: { resources?: number; secondPlanChanges?: number };
  findings: { id: string; severity: "error" | "warning" | "info"; what: string; where: string; remedy: string }[];
}

/** "6 of 6 invitations authenticated" and the like: the sentence that stands above everything else. */
export function headline({ outcome, environment, deliveries, steps }: RehearsalReport): string {
  const sent = deliveries.filter(({ by }) => by === "twinpost");
  const good = sent.filter(({ reason }) => reason === undefined).length;
  const failed = steps.find(({ status }) => status === "failed");
  if (outcome === "passed" && isCaptured(deliveries))
    return `${environment} works: ${good} of ${sent.length} invitations captured; none left, so no receiver judged them`;
  if (outcome === "passed") return `${environment} would deliver: ${good} of ${sent.length} invitations authenticated and aligned`;
  return `${environment} is not ready: ${failed ? `"${failed.title}" failed` : "not every step was done"}`;
}

/** Whether nothing of it left: then nothing is known of receivers. */
export const isCaptured = (deliveries: DeliveryRow[]): boolean =>
  deliveries.length > 0 && deliveries.every(({ placement }) => placement === "captured");
