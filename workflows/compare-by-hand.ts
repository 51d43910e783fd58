/**
 * What a person has still to publish, or to remove, at a DNS host that Terraform does not change: the records of a plan, compared with live
 * DNS instead of with Terraform's state, which cannot know what was done by hand.
 */
import { readByHandChanges } from "../changes/by-hand";
import type { PlannedRecord, RecordChange } from "../changes/dns-changes";
import { readPlannedRecords } from "../changes/guard";
import { isFailure, type Resolve, valuesOf } from "../mail/dns/resolve";
import { isEdited } from "../mail/forecast/changes";
import { areRivals } from "../mail/records/subject";

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
  if (before && !after) return toBeRemoved(before, address, resolve);
  const [isOldThere, isNewThere] = await Promise.all([isPublished(before, resolve), isPublished(after, resolve)]);
  if (after && isNewThere) return [{ address, action: "keep", before: after, after }];
  // What cannot be seen is taken to be as it was last left.
  const there = before && isOldThere !== false ? { before } : {};
  return after ? [{ address, action: "before" in there ? "update" : "create", ...there, after }] : [];
}

/** What is there instead of it goes as well: one version of a record may have been published, and another one applied since. */
async function toBeRemoved(before: PlannedRecord, address: string, resolve: Resolve): Promise<RecordChange[]> {
  const change: RecordChange = { address, action: "delete", before };
  if (before.name === undefined) return [change];
  const response = await resolve(before.name, before.type as "TXT");
  if (isFailure(response)) return [change];
  const live = valuesOf(response);
  const text = textOf(before);
  const found = text !== undefined && live.includes(text) ? text : live.find((value) => isVersionOf(before, value));
  if (found === undefined) return [];
  return [found === text ? change : { ...change, before: { ...before, value: found } }];
}

/** A name has one CNAME, and one TXT record of each subject. */
const isVersionOf = ({ type, value = "" }: PlannedRecord, live: string): boolean =>
  type === "CNAME" || (type === "TXT" && areRivals(value, live));

/** As a resolver gives it. */
const textOf = ({ type, value, priority }: PlannedRecord): string | undefined =>
  type === "MX" && value !== undefined ? `${priority ?? 0} ${value || "."}` : value;

/** @returns undefined when DNS does not answer, which proves nothing. */
async function isPublished(record: PlannedRecord | undefined, resolve: Resolve): Promise<boolean | undefined> {
  const text = record && textOf(record);
  if (record?.name === undefined || text === undefined) return false;
  const response = await resolve(record.name, record.type as "TXT");
  if (isFailure(response)) return undefined;
  return valuesOf(response).includes(text);
}
