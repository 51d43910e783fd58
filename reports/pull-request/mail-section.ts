/** What changes in SPF, DKIM and DMARC, said to somebody who has heard of them: with look-ups, names in use, and how long old answers last. */
import type { Forecast } from "../../findings/forecast/forecast";
import { isKnown, type PlannedText } from "../../mail/dns/record";
import type { Pointers, SpfChange } from "../../mail/forecast/changes";
import { type ReceiverName, receiverNames } from "../../mail/forecast/receivers";
import { spfLimits } from "../../mail/spf/trace";
import { dmarcTold } from "../forecast/dmarc";
import { verdictRows, withoutUnused } from "../forecast/text";
import { byHandLines } from "../plan/records";
import { durationText, listText } from "./list";
import { receiverTitles, title } from "./mail-sentence";
import { code, fenced, plain, table } from "./neutral";
import { type Planned, planOf } from "./view";

export function mailSection(each: Planned): string[] {
  const { forecast: whole, byHand = [] } = planOf(each);
  if (!whole) return [];
  const forecast = withoutUnused(whole);
  const rows = verdictTable(forecast);
  return [
    ...forecast.spf.flatMap(spfLines),
    ...dmarcTold(forecast.dmarc, forecast.paths).map(
      ({ whom, reading, was, willBe }) =>
        `- **DMARC** of ${plain(whom)}, for mail that fails: ${plain(was)} → **${plain(willBe)}**${reading ? ` (as ${reading} reads it)` : ""}`,
    ),
    ...pointerLines("**DKIM**, keys by which mail is recognised", forecast.selectors),
    ...pointerLines("**Return path**, to which undeliverable mail comes back", forecast.returnPaths),
    ...conflictLines(forecast),
    ...(forecast.timeToSafe
      ? [
          `- **Old answers are gone** ${durationText(forecast.timeToSafe.seconds)} after the apply; until then ${plain(forecast.timeToSafe.because)}`,
        ]
      : []),
    ...assumedLines(forecast),
    ...(rows.length > 0 ? ["", ...table([["mail from", "through", "to", "today", "after the apply"], ...rows])] : []),
    ...(byHand.length > 0 ? ["", "To be published by hand, at your DNS host:", "", ...fenced(byHandLines(byHand), "diff")] : []),
  ];
}

function spfLines({ name, before, after, added, removed }: SpfChange): string[] {
  const start = `- **SPF** of ${plain(name)}, who may send:`;
  if (!after) return [`${start} known after the apply`];
  const terms = [
    ...(added.length > 0 ? [`adds ${added.map(termText).join(", ")}`] : []),
    ...(removed.length > 0 ? [`removes ${removed.map(termText).join(", ")}`] : []),
  ];
  const lookups = `${before?.lookups ?? 0} → **${after.lookups}** of at most ${spfLimits.lookups} look-ups`;
  const [oldVoids, voids] = [before?.voidLookups ?? 0, after.voidLookups];
  const voidText = oldVoids + voids > 0 ? `, ${oldVoids} → **${voids}** of at most ${spfLimits.voidLookups} that find nothing` : "";
  return [`${start} ${terms.join("; ") || "the same terms"}; ${lookups}${voidText}`];
}

/** "include:spf.example.org (2 look-ups)". */
const termText = (term: string): string => {
  const [, text = term, cost = ""] = /^(\S+)( \(\d+ look-ups?\))$/.exec(term) ?? [];
  return `${code(text)}${cost}`;
};

function pointerLines(what: string, { added, removed, changed }: Pointers): string[] {
  const named = (names: readonly PlannedText[]): string => {
    const unknown = names.filter((name) => !isKnown(name)).length;
    const later = unknown > 0 ? [`${unknown} whose ${unknown === 1 ? "name is" : "names are"} known after the apply`] : [];
    return listText([...names.filter(isKnown).map(code), ...later]);
  };
  const parts = [
    ...(added.length > 0 ? [`adds ${named(added)}`] : []),
    ...(changed.length > 0 ? [`changes ${named(changed)}`] : []),
    ...(removed.length > 0 ? [`removes ${named(removed)}`] : []),
  ];
  return parts.length > 0 ? [`- ${what}: ${parts.join("; ")}`] : [];
}

const conflictIds = ["forecast/name-in-use", "forecast/second-record", "forecast/already-there", "forecast/wildcard-shadowed"];

/** With records that are published already, and that the plan does not manage. */
function conflictLines({ findings, newNames: { free, unknown } }: Forecast): string[] {
  const found = findings.filter(({ id }) => conflictIds.includes(id));
  const names = (count: number): string => `${count} new ${count === 1 ? "name" : "names"}`;
  const parts = [
    ...(found.length > 0 ? [`**${found.length}**, told above`] : []),
    ...(free > 0 ? [`none at ${names(free)}`] : []),
    ...(unknown > 0 ? [`${unknown} more ${unknown === 1 ? "name is" : "names are"} known after the apply`] : []),
  ];
  return [`- **Conflicts** with what is published already: ${parts.join("; ") || "none; no name is new"}`];
}

function assumedLines({ paths }: Forecast): string[] {
  const texts = [...new Set(paths.flatMap(({ assumed }) => assumed ?? []))];
  return texts.map((text) => {
    const domains = paths.filter(({ assumed }) => assumed === text).map(({ after }) => code(after.authorDomain));
    return `- **Assumed** for ${listText([...new Set(domains)])}: ${plain(text)}`;
  });
}

/** A row for all receivers that come to the same. */
function verdictTable(forecast: Forecast): string[][] {
  const groups = new Map<string, { cells: string[]; at: string[] }>();
  for (const [provider = "", domain = "", receiver = "", today = "", after = ""] of verdictRows(forecast.paths)) {
    if (today === after) continue;
    const cells = [code(domain), title(provider), plain(today), plain(after)];
    const group = groups.get(JSON.stringify(cells)) ?? { cells, at: [] };
    groups.set(JSON.stringify(cells), { cells, at: [...group.at, receiverTitles[receiver as ReceiverName]] });
  }
  return [...groups.values()].map(({ cells: [domain = "", through = "", ...fates], at }) => [
    ...[domain, through, at.length === receiverNames.length ? "all receivers" : listText(at)],
    ...fates,
  ]);
}
