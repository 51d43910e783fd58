/** A forecast for a terminal: what each receiver will do with each sending provider's mail, and what changes in SPF, DKIM and DMARC. */

import type { Forecast, PathForecast } from "../../findings/forecast/forecast";
import { isKnown, shownText } from "../../mail/dns/record";
import type { DmarcChange, Pointers, SpfChange } from "../../mail/forecast/changes";
import type { PathState } from "../../mail/forecast/evaluate";
import { receiverNames } from "../../mail/forecast/receivers";
import { spfLimits } from "../../mail/spf/trace";
import { findingText } from "../findings/text";
import { type Column, terminalTable } from "../terminal-table";
import { dmarcTold } from "./dmarc";

export function forecastText(environment: string, whole: Forecast): string {
  const forecast = withoutUnused(whole);
  return [
    `${environment}: what receivers will conclude\n`,
    ...(forecast.paths.length > 0 ? [verdictTable(forecast.paths)] : []),
    ...forecast.paths.flatMap(({ after: { provider, undecided } }) =>
      undecided.slice(0, 1).map((why) => `${provider} is ${decidedLater}: ${why}\n`),
    ),
    ...forecastLines(forecast).map((line) => `${line}\n`),
    ...forecast.findings.map((finding) => `\n${findingText(finding)}`),
  ].join("");
}

/** For the end of a plan. The safety gate reports the errors. */
export function forecastSummary(whole: Forecast): string[] {
  const forecast = withoutUnused(whole);
  const { paths, findings } = forecast;
  // An environment's plan is about one sender. The organisation's plan is about the mail of several.
  const isOwn = paths.every(({ after }) => forecast.dmarc.some(({ domain }) => domain === after.authorDomain));
  const outcomes = paths.map(({ before, after }) => {
    const who = isOwn ? after.provider : `${after.provider} for ${after.authorDomain}`;
    const fresh = !before.isSetUp && after.isSetUp ? "set up; " : "";
    return `  ${who}: ${pathInWords(before, unknownNow)} -> ${fresh}${pathInWords(after, decidedLater)}`;
  });
  const notes = findings.filter(({ severity }) => severity !== "error").flatMap(({ what, remedy }) => [`  note: ${what}`, `    ${remedy}`]);
  return [
    "forecast: what receivers will conclude after the apply",
    ...outcomes,
    ...forecastLines(forecast).map((line) => `  ${line}`),
    ...notes,
  ];
}

/** Leaves out providers that are not set up before or after. */
export const withoutUnused = (forecast: Forecast): Forecast => ({
  ...forecast,
  paths: forecast.paths.filter(({ before, after }) => before.isSetUp || after.isSetUp),
});

/** A row for each provider, domain and receiver. */
export const verdictRows = (paths: readonly PathForecast[]): string[][] =>
  paths.flatMap(({ before, after }) =>
    receiverNames.map((receiver) => [
      after.provider,
      after.authorDomain,
      receiver,
      outcomeAt(before, receiver, unknownNow),
      outcomeAt(after, receiver, decidedLater),
    ]),
  );

const by: Column = { title: "by", heading: true };
const from: Column = { title: "from", heading: true, names: true };
const to: Column = { title: "receiver", heading: true };

const verdictTable = (paths: readonly PathForecast[]): string => terminalTable([by, from, to, "before", "after"], verdictRows(paths));

/** "undecided" in words: in live DNS, and after the apply. */
const unknownNow = "unknown";
const decidedLater = "decided at verify";

/** The ordinary verdict, and the one for bulk senders or of the other reading where it differs. */
function outcomeAt({ isSetUp, verdicts }: PathState, receiver: string, undecided: string): string {
  if (!isSetUp) return "not set up";
  const outcomeText = (outcome: string): string => (outcome === "undecided" ? undecided : outcome);
  const [first, ...others] = verdicts.filter((verdict) => verdict.receiver === receiver);
  if (!first) return "";
  const different = others.filter(({ outcome }) => outcome !== first.outcome);
  const noted = different.map(({ outcome, volume, reading }) =>
    volume === first.volume ? `${reading}: ${outcomeText(outcome)}` : `bulk senders: ${outcomeText(outcome)}`,
  );
  return [outcomeText(first.outcome), ...new Set(noted)].join("; ");
}

function pathInWords(state: PathState, undecided: string): string {
  if (!state.isSetUp) return "not set up";
  const [why = "part of it is known only then"] = state.undecided;
  const outcomes = [...new Set(receiverNames.map((receiver) => outcomeAt(state, receiver, undecided)))];
  const [only] = outcomes;
  if (only === undecided && outcomes.length === 1) return `${undecided} (${why})`;
  return outcomes.length === 1
    ? `${only} ${only === "not sent" ? "to anybody" : "everywhere"}`
    : receiverNames.map((receiver) => `${receiver} ${outcomeAt(state, receiver, undecided)}`).join(", ");
}

/** What changes in SPF, DKIM and DMARC, and how long it takes until everybody sees it. */
function forecastLines({ paths, spf, dmarc, selectors, returnPaths, newNames, timeToSafe: wait }: Forecast): string[] {
  return [
    ...assumptions(paths),
    ...spf.map(spfLine),
    ...dmarcLines(dmarc, paths),
    ...pointerLines("DKIM selectors", selectors),
    ...pointerLines("return paths", returnPaths),
    ...newNameLines(newNames),
    ...(wait ? [`safe ${duration(wait.seconds)} after the apply: until then ${wait.because}`] : []),
  ];
}

function spfLine({ name, before, after, added, removed }: SpfChange): string {
  const terms = [...added.map((term) => `+${term}`), ...removed.map((term) => `-${term}`)];
  if (!after) return `SPF of ${name}: unknown until the apply`;
  const lookups = `${before?.lookups ?? 0} -> ${after.lookups} of ${spfLimits.lookups} look-ups`;
  const [oldVoids, voids] = [before?.voidLookups ?? 0, after.voidLookups];
  const voidText = oldVoids + voids > 0 ? [`${oldVoids} -> ${voids} of ${spfLimits.voidLookups} void look-ups`] : [];
  return `SPF of ${name}: ${[terms.join(" ") || "same terms", lookups, ...voidText].join(", ")}`;
}

/** Each assumption once, with its domains. */
function assumptions(paths: readonly PathForecast[]): string[] {
  const texts = [...new Set(paths.flatMap(({ assumed }) => assumed ?? []))];
  return texts.map((text) => {
    const domains = paths.filter(({ assumed }) => assumed === text).map(({ after }) => after.authorDomain);
    return `assumed for ${domains.join(" and ")}: ${text}`;
  });
}

const dmarcLines = (changes: readonly DmarcChange[], paths: readonly PathForecast[]): string[] =>
  dmarcTold(changes, paths).map(
    ({ whom, reading, was, willBe }) =>
      `DMARC of ${whom}, for mail that fails${reading ? `, as ${reading} reads it` : ""}: ${was} -> ${willBe}`,
  );

function pointerLines(what: string, { added, removed, changed }: Pointers): string[] {
  const named = added.filter(isKnown);
  const unnamed = added.length - named.length;
  const later = unnamed > 0 ? [`+${unnamed} whose ${unnamed === 1 ? "name is" : "names are"} known after the apply`] : [];
  const parts = [
    ...named.map((name) => `+${name}`),
    ...later,
    ...removed.map((name) => `-${shownText(name)}`),
    ...changed.map((name) => `~${shownText(name)}`),
  ];
  return parts.length > 0 ? [`${what}: ${parts.join(" ")}`] : [];
}

function newNameLines({ free, unknown }: Forecast["newNames"]): string[] {
  if (free === 0) return [];
  const later = unknown > 0 ? `; ${unknown} more ${unknown === 1 ? "is" : "are"} known after the apply` : "";
  return [`no other record blocks ours at ${free} new ${free === 1 ? "name" : "names"}${later}`];
}

const duration = (seconds: number): string => (seconds >= 120 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`);
