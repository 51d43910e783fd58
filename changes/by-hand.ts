/**
 * The DNS records that a person publishes, because Terraform does not change the zone's DNS host. The plan holds them as an output: `before`
 * has those of the last apply, `after` those of this one.
 */
import { z } from "zod";
import { recordsOutput } from "../declaration/names/terraform-state";
import { isKnown } from "../mail/dns/record";
import { mailRecord } from "../mail/records/mail-record";
import { type KnownNames, plannedRecord, type RecordChange } from "./dns-changes";
import type { PlanJson } from "./plan-json";

/** Terraform omits a name or value that it knows only after the apply. */
const outputRecord = mailRecord.partial({ name: true, value: true });
type OutputRecord = z.infer<typeof outputRecord>;
const records = z.array(outputRecord).nullish().catch(undefined);

/** @returns unchanged records too; none where Terraform publishes the records. */
export function byHandChanges({ output_changes }: PlanJson, names: KnownNames): RecordChange[] {
  const output = output_changes[recordsOutput];
  const [before, after] = [byHand(output?.before), byHand(output?.after)];
  const read = ({ name, type, value, ttl, priority }: OutputRecord) => plannedRecord({ name, type, content: value, ttl, priority }, names);
  return [...new Set([...before.keys(), ...after.keys()])].map((id) => {
    const [was, willBe] = [before.get(id), after.get(id)];
    const known = willBe ?? was;
    return {
      address: known?.name ? `${known.name} ${known.type}` : `${recordsOutput}.${id}`,
      action: !was ? "create" : !willBe ? "delete" : JSON.stringify(was) === JSON.stringify(willBe) ? "keep" : "update",
      ...(was ? { before: read(was) } : {}),
      ...(willBe ? { after: read(willBe) } : {}),
    };
  });
}

/** Records that stay and leave the output, or have another value there, by which `verify` knows what to look for. */
export function unlistedRecords({ output_changes }: PlanJson, made: readonly RecordChange[]): RecordChange[] {
  const output = output_changes[recordsOutput];
  const [was, willBe] = [listed(output?.before), listed(output?.after)];
  return made.filter(({ after }) => {
    if (!after || !isKnown(after.name)) return false;
    const isIt = ({ name, type }: OutputRecord): boolean => name === after.name && type === after.type;
    const stays = ({ value }: OutputRecord): boolean => was.some((each) => isIt(each) && each.value === value);
    const says = ({ value }: OutputRecord): boolean => value === undefined || !isKnown(after.value) || value === after.value;
    return was.some(isIt) && !willBe.some((each) => isIt(each) && (stays(each) || says(each)));
  });
}

const listed = (output: unknown): OutputRecord[] => records.parse(output) ?? [];

const byHand = (output: unknown): Map<string, OutputRecord> =>
  new Map(
    listed(output)
      .filter((each) => each.byHand)
      .map((each) => [each.id, each]),
  );
