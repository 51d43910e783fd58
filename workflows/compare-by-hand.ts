/**
 * What a person has still to publish, or to remove, at a DNS host that Terraform does not change: the records of a plan, compared with live
 * DNS instead of with Terraform's state, which cannot know what was done by hand.
 */
import type { PlannedRecord, RecordChange } from "../changes/dns-changes";
import type { Plan } from "../changes/plan";
import { isFailure, valuesOf } from "../mail/dns/answer";
import { dataText, isKnown } from "../mail/dns/record";
import type { Resolve } from "../mail/dns/resolve";
import { areRivals } from "../mail/records/subject";

/** @returns the plan's records of a person, those that stay included; nothing where a record that is declared no more has gone already. */
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
 * A record as it is there: one version of it may have been published, and another one applied since.
 * @returns undefined when nothing of it is there; what cannot be seen is taken to be as it was last left.
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

/** @returns undefined when DNS does not answer, which proves nothing. */
async function isPublished(record: PlannedRecord, resolve: Resolve): Promise<boolean | undefined> {
  const text = dataText(record);
  if (!isKnown(record.name) || !isKnown(text)) return false;
  const response = await resolve(record.name, record.type as "TXT");
  if (isFailure(response)) return undefined;
  return valuesOf(response).includes(text);
}
