/**
 * Brings under management what exists already: writes import blocks for every resource of the stack that its names determine and the state lacks, as
 * after an apply that died or where somebody made things by hand. Compares the DNS records with live DNS: imports live ones that say the same, and
 * for another tool's SPF, DMARC or TLS-RPT record proposes one merged record. Reports what is in the way. Changes nothing.
 */
import type { DeclaredRecord } from "../../changes/declared-records";
import { type RecordImport, type ResourceImport, recordImport } from "../../changes/import-blocks";
import type { Plan } from "../../changes/plan";
import type { Place } from "../../changes/types/adopting";
import { typeRulesOf } from "../../changes/types/managed-types";
import { text } from "../../changes/values";
import { declaringField, type FieldFor } from "../../declaration/declaring-field";
import { type Finding, findingOf } from "../../findings/finding";
import { dataText, isKnown, shownText } from "../../mail/dns/record";
import type { Resolve } from "../../mail/dns/resolve";
import { providerNames, spfIncludesOf } from "../../mail/providers/sending-providers";
import { isAtOrBelow } from "../../mail/records/name";
import { type LiveRecord, type Standing, standingOf } from "../../mail/records/standing";
import { spfBudget } from "../../mail/spf/budget";
import { spfLimits } from "../../mail/spf/trace";
import { type FoundResources, findResources, type RoundEffects } from "./resources";

interface Planned {
  plan: Plan;
  /** The stack's records, with as much of each as the plan knows. */
  records: DeclaredRecord[];
  /** By address, the DNS hosts' ids of the records in Terraform's state. */
  managed: ReadonlyMap<string, string>;
}

export interface AdoptEffects {
  terraform: Pick<RoundEffects<Planned>, "plan"> & {
    /** Saves the imports for the next plan, and deletes earlier ones. @returns the file; undefined without imports. */
    keep(imports: readonly ResourceImport[]): string | undefined;
  };
  services: Pick<RoundEffects<Planned>, "lookUp"> & {
    /** Encryption keys with the tags of this stack to which none of its names leads. @param used ids of those in the state or imported. */
    orphanedKeys(used: readonly string[]): Promise<{ keyId: string; createdAt: Date }[]>;
  };
  dns: {
    /** Every record at this name, of any type, at its DNS host. */
    live(record: Pick<NamedRecord, "host" | "zoneId" | "name">): Promise<LiveRecord[]>;
    /** Asks live DNS, to count what a merged SPF record would cost. */
    resolve: Resolve;
  };
}

export interface Adoption {
  /** Resources besides DNS records. */
  resources: ResourceImport[];
  imports: (RecordImport & { name: string; type: string; live: string; declared: string })[];
  /** The file with the import blocks; absent when there is nothing to import. */
  file?: string;
  /** What exists and conflicts with what is declared, and keys that nothing leads to. */
  findings: Finding[];
  /** Declared records whose names are known only after the apply, so they were not compared. */
  unknown: string[];
  compared: number;
  /** Of the records that a person publishes: those that are live as declared. */
  published?: string[];
}

export interface AdoptRequest {
  /** The file that declares the stack, for remedies. */
  source: string;
  place: Place;
}

export async function adopt({ source, place }: AdoptRequest, { terraform, services, dns }: AdoptEffects): Promise<Adoption> {
  const found = await findResources(place, { plan: terraform.plan, lookUp: services.lookUp });
  const { records, managed } = found.planned;
  const named = records.filter(isNamed);
  const live = await readLive(named, dns);
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
  const file = terraform.keep([
    ...found.imports,
    ...imports.map(({ address, host, zoneId, recordId }) => recordImport({ address, host, zoneId, recordId })),
  ]);
  const collisions = await Promise.all(judged.map((each) => collision(each, source, dns.resolve)));
  return {
    resources: found.imports,
    imports,
    ...(file ? { file } : {}),
    findings: [...found.otherwise.map(otherShape), ...collisions.flat(), ...(await orphans(found, services))],
    unknown: records.filter((record) => !isNamed(record)).map(({ type, name }) => `${type} ${shownText(name)}`),
    compared: named.length,
    ...(named.some(({ byHand }) => byHand)
      ? { published: judged.filter(isPublished).map(({ record }) => `${record.type} ${record.name}`) }
      : {}),
  };
}

const otherShape = ({ address, type, importId }: FoundResources<Planned>["otherwise"][number]): Finding =>
  findingOf("adopt/other-shape", { where: address, what: `there is already the ${typeRulesOf(type).called} "${importId}"` });

async function orphans(
  { planned: { plan } }: FoundResources<Planned>,
  services: Pick<AdoptEffects["services"], "orphanedKeys">,
): Promise<Finding[]> {
  const keys = plan.resources.filter(({ type }) => type === "aws_kms_key");
  if (keys.length === 0) return [];
  const left = await services.orphanedKeys(keys.map(({ before }) => text(before?.key_id)));
  return left.map(({ keyId, createdAt }) =>
    findingOf("adopt/orphaned-key", {
      where: keyId,
      what: `the encryption key of ${createdAt.toISOString()} has the tags of this environment, and nothing leads to it`,
    }),
  );
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
async function readLive(records: readonly NamedRecord[], use: Pick<AdoptEffects["dns"], "live">): Promise<Map<string, LiveRecord[]>> {
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
    ? "mail is sent through it now, so do not delete it: it is of another authentication of the domain than this stack's, at the sending provider or in another account of it; send from another domain (docs/decisions/0007)"
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
