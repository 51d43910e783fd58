/**
 * What a person has still to publish, or to remove, at a DNS host that Terraform does not change: the records of a plan, compared with live
 * DNS instead of with Terraform's state, which cannot know what was done by hand.
 */
import { readByHandChanges } from "../changes/by-hand";
import type { PlannedRecord, RecordChange } from "../changes/dns-changes";
import { readPlannedRecords } from "../changes/guard";
import { isFailure, type Resolve, valuesOf } from "../mail/dns/resolve";
import { isEdited } from "../mail/forecast/changes";

export interface RecordsOfPlan {
  /** Every DNS record of the plan, those that stay included, whoever makes them. */
  all: RecordChange[];
  /** What of it is left to a person. */
  byHand: RecordChange[];
}

/** @param json the output of `terraform show -json <plan file>`. */
export async function recordsOfPlan(json: unknown, use: { resolve: Resolve }): Promise<RecordsOfPlan> {
  const declared = readByHandChanges(json);
  const compared = (await Promise.all(declared.map((change) => compareWithLive(change, use.resolve)))).flat();
  return { all: [...readPlannedRecords(json), ...compared], byHand: compared.filter(isEdited) };
}

/** @returns nothing where a record that is declared no more has gone already. */
async function compareWithLive({ before, after, address }: RecordChange, resolve: Resolve): Promise<RecordChange[]> {
  const [isOldThere, isNewThere] = await Promise.all([isPublished(before, resolve), isPublished(after, resolve)]);
  if (after && isNewThere) return [{ address, action: "keep", before: after, after }];
  const there = before && isOldThere ? { before } : {};
  if (!after) return before && isOldThere ? [{ address, action: "delete", before }] : [];
  return [{ address, action: isOldThere && before ? "update" : "create", ...there, after }];
}

/** DNS that does not answer proves nothing: the record has to be published then, or is taken as there. */
async function isPublished(record: PlannedRecord | undefined, resolve: Resolve): Promise<boolean> {
  if (record?.name === undefined || record.value === undefined) return false;
  const { type, name, value, priority } = record;
  const response = await resolve(name, type as "TXT");
  if (isFailure(response)) return false;
  return valuesOf(response).includes(type === "MX" ? `${priority ?? 0} ${value || "."}` : value);
}
