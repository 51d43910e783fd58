/** What a rehearsal found, as reports show it and as report.json holds it. */

export interface Check {
  /** "pass", "fail", "softfail", "neutral", "none", ... */
  result: string;
  domain: string;
  aligned: boolean;
  selector?: string;
}

export interface StepRow {
  id: string;
  /** What `--env` names of the stack that it is about; absent in steps of the whole rehearsal. */
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
  provider: string;
  /** The mail domain of the receiver. */
  receiver: string;
  recipient: string;
  arrived: boolean;
  placement?: "inbox" | "junk";
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

export interface StackRow {
  /** As `--env` names it. */
  name: string;
  /** Absent: not reached. */
  resources?: number;
  secondPlanChanges?: number;
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
  stacks: StackRow[];
  /** The environment that was taken away again. */
  destroyed?: { environment: string; resources: number; keys: string[]; stays: { what: string; until: string }[] };
  findings: { id: string; severity: "error" | "warning" | "info"; what: string; where: string; remedy: string }[];
}

/** "6 of 6 invitations authenticated" and the like: the sentence that stands above everything else. */
export function headline({ outcome, environment, deliveries, steps }: RehearsalReport): string {
  const sent = deliveries.filter(({ by }) => by === "twinpost");
  const good = sent.filter(({ reason }) => reason === undefined).length;
  const failed = steps.find(({ status }) => status === "failed");
  const who = environment === "all" ? "everything that is declared" : environment;
  if (outcome === "passed") return `${who} would deliver: ${good} of ${sent.length} invitations authenticated and aligned`;
  return `${who} is not ready: ${failed ? `"${failed.title}" failed` : "not every step was done"}`;
}

const titles: Record<string, string> = { sendgrid: "SendGrid", ses: "Amazon SES" };

/** "empty", "3 changes" or "not reached". */
export const secondPlanText = ({ secondPlanChanges }: StackRow): string =>
  secondPlanChanges === undefined ? "not reached" : secondPlanChanges === 0 ? "empty" : `${secondPlanChanges} changes`;

export const firstPlanText = ({ resources }: StackRow): string => (resources === undefined ? "not reached" : `${resources} resources`);

/** A sending provider's name for people. */
export const providerTitle = (name: string): string => titles[name] ?? name;
