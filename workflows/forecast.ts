/**
 * Forecasts receivers' verdicts after a plan is applied: lays the plan's DNS records over live DNS and evaluates both. A verdict that depends on
 * a value known only after the apply is undecided until verify.
 */
import type { RecordChange } from "../changes/dns-changes";
import { type Finding, findingOf } from "../findings/finding";
import { findConflicts } from "../findings/forecast/conflicts";
import {
  dmarcFaultFindings,
  dmarcFindings,
  pathFindings,
  secondRecordFindings,
  spfFindings,
  unknownSenderFindings,
} from "../findings/forecast/findings";
import type { Forecast, PathForecast } from "../findings/forecast/forecast";
import { reportFindings } from "../findings/forecast/reports";
import { isFailure } from "../mail/dns/answer";
import { isKnown, shownText } from "../mail/dns/record";
import { cached, type Resolve } from "../mail/dns/resolve";
import { dmarcChanges, isEdited, pointersOf, spfChange, timeToSafe, type Views } from "../mail/forecast/changes";
import { evaluatePath } from "../mail/forecast/evaluate";
import { type EditedRecord, overlayPlan } from "../mail/forecast/overlay";
import { type DeclaredPath, findSelectors, type SendingPath } from "../mail/forecast/sending-path";
import { unanswered } from "../mail/providers/mail-path";
import type { MailRecord } from "../mail/records/mail-record";

export interface ForecastRequest {
  /** An environment's From domain, or the organisational domains. */
  domains: readonly string[];
  /** How each sending provider sends for them. The plan has their selectors. */
  paths: readonly DeclaredPath[];
  /** Every DNS record of the plan, unchanged ones included. */
  records: readonly RecordChange[];
  /** The records that other stacks have published for these paths, if known. */
  elsewhere?: readonly MailRecord[];
}

export async function forecast(
  { domains, paths, records, elsewhere = [] }: ForecastRequest,
  { resolve }: { resolve: Resolve },
): Promise<Forecast> {
  const failures = new Set<string>();
  const live = cached(async (name, type) => {
    const response = await resolve(name, type);
    if (isFailure(response)) failures.add(unanswered(name, type, response));
    return response;
  });
  // Records in the state count as live, for resolvers that do not answer.
  const current = records.flatMap(({ before }) => (before ? [{ before, after: before }] : []));
  const views: Views = { before: cached(overlayPlan(current, live)), after: cached(overlayPlan(records, live)) };
  const edited = records.filter(isEdited);

  const [forecasts, spf, dmarc, wait, conflicts, reports] = await Promise.all([
    Promise.all(paths.map((path) => forecastPath(path, { records, elsewhere }, views))),
    Promise.all(spfNames(edited, domains).map((name) => spfChange(name, views))),
    Promise.all(domains.map((domain) => dmarcChanges(domain, views))).then((each) => each.flat()),
    timeToSafe(records, live),
    findConflicts(records, live),
    reportFindings(edited, views),
  ]);
  const returnPathNames = paths.map(({ returnPath }) => returnPath);
  return {
    paths: forecasts,
    spf,
    dmarc,
    selectors: pointersOf(records, (record) => isSelector(record, records, paths)),
    returnPaths: pointersOf(records, ({ name }) => isKnown(name) && returnPathNames.includes(name)),
    newNames: { free: conflicts.free, unknown: conflicts.unknown },
    ...(wait ? { timeToSafe: wait } : {}),
    findings: [
      ...forecasts.flatMap(pathFindings),
      ...spf.flatMap(spfFindings),
      ...dmarcFaultFindings(dmarc),
      ...secondRecordFindings({ spf, dmarc }, records),
      ...conflicts.findings,
      ...reports,
      ...dmarcFindings(dmarc, forecasts),
      ...unknownSenderFindings({ spf, dmarc }, forecasts),
      ...notReached([...failures], edited),
    ],
  };
}

async function forecastPath(
  path: DeclaredPath,
  { records, elsewhere }: Required<Pick<ForecastRequest, "records" | "elsewhere">>,
  { before, after }: Views,
): Promise<PathForecast> {
  const pathIn = (view: "before" | "after"): SendingPath => ({
    ...path,
    ...findSelectors([...records.flatMap((each) => each[view] ?? []), ...elsewhere], path),
  });
  const [was, willBe] = [pathIn("before"), pathIn("after")];
  // Expects a deleted selector to be missing, unless the provider has other selectors now.
  const expected = willBe.selectors.length > 0 || !willBe.allSelectorsKnown ? willBe : { ...willBe, selectors: was.selectors };
  const [current, planned] = await Promise.all([evaluatePath(was, before), evaluatePath(expected, after, before)]);
  const names = [path.returnPath, ...was.selectors, ...expected.selectors];
  const own = records.filter(
    (each) => isEdited(each) && [each.before?.name, each.after?.name].some((name) => isKnown(name) && names.includes(name)),
  );
  const isCreated = own.some((each) => !each.before && each.after?.name === path.returnPath);
  return {
    before: current,
    after: planned,
    isFresh: !current.isSetUp || isCreated,
    isEdited: own.length > 0 || !expected.allSelectorsKnown,
    ...(path.assumed ? { assumed: path.assumed } : {}),
  };
}

/** A CNAME whose name is not known yet counts as a selector while a provider lacks one. */
function isSelector({ name, type }: EditedRecord, records: readonly RecordChange[], paths: readonly DeclaredPath[]): boolean {
  if (isKnown(name)) return name.includes("._domainkey.") && type !== "MX";
  const planned = records.flatMap(({ after }) => after ?? []);
  return type === "CNAME" && paths.some((path) => !findSelectors(planned, path).allSelectorsKnown);
}

/** Names whose SPF record changes, those of the stack first. */
const spfNames = (edited: readonly RecordChange[], domains: readonly string[]): string[] => {
  const touched = edited.flatMap(({ before, after }) =>
    [before, after].flatMap((record) => (record?.role === "SPF" && isKnown(record.name) ? record.name : [])),
  );
  return [...new Set(touched)].sort((one, other) => Number(domains.includes(other)) - Number(domains.includes(one)));
};

/** What is only added can be taken away again; of what is taken away, nobody can tell who needed it. */
function notReached(failures: readonly string[], edited: readonly RecordChange[]): Finding[] {
  const [first] = failures;
  if (first === undefined) return [];
  const silence = `live DNS did not answer ${failures.length} ${failures.length === 1 ? "question" : "questions"}: ${first}`;
  const taken = takenAway(edited);
  if (taken.length === 0) return [findingOf("forecast/dns-not-reached", { what: silence, where: "live DNS" })];
  const what = `${silence}; so nobody knows what depends on ${taken.join(", ")}`;
  return [findingOf("forecast/dns-not-reached", { what, where: "live DNS", severity: "error" })];
}

/** Records that a deletion or a replacement takes away; one that another resource makes again stays. */
function takenAway(edited: readonly RecordChange[]): string[] {
  const made = edited.flatMap(({ after }) => (after ? [textOf(after)] : []));
  const removed = edited.flatMap(({ action, before }) =>
    before && (action === "delete" || action === "replace") && !made.includes(textOf(before)) ? [before] : [],
  );
  return removed.map(({ name, type }) => `${shownText(name)} ${type}`);
}

const textOf = ({ name, type, value }: EditedRecord): string => JSON.stringify([name, type, value]);
