/**
 * What a plan changes in mail's terms: SPF by mechanism with what it costs, DMARC by what happens to mail, DKIM selectors and return paths
 * that come and go, and how long receivers may go on seeing what was there.
 */
import { discoverDmarc } from "../dmarc/discovery";
import { type DmarcPolicy, type DmarcReading, readings } from "../dmarc/policy";
import { policyOf, testedPolicy } from "../dmarc/strength";
import { isFailure, isVoid, valuesOf } from "../dns/answer";
import { dataText, isKnown, isUnknown, type PlannedText, shownText } from "../dns/record";
import type { Resolve } from "../dns/resolve";
import { parseErrorText } from "../records/parse-error";
import { type SpfBudget, spfBudget } from "../spf/budget";
import { isSpf, parseSpf } from "../spf/record";
import type { SpfError } from "../spf/trace";
import { appliedPolicy } from "./evaluate";
import type { EditedRecord, RecordEdit } from "./overlay";

/** Before and after. */
export interface Views {
  before: Resolve;
  after: Resolve;
}

interface SpfState {
  /** SPF records at the name; more than one count as none. */
  records: string[];
  lookups: number;
  voidLookups: number;
  faults: Pick<SpfError, "id" | "what">[];
}

export interface SpfChange {
  name: string;
  /** Undefined when it could not be looked up. */
  before: SpfState | undefined;
  after: SpfState | undefined;
  /** Terms, with the look-ups that each one costs. */
  added: string[];
  removed: string[];
}

export async function spfChange(name: string, { before, after }: Views): Promise<SpfChange> {
  const [was, willBe] = await Promise.all([spfAt(name, before), spfAt(name, after)]);
  const [old, fresh] = [was?.terms ?? [], willBe?.terms ?? []];
  return {
    name,
    before: was?.state,
    after: willBe?.state,
    added: was && willBe ? without(fresh, old) : [],
    removed: was && willBe ? without(old, fresh) : [],
  };
}

interface Term {
  text: string;
  lookups: number;
}

async function spfAt(name: string, resolve: Resolve): Promise<{ state: SpfState; terms: Term[] } | undefined> {
  const response = await resolve(name, "TXT");
  if (isFailure(response)) return undefined;
  const records = valuesOf(response).filter(isSpf);
  const { lookups, voidLookups, faults, tree } = await spfBudget(name, resolve);
  const state = { records, lookups, voidLookups, faults: faults.map(({ id, what }) => ({ id, what })) };
  return { state, terms: records.flatMap((record) => termsOf(record, tree)) };
}

function termsOf(record: string, tree: SpfBudget["tree"]): Term[] {
  const { terms, redirect, exp } = parseSpf(record);
  return [...terms, redirect ?? [], exp ?? []]
    .flat()
    .map(({ text }) => ({ text, lookups: tree.terms.find((term) => term.text === text)?.lookups ?? 0 }));
}

const without = (terms: readonly Term[], others: readonly Term[]): string[] =>
  terms
    .filter(({ text }) => !others.some((other) => other.text.toLowerCase() === text.toLowerCase()))
    .map(({ text, lookups }) => (lookups > 0 ? `${text} (${lookups} ${lookups === 1 ? "look-up" : "look-ups"})` : text));

interface DmarcState {
  /** Of the record that applies, the domain's own or one above it. */
  from?: string;
  /** Undefined when nothing is asked for. */
  policy: DmarcPolicy | undefined;
  /** What the domain's own record asks for at names below it that have none: `sp`, and `np` where the name does not exist. */
  below?: Record<"existing" | "missing", DmarcPolicy | undefined>;
  /** Records at the domain's own name; more than one count as none. */
  ownRecords: string[];
  /** What is wrong with the domain's own record. */
  faults: string[];
}

export interface DmarcChange {
  domain: string;
  reading: DmarcReading;
  /** Undefined when it could not be looked up. */
  before: DmarcState | undefined;
  after: DmarcState | undefined;
}

export const dmarcChanges = (domain: string, { before, after }: Views): Promise<DmarcChange[]> =>
  Promise.all(
    readings.map(async (reading) => {
      const [was, willBe] = await Promise.all([dmarcAt(domain, reading, before), dmarcAt(domain, reading, after)]);
      return { domain, reading, before: was, after: willBe };
    }),
  );

async function dmarcAt(domain: string, reading: DmarcReading, resolve: Resolve): Promise<DmarcState | undefined> {
  const discovery = await discoverDmarc(domain, reading, resolve);
  if (discovery.failed) return undefined;
  const { found, walked } = discovery;
  const own = walked.find((each) => each.domain === domain);
  const below = (scope: "sp" | "np") => own?.record && testedPolicy(policyOf(own.record, scope, reading), own.record, reading);
  return {
    ...(found ? { from: found.domain } : {}),
    policy: appliedPolicy(discovery),
    ...(own?.record ? { below: { existing: below("sp"), missing: below("np") } } : {}),
    ownRecords: own?.texts ?? [],
    faults: own?.record?.errors.map(parseErrorText) ?? [],
  };
}

export interface Pointers {
  added: PlannedText[];
  removed: PlannedText[];
  changed: PlannedText[];
}

/** Names of records that come, go or say something else. */
export function pointersOf(edits: readonly RecordEdit[], isOne: (record: EditedRecord) => boolean): Pointers {
  const names = (record: EditedRecord | undefined): PlannedText[] => (record && isOne(record) ? [record.name] : []);
  const before = edits.flatMap((edit) => names(edit.before));
  const after = edits.flatMap((edit) => names(edit.after));
  const changed = edits.filter((edit) => edit.before?.name === edit.after?.name && recordText(edit.before) !== recordText(edit.after));
  // Names that are not known yet are as many as they are.
  const once = (list: PlannedText[]): PlannedText[] => list.filter((name, index) => isUnknown(name) || list.indexOf(name) === index);
  return {
    added: once(after.filter((name) => isUnknown(name) || !before.includes(name))),
    removed: once(before.filter((name) => !after.includes(name))),
    changed: once(changed.flatMap((edit) => names(edit.after)).filter((name) => before.includes(name))),
  };
}

const recordText = (record: EditedRecord | undefined): string | undefined => record && `${record.type} ${shownText(dataText(record))}`;

export const isEdited = ({ before, after }: RecordEdit): boolean =>
  before?.name !== after?.name || recordText(before) !== recordText(after) || !isKnown(after?.value);

export interface TimeToSafe {
  /** After the apply, until no cache answers with what was there. */
  seconds: number;
  /** What may be until then: of the record that takes longest. */
  because: string;
}

/** A cache keeps an old record for its TTL, and that there was none for the zone's negative TTL (RFC 2308). */
export async function timeToSafe(edits: readonly RecordEdit[], live: Resolve): Promise<TimeToSafe | undefined> {
  const waits = await Promise.all(
    edits.filter(isEdited).map(async ({ before, after }): Promise<TimeToSafe | undefined> => {
      if (before?.ttl !== undefined)
        return { seconds: before.ttl, because: `caches may still answer with the old ${shownText(before.name)} ${before.type}` };
      if (!after || !isKnown(after.name)) return undefined;
      const response = await live(after.name, after.type as "TXT");
      if (!isVoid(response) || !("ttl" in response) || response.ttl === undefined) return undefined;
      return { seconds: response.ttl, because: `caches may still answer that ${after.name} ${after.type} does not exist` };
    }),
  );
  return waits.reduce((longest, wait) => (wait && (!longest || wait.seconds > longest.seconds) ? wait : longest), undefined);
}
