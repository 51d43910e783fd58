/**
 * What was done or seen, as a value: what it is about, where it is from, at which commit, when, by whom, and the result. Promotion and
 * readiness are decided on these alone. A record is checked when it is read: it may be old, cut off, or written by another program.
 */
import { z } from "zod";
import { jsonOf } from "../mail/json";
import { applied } from "./kinds/applied";
import { drift } from "./kinds/drift";
import { forecast } from "./kinds/forecast";
import { hold } from "./kinds/hold";
import { keptPlan } from "./kinds/kept-plan";
import { planned } from "./kinds/planned";
import { promotion } from "./kinds/promotion";
import { rehearsal } from "./kinds/rehearsal";
import { seedTest } from "./kinds/seed-test";
import { verification } from "./kinds/verification";
import { time } from "./words";

/** The result of each kind. */
const results = {
  "kept-plan": keptPlan,
  planned,
  forecast,
  verification,
  "seed-test": seedTest,
  rehearsal,
  applied,
  promotion,
  hold,
  drift,
};

/** Raised when a record of an older version would be misread. 2: what is known only after the apply is an object. */
const versions = {
  ...{ "kept-plan": 2, planned: 1, forecast: 2, verification: 1, "seed-test": 1, rehearsal: 1 },
  ...{ applied: 1, promotion: 1, hold: 1, drift: 1 },
} as const satisfies Record<keyof typeof results, number>;

export type EvidenceKind = keyof typeof results;
export const evidenceKinds = Object.keys(results) as EvidenceKind[];

export type Result<Kind extends EvidenceKind> = z.output<(typeof results)[Kind]>;

/** "sandbox": a stand-in answered. "live": the real services did. "person": somebody says so. */
export type Source = "sandbox" | "live" | "person";

export interface Commit {
  /** SHA of the commit that was checked out. */
  id: string;
  /** Files differed from it. */
  dirty: boolean;
}

/** Of a workflow at GitHub. */
export interface Run {
  /** A re-run has the same id, and the next attempt. */
  id: string;
  attempt: number;
  /** The workflow's file, "plan.yml". */
  workflow: string;
}

export interface Evidence<Kind extends EvidenceKind = EvidenceKind> {
  kind: Kind;
  /** What `--env` names: an environment, the organisation, an account; or "all". */
  target: string;
  source: Source;
  /** Undefined outside a checkout. */
  commit: Commit | undefined;
  at: Date;
  /** Such as "github:octocat", "aws:arn:aws:sts::…", "local:alice". */
  by: string;
  /** Absent outside a job. */
  run?: Run;
  result: Result<Kind>;
}

const head = z.object({
  target: z.string().min(1),
  source: z.enum(["sandbox", "live", "person"]),
  commit: z.object({ id: z.string().regex(/^[0-9a-f]{40,64}$/), dirty: z.boolean() }).optional(),
  at: time,
  by: z.string().min(1),
  run: z.object({ id: z.string().min(1), attempt: z.int().positive(), workflow: z.string() }).exactOptional(),
});

export const writeEvidence = (evidence: Evidence): string => `${JSON.stringify({ version: versions[evidence.kind], ...evidence })}\n`;

/** @returns the evidence, or in words why the text is none. */
export function parseEvidence<Kind extends EvidenceKind>(
  text: string,
  { kind, target }: { kind: Kind; target: string },
): Evidence<Kind> | { unreadable: string } {
  const json = jsonOf(text) ?? undefined;
  if (json === undefined) return { unreadable: "it is cut off, or no JSON" };
  const version = z.object({ version: z.number() }).safeParse(json).data?.version;
  const expected = versions[kind];
  if (version !== expected)
    return { unreadable: version === undefined ? "it has no version" : `it has version ${version}, expected ${expected}` };
  const schema = head.extend({ kind: z.literal(kind), target: z.literal(target), result: results[kind] });
  const read = schema.safeParse(json);
  if (!read.success) return { unreadable: read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ") };
  return { commit: undefined, ...read.data } as unknown as Evidence<Kind>;
}
