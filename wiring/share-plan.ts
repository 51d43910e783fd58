/** Wires what others read of a plan: a file for the job that comments, and on the main branch a record in the state bucket. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { findSecret } from "../adapters/find-secret";
import { readCommit } from "../adapters/process/commit";
import { readPlanFile } from "../adapters/terraform/plan-file";
import type { GuardedPlan } from "../changes/guard";
import type { Bound } from "../changes/plan-digest";
import { visibleText } from "../changes/shown-attributes";
import { OperatorError } from "../declaration/operator-error";
import type { PlanTarget } from "../declaration/plan-target";
import type { Target } from "../declaration/target";
import { type Evidence, writeEvidence } from "../evidence/evidence";
import { plannedRecord } from "../workflows/share-plan";
import type { Connections } from "./connections";
import { evidenceBucket, evidenceOf } from "./evidence";
import { releaseStanding } from "./release-standing";
import { writeShared } from "./shared-records";

/** Of the checkout that Twinpost runs from. */
export const checkedOut = () => readCommit(join(__dirname, ".."));

interface PlannedFile {
  file: string;
  actsOn: PlanTarget;
  /** Of a roll-back: the commit whose data are planned. */
  dataOf?: string | undefined;
}

/** What the plan in this file is bound to. */
export function boundOf(target: Target, { file, actsOn, dataOf }: PlannedFile): Bound {
  return {
    ...{ commit: checkedOut()?.id, stack: target.stackName, ...(dataOf === undefined ? {} : { dataOf }), ...readPlanFile(file) },
    actsOn: { awsAccount: actsOn.awsAccount, region: target.aws.region, endpoints: actsOn.endpoints },
  };
}

export interface SharePlan {
  target: Target;
  /** Made by the plan that is shared. */
  planned: { plan: GuardedPlan; shown: unknown } & PlannedFile;
  folder: string;
  /** Of the record that this one will be compared with. */
  key?: string | undefined;
  /** Whether it is added to the bucket, too. */
  isEvidence: boolean;
}

/** @throws OperatorError when it holds a secret (nothing is written then), or cannot be written. */
export async function sharePlan(
  { target, planned, folder, key, isEvidence }: SharePlan,
  connections: Connections,
): Promise<Evidence<"planned">> {
  const { plan, shown } = planned;
  const result = plannedRecord({ plan, shown, bound: boundOf(target, planned), key: key ?? randomBytes(32).toString("hex") });
  const standing = target.kind === "environment" ? await releaseStanding(target.environment, connections) : undefined;
  const shared = { ...result, ...(standing ? { standing } : {}) };
  const evidence = evidenceOf({ kind: "planned", target: target.name, result: shared }, connections);
  const text = writeEvidence(evidence);
  requireNoSecret(`the plan of "${target.name}"`, [visibleText(shown), text], connections);
  writeShared(evidence, folder, connections);
  if (isEvidence) await evidenceBucket(target, connections).add(evidence);
  return evidence;
}

/** @throws OperatorError that does not repeat it. */
export function requireNoSecret(what: string, texts: readonly string[], { env }: Pick<Connections, "env">): void {
  const found = texts.map((text) => findSecret(text, env)).find((each) => each !== undefined);
  if (found === undefined) return;
  throw new OperatorError(
    `${what} has ${found} in it, and is shown to nobody`,
    "take the secret out of what is declared, and replace it by a new one at its service: whoever read the branch knows it",
  );
}
