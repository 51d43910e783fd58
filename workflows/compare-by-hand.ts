/**
 * The records that a person still has to publish or remove at a DNS host that Terraform does not change. Compares the plan's records with live
 * DNS, because Terraform's state does not know what a person did.
 */
import type { PlannedRecord, RecordChange } from "../changes/dns-changes";
import type { Plan } from "../changes/plan";
import { isFailure, valuesOf } from "../mail/dns/answer";
import { dataText, isKnown } from "../mail/dns/record";
import type { Resolve } from "../mail/dns/resolve";
import { areRivals } from "../mail/records/subject";

/** @returns the records that a person publishes, unchanged ones included, without deleted ones that are gone from DNS already. */
export async function compareByHand({ byHand }: Pick<Plan, "byHand">, { resolve }: { resolve: Resolve }): Promise<RecordChange[]> {
  return (await Promise.all(byHand.map((change) => compareWithLive(change, resolve)))).flat();
}

async function compareWithLive({ before, after, address }: RecordChange, resolve: Resolve): Promise<RecordChange[]> {
  if (!after) return before ? toBeRemoved(before, address, resolve) : [];
  const [was, isNewThere] = await Promise.all([before && liveVersion(before, resolve), isPublished(after, resolve)]);
  if (isNewThere) return [{ address, action: "keep", before: after, after }];
  return [{ address, action: was ? "update" : "create", ...(was ? { before: was } : {}), after }];
}

async function toBeRemoved(record: PlannedRecord, address: string, resolve: Resolve): Promise<RecordChange[]> {
  const before = await liveVersion(record, resolve);
  return before ? [{ address, action: "delete", before }] : [];
}

/**
 * The live version of a record, which may be an earlier one than was last applied.
 * @returns undefined if there is none; the record itself if DNS does not answer.
 */
async function liveVersion(record: PlannedRecord, resolve: Resolve): Promise<PlannedRecord | undefined> {
  const text = dataText(record);
  if (!isKnown(record.name) || !isKnown(text)) return record;
  const response = await resolve(record.name, record.type as "TXT");
  if (isFailure(response)) return record;
  const live = valuesOf(response);
  if (live.includes(text)) return record;
  const found = live.find((value) => isVersionOf(record, value));
  return found === undefined ? undefined : { ...record, value: found };
}

/** A name has one CNAME, and one TXT record of each subject. */
const isVersionOf = ({ type, value }: PlannedRecord, live: string): boolean =>
  type === "CNAME" || (type === "TXT" && isKnown(value) && areRivals(value, live));

/** @returns undefined if DNS does not answer. */
async function isPublished(record: PlannedRecord, resolve: Resolve): Promise<boolean | undefined> {
  const text = dataText(record);
  if (!isKnown(record.name) || !isKnown(text)) return false;
  const response = await resolve(record.name, record.type as "TXT");
  if (isFailure(response)) return undefined;
  return valuesOf(response).includes(text);
}
