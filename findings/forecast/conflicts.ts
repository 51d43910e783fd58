/**
 * Finds live records, not managed by Terraform, at the names where a plan creates records. A CNAME must be alone (RFC 1034 3.6.2): the DNS host
 * refuses a second record in the middle of an apply. A second MX or DKIM key breaks the first. Asks only about those names.
 */
import { parseDkim } from "../../mail/dkim/record";
import { type DnsAnswer, isFailure, valuesOf } from "../../mail/dns/answer";
import { type DnsType, dataText, isKnown, isUnknown } from "../../mail/dns/record";
import type { Resolve } from "../../mail/dns/resolve";
import type { EditedRecord, RecordEdit } from "../../mail/forecast/overlay";
import { shortened } from "../../mail/forecast/shortened";
import type { FindingId } from "../catalogue";
import { evidenceOf } from "../dns-evidence";
import { type Finding, findingOf } from "../finding";

export interface Conflicts {
  findings: Finding[];
  /** How many new names have no conflict, and how many are known only after the apply. */
  free: number;
  unknown: number;
}

/** @param live DNS as it is, without the plan. */
export async function findConflicts(edits: readonly RecordEdit[], live: Resolve): Promise<Conflicts> {
  const managed = edits.flatMap(({ before }) => before ?? []);
  const created = edits.flatMap(({ before, after }) =>
    after && isKnown(after.name) && !isAt(before, after) ? [{ ...after, name: after.name }] : [],
  );
  const looks = await Promise.all(
    created.map(async (record): Promise<Conflict> => {
      const rivals = await rivalsOf(record, managed, live);
      const [first] = rivals ?? [];
      return { record, rivals, isOfWildcard: first !== undefined && (await isOfWildcard(record.name, first, live)) };
    }),
  );
  const namesOf = (some: readonly Conflict[]): string[] => [...new Set(some.map(({ record }) => record.name))];
  const inTheWay = looks.filter(({ rivals }) => rivals === undefined || rivals.length > 0);
  return {
    findings: [
      ...inTheWay.flatMap(({ record, rivals = [], isOfWildcard: byWildcard }) => (byWildcard ? [] : findingAt(record, rivals))),
      ...wildcardFindings(inTheWay.filter((each) => each.isOfWildcard)),
    ],
    free: namesOf(looks).filter((name) => !namesOf(inTheWay).includes(name)).length,
    unknown: edits.filter(({ before, after }) => !before && after && isUnknown(after.name)).length,
  };
}

type Created = EditedRecord & { name: string };

const isAt = (before: EditedRecord | undefined, after: EditedRecord): boolean => before?.name === after.name && before?.type === after.type;

interface Conflict {
  record: Created;
  /** Undefined if DNS did not answer. */
  rivals: readonly Rival[] | undefined;
  isOfWildcard: boolean;
}

/** A live record, with the answer that showed it. */
interface Rival {
  type: DnsType;
  values: readonly string[];
  response: DnsAnswer;
}

async function rivalsOf(record: Created, managed: readonly EditedRecord[], live: Resolve): Promise<Rival[] | undefined> {
  const { name, type } = record;
  const ask = async (asked: DnsType): Promise<Rival[]> => {
    const response = await live(name, asked);
    const own = managed.filter((each) => each.name === name && (each.type === asked || each.type === "CNAME")).map(dataText);
    const alias = response.aliases.find((each) => each.name === name)?.target;
    const values = alias === undefined ? valuesOf(response) : [alias];
    const foreign = values.filter((value) => !own.includes(value));
    return foreign.length > 0 ? [{ type: alias === undefined ? asked : "CNAME", values: foreign, response }] : [];
  };
  const first = await live(name, type as DnsType);
  if (isFailure(first)) return undefined;
  if (type !== "CNAME") {
    const [rival] = await ask(type as DnsType);
    if (!rival) return [];
    if (rival.type === "CNAME" || type === "MX" || isKey(name)) return [rival];
    // A name may have several TXT records; secondRecordFindings reports a second SPF or DMARC record.
    const same = rival.values.filter((value) => value === dataText(record));
    return same.length > 0 ? [{ ...rival, values: same }] : [];
  }
  // The usual answer is NXDOMAIN: the name has no record of any type.
  if (first.outcome === "no-such-name") return [];
  const others: DnsType[] = first.outcome === "no-data" ? ["TXT", "MX", "A", "AAAA"] : ["CNAME"];
  return (await Promise.all(others.map(ask))).flat();
}

/** A wildcard's answer is not a record at the name: once the name exists, the wildcard no longer answers for it (RFC 4592 2.2.1). */
async function isOfWildcard(name: string, { type, values }: Rival, live: Resolve): Promise<boolean> {
  const response = await live(`*.${name.slice(name.indexOf(".") + 1)}`, type);
  const answered = [...valuesOf(response), ...response.aliases.map(({ target }) => target)];
  return values.every((value) => answered.includes(value));
}

/** One finding for all names, because one wildcard answers for all of them. */
function wildcardFindings(conflicts: readonly Conflict[]): Finding[] {
  const [first] = conflicts;
  const [rival] = first?.rivals ?? [];
  if (!first || !rival) return [];
  const names = [...new Set(conflicts.map(({ record }) => record.name))];
  const more = names.length - 1;
  const others = more > 0 ? ` and ${more} more ${more === 1 ? "name" : "names"}` : "";
  const { name, type } = first.record;
  const what = `a wildcard answers for ${name}${others} (${rivalText(name)(rival)}); once the record exists, the wildcard no longer answers there, nor at names above it that have no records of their own`;
  return [
    findingOf("forecast/wildcard-shadowed", { what, where: `${name} ${type}`, evidence: [evidenceOf(name, rival.type, rival.response)] }),
  ];
}

function findingAt(record: Created, rivals: readonly Rival[]): Finding[] {
  const { name, type } = record;
  const [rival] = rivals;
  if (!rival) return [];
  const { type: other, values, response } = rival;
  const isSame = rivals.length === 1 && other === type && values.length === 1 && values[0] === dataText(record);
  const there = rivals.map(rivalText(name)).join(" and ");
  const ttl =
    "ttl" in response && response.ttl !== undefined ? `; if it was deleted just now, that answer is cached for ${response.ttl} s more` : "";
  const at = (id: FindingId, what: string, remedy?: string): Finding[] => [
    findingOf(id, { what: `${what}${ttl}`, where: `${name} ${type}`, remedy, evidence: [evidenceOf(name, other, response)] }),
  ];
  if (isSame) return at("forecast/already-there", `${name} ${type} is there already, and says the same`);
  if (type === "CNAME" || other === "CNAME")
    return at("forecast/name-in-use", `${name} would get a ${type} beside ${there}, which Terraform does not manage`);
  const remedy =
    "`npx twinpost adopt --env <env>` says what is there; find out who uses it, and delete it at the DNS host first: these two cannot be merged";
  return at("forecast/second-record", `${name} would have a second ${type} beside ${there}, which Terraform does not manage`, remedy);
}

const isKey = (name: string): boolean => name.includes("._domainkey.");

const rivalText =
  (name: string) =>
  ({ type, values }: Rival): string =>
    values.map((value) => `${type} ${isKey(name) && parseDkim(value).key ? "the DKIM key " : ""}"${shortened(value)}"`).join(" and ");
