/**
 * The DNS records of one stack, an environment's or the organisation's: as applied, and as declared where nothing is applied or the state
 * cannot be read.
 */
import type { DeclaredRecord } from "../changes/declared-records";
import { dnsHomesOf, homeOf } from "../declaration/dns-homes";
import { dnsHostOf, zoneOf } from "../declaration/dns-hosts/dns-hosts";
import { OperatorError } from "../declaration/operator-error";
import type { Target } from "../declaration/target";
import { type PlannedText, shownText } from "../mail/dns/record";
import type { MailRecord } from "../mail/records/mail-record";
import type { Log } from "./stack";

export type ListedRecord = Omit<MailRecord<PlannedText>, "id"> & {
  /** The zone that holds it; absent if that zone is no longer declared. */
  zone?: string;
  /** Who publishes it, for people. */
  publisher: string;
};

export interface RecordsEffects {
  /** @returns undefined when nothing is applied. @throws OperatorError when the state cannot be read. */
  applied(): Promise<readonly MailRecord[] | undefined>;
  /** Synthesises the stack first. */
  declared(): Promise<readonly DeclaredRecord[]>;
  log: Pick<Log, "narrate">;
}

export async function listRecords(target: Target, use: RecordsEffects): Promise<{ records: ListedRecord[]; applied: boolean }> {
  const homes = dnsHomesOf(target);
  const applied = await readApplied(use);
  if (applied) return { records: applied.map(({ id: _, ...record }) => listed(record, homes)), applied: true };
  const declared = await use.declared();
  return { records: declared.map(({ address: _, zoneId: __, host: ___, ...record }) => listed(record, homes)), applied: false };
}

async function readApplied({ applied, log }: RecordsEffects): Promise<readonly MailRecord[] | undefined> {
  try {
    return await applied();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    log.narrate(`the applied records are unknown: ${error.message}`);
    return undefined;
  }
}

/** A name that is not known yet belongs to the zone if there is only one. */
function listed(record: Omit<MailRecord<PlannedText>, "id">, homes: ReturnType<typeof dnsHomesOf>): ListedRecord {
  const home = homeOf(shownText(record.name), homes) ?? (homes.length === 1 ? homes[0] : undefined);
  const host = home && dnsHostOf(home);
  const publisher = record.byHand ? "you" : host && !host.isByHand ? `Terraform at ${host.title}` : "Terraform";
  return { ...record, publisher, ...(home ? { zone: zoneOf(home) } : {}) };
}
