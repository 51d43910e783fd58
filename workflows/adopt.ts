/**
 * Compares the records that a stack declares with live DNS. Terraform imports live records that say the same. For another tool's SPF, DMARC or
 * TLS-RPT record, proposes one merged record. Reports live records that cannot exist beside ours. Changes nothing.
 */
import type { DeclaredRecord } from "../changes/declared-records";
import type { RecordImport } from "../changes/import-blocks";
import { declaringField, type FieldFor } from "../declaration/declaring-field";
import { type Finding, findingOf } from "../findings/finding";
import { dataText, isKnown, shownText } from "../mail/dns/record";
import type { Resolve } from "../mail/dns/resolve";
import { providerNames, spfIncludesOf } from "../mail/providers/sending-providers";
import { isAtOrBelow } from "../mail/records/name";
import { type LiveRecord, type Standing, standingOf } from "../mail/records/standing";
import { spfBudget } from "../mail/spf/budget";
import { spfLimits } from "../mail/spf/trace";

export interface AdoptEffects {
  declared(): Promise<DeclaredRecord[]>;
  /** By address, the DNS host's ids of the records in Terraform's state. */
  managed(): Promise<ReadonlyMap<string, string>>;
  /** Every record at this name, of any type, at its DNS host. */
  live(record: Pick<NamedRecord, "host" | "zoneId" | "name">): Promise<LiveRecord[]>;
  /** Asks live DNS, to count what a merged SPF record would cost. */
  resolve: Resolve;
  /** Saves the imports for the next plan, and deletes earlier ones. @returns the file; undefined without imports. */
  keep(imports: readonly RecordImport[]): string | undefined;
}

export interface Adoption {
  imports: (RecordImport & { name: string; type: string; live: string; declared: string })[];
  /** The file with the import blocks; absent when there is nothing to import. */
  file?: string;
  /** Live records that conflict with declared ones. */
  findings: Finding[];
  /** Declared records whose names are known only after the apply, so they were not compared. */
  unknown: string[];
  compared: number;
  /** Of the records that a person publishes: those that are live as declared. */
  published?: string[];
}

/** @param source the file that declares the records, for remedies. */
export async function adopt(source: string, use: AdoptEffects): Promise<Adoption> {
  const declared = await use.declared();
  const named = declared.filter(isNamed);
  const [managed, live] = await Promise.all([use.managed(), readLive(named, use)]);
  const ownIds = new Set(managed.values());
  const foundAt = ({ zoneId, name }: NamedRecord): LiveRecord[] =>
    (live.get(`${zoneId} ${name}`) ?? []).filter(({ id }) => !ownIds.has(id));
  const judged = named.map((record): Judged => {
    const siblings = named.filter((other) => other !== record && other.name === record.name);
    return {
      record,
      isManaged: managed.has(record.address),
      standing: standingOf(record, foundAt(record), siblings),
    };
  });
  const imports = judged.flatMap(({ record, isManaged, standing }) => {
    if (standing.kind !== "adoptable" || isManaged) return [];
    const { address, host, zoneId, name, type, value } = record;
    return zoneId === undefined
      ? []
      : [{ address, host, zoneId, recordId: standing.live.id, name, type, live: dataText(standing.live), declared: shownText(value) }];
  });
  const file = use.keep(imports);
  return {
    imports,
    ...(file ? { file } : {}),
    findings: (await Promise.all(judged.map((each) => collision(each, source, use.resolve)))).flat(),
    unknown: declared.filter((record) => !isNamed(record)).map(({ type, name }) => `${type} ${shownText(name)}`),
    compared: named.length,
    ...(named.some(({ byHand }) => byHand)
      ? { published: judged.filter(isPublished).map(({ record }) => `${record.type} ${record.name}`) }
      : {}),
  };
}

/** Its name is known. */
type NamedRecord = DeclaredRecord & { name: string };

const isNamed = (record: DeclaredRecord): record is NamedRecord => isKnown(record.name);

interface Judged {
  record: NamedRecord;
  isManaged: boolean;
  standing: Standing;
}

const isPublished = ({ record, isManaged, standing }: Judged): boolean =>
  record.byHand === true && (isManaged || (standing.kind === "adoptable" && dataText(standing.live) === dataText(record)));

/** By zone and name. One request after the other, because the API limits its rate. */
async function readLive(records: readonly NamedRecord[], use: AdoptEffects): Promise<Map<string, LiveRecord[]>> {
  const live = new Map<string, LiveRecord[]>();
  for (const record of records) {
    const place = `${record.zoneId} ${record.name}`;
    if (!live.has(place)) live.set(place, await use.live(record));
  }
  return live;
}

async function collision({ record: { name, type }, standing, isManaged }: Judged, source: string, resolve: Resolve): Promise<Finding[]> {
  if (standing.kind === "free" || (standing.kind === "adoptable" && !isManaged)) return [];
  const live = standing.kind === "adoptable" ? [standing.live] : standing.live;
  const about = { where: `${name} ${type}`, what: `there is already ${live.map(quoted).join(" and ")}` };
  const others = live.length > 1 ? `; delete all but one of the ${live.length} records there` : "";
  if (isManaged && (standing.kind !== "merge" || standing.missing.length + standing.dropped.length === 0)) {
    return [findingOf("adopt/second", about)];
  }
  if (standing.kind === "merge") {
    const { subject } = standing;
    const [missing, dropped] = [standing.missing, standing.dropped].map((terms) =>
      terms.map((term) => `${term} (${fieldText(declaringField(term, subject))})`),
    ) as [string[], string[]];
    const lost = dropped.length > 0 ? `; not carried over: ${dropped.join(", ")}` : "";
    const declare = missing.length > 0 ? `also declare in ${source}: ${missing.join(", ")}` : "one record is enough";
    const limits = subject === "spf" ? await brokenLimits(name, standing.merged, resolve) : "";
    const merged = `; the merged record is "${standing.merged}"${limits}`;
    return [findingOf("adopt/merge", { ...about, remedy: `${declare}${lost}${merged}${others}` })];
  }
  const carriesMail = live.some((each) => each.type === "CNAME" && leadsToProvider(each.value));
  const remedy = carriesMail
    ? "mail is sent through it now, so do not delete it: import the domain's authentication at the sending provider into this stack, or send from another domain (docs/decisions/0007)"
    : undefined;
  return [findingOf("adopt/blocked", { ...about, remedy })];
}

const fieldText = (found: FieldFor): string =>
  "refused" in found
    ? `cannot be declared: ${found.refused}`
    : found.value === undefined
      ? found.field
      : `${found.field} as "${found.value}"`;

/** Whether the target is a DKIM key or a return path at a sending provider. Mail in transit needs it too. */
const leadsToProvider = (target: string): boolean =>
  spfIncludesOf(providerNames).some((domain) => isAtOrBelow(target.toLowerCase(), domain));

/** The SPF limits that the merged record exceeds. Resolves includes, since their cost is in the records that they name. */
async function brokenLimits(name: string, text: string, resolve: Resolve): Promise<string> {
  const { lookups, voidLookups, isWhole, faults, tree } = await spfBudget(name, resolve, text);
  const costs = tree.terms.map((term) => `${term.text} ${term.lookups}`).join(", ");
  const bytes = Buffer.byteLength(text);
  const broken = [
    ...(lookups > spfLimits.lookups
      ? [
          `which causes ${isWhole ? "" : "at least "}${lookups} look-ups where ${spfLimits.lookups} are allowed (${costs}): remove what no longer sends`,
        ]
      : []),
    ...(voidLookups > spfLimits.voidLookups ? [`of which ${voidLookups} look-ups find nothing where ${spfLimits.voidLookups} may`] : []),
    ...(bytes >= spfLimits.bytes ? [`which is ${bytes} bytes long, expected fewer than ${spfLimits.bytes}`] : []),
    ...faults.map(({ what }) => `in which ${what}`),
  ];
  return broken.map((each) => `, ${each}`).join("");
}

const quoted = (record: LiveRecord): string => `${record.type} "${dataText(record)}"`;
