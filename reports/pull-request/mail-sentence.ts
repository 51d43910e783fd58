/** What becomes of mail, in sentences for a reader who knows no DNS: whether it still arrives, and what receivers will do otherwise than today. */
import type { Forecast, PathForecast } from "../../findings/forecast/forecast";
import type { DmarcPolicy } from "../../mail/dmarc/policy";
import type { DmarcChange, SpfChange } from "../../mail/forecast/changes";
import { type ReceiverName, receiverNames } from "../../mail/forecast/receivers";
import { sendingProviders } from "../../mail/providers/sending-providers";
import { listText } from "./list";
import { code, plain } from "./neutral";
import { ownValue } from "./plain-words";
import { type Planned, planOf } from "./view";

/** The worst first: what would be lost, then what is not known yet, then what stays; then what is new. */
export function mailSentence(planned: readonly Planned[]): string {
  const forecasts = planned.flatMap((each) => planOf(each).forecast ?? []);
  const effects = [...new Set(forecasts.flatMap(effectsOf))];
  const shown = effects.slice(0, mostEffects);
  const more = effects.length > shown.length ? ["more below"] : [];
  const isNew = shown.length > 0 ? ` **New:** ${[...shown, ...more].join("; ")}.` : "";
  const paths = forecasts.flatMap(pathsOf);
  const worse = worsened(paths);
  if (worse.length > 0) return `⚠️ ${worse.join("; ")}.${isNew}`;
  if (paths.length === 0) return isNew ? isNew.trim() : stillText(planned);
  return `${domainsOf(paths)
    .map((domain) => ofDomain(paths.filter(({ after }) => after.authorDomain === domain)))
    .join(" ")}${isNew}`;
}

const mostEffects = 3;

/** Of what receivers do not look at, such as the login that we send with, nothing is predicted. */
const stillText = (planned: readonly Planned[]): string =>
  planned.some((each) => planOf(each).findings.length > 0)
    ? "receivers see nothing new; whether we can still send is not said by that, so read what is held back."
    : "as before; nothing changes that receivers look at.";

/** Set up, before or after: what is used by nobody is not told. */
const pathsOf = ({ paths }: Forecast): PathForecast[] => paths.filter(({ before, after }) => before.isSetUp || after.isSetUp);
const domainsOf = (paths: readonly PathForecast[]): string[] => [...new Set(paths.map(({ after }) => after.authorDomain))];

function ofDomain(paths: readonly PathForecast[]): string {
  const through = (some: readonly PathForecast[]): string =>
    `mail from ${code(some[0]?.after.authorDomain ?? "")} through ${listText([...new Set(some.map(({ after }) => title(after.provider)))])}`;
  const open = paths.filter(({ after }) => outcomesOf(after).includes("undecided"));
  const rest = paths.filter((path) => !open.includes(path));
  const isFresh = rest.every(({ before }) => !before.isSetUp);
  return [
    ...(rest.length > 0 ? [`${through(rest)} ${isFresh ? "will" : "still"} ${fateText(rest, isFresh)}.`] : []),
    ...(open.length > 0 ? [`whether ${through(open)} arrives is known after the apply, and checked then.`] : []),
  ].join(" ");
}

/** "reaches the inbox at Gmail, Outlook and Yahoo"; of several fates each with those it is at. */
function fateText(paths: readonly PathForecast[], isFresh: boolean): string {
  const fates = new Map<string, Set<ReceiverName>>();
  for (const { after } of paths)
    for (const [index, outcome] of outcomesOf(after).entries()) {
      const receiver = receiverNames[index];
      if (receiver) fates.set(outcome, (fates.get(outcome) ?? new Set()).add(receiver));
    }
  return [...fates].map(([outcome, at]) => `${said(outcome, isFresh ? "later" : "now")} ${receivers([...at])}`).join(", and ");
}

interface Fate {
  now: string;
  later: string;
  today: string;
}
const fates: Record<string, Fate> = {
  inbox: { now: "reaches the inbox at", later: "reach the inbox at", today: "it reaches the inbox" },
  junk: { now: "goes to junk at", later: "go to junk at", today: "it goes to junk" },
  deferred: { now: "is delayed by", later: "be delayed by", today: "it is delayed" },
  refused: { now: "is refused by", later: "be refused by", today: "it is refused" },
  "not sent": { now: "is not sent to", later: "no longer be sent to", today: "it is not sent" },
};
const said = (outcome: string, when: keyof Fate): string => ownValue(fates, outcome)?.[when] ?? plain(outcome);

export const title = (provider: string): string =>
  plain(ownValue(sendingProviders as Record<string, { title: string }>, provider)?.title ?? provider);
export const receiverTitles: Record<ReceiverName, string> = { gmail: "Gmail", outlook: "Outlook", yahoo: "Yahoo" };
const receivers = (some: readonly ReceiverName[]): string => listText(some.map((receiver) => receiverTitles[receiver]));

/** For an ordinary sender, once for each receiver. */
const outcomesOf = ({ verdicts }: PathForecast["after"]): string[] =>
  receiverNames.flatMap((receiver) => verdicts.find((verdict) => verdict.receiver === receiver)?.outcome ?? []);

const ranks = ["inbox", "junk", "deferred", "refused", "not sent"];

export const isWorse = (planned: Planned): boolean => worsened(pathsOf(planOf(planned).forecast ?? nothing)).length > 0;
const nothing = { paths: [] } as unknown as Forecast;

function worsened(paths: readonly PathForecast[]): string[] {
  const groups = new Map<string, { domain: string; providers: string[]; at: ReceiverName[]; was: string; fate: string }>();
  for (const { before, after } of paths) {
    const [was, willBe] = [outcomesOf(before), outcomesOf(after)];
    const worse = receiverNames.filter((_, index) => {
      const [old, fresh] = [ranks.indexOf(was[index] ?? ""), ranks.indexOf(willBe[index] ?? "")];
      return before.isSetUp && old >= 0 && fresh > old;
    });
    for (const fate of new Set(worse.map((receiver) => willBe[receiverNames.indexOf(receiver)] ?? ""))) {
      const at = worse.filter((receiver) => willBe[receiverNames.indexOf(receiver)] === fate);
      const old = was[receiverNames.indexOf(at[0] ?? "gmail")] ?? "";
      const key = JSON.stringify([after.authorDomain, at, old, fate]);
      const group = groups.get(key) ?? { domain: after.authorDomain, providers: [], at, was: old, fate };
      groups.set(key, { ...group, providers: [...group.providers, title(after.provider)] });
    }
  }
  return [...groups.values()].map(
    ({ domain, providers, at, was, fate }) =>
      `mail from ${code(domain)} through ${listText(providers)} would ${said(fate, "later")} ${receivers(at)}; today ${said(was, "today")}`,
  );
}

/** Of what is published for the first time nothing is new. */
function effectsOf({ spf, dmarc, selectors, returnPaths, paths }: Forecast): string[] {
  const isFresh = paths.length > 0 && paths.every(({ before }) => !before.isSetUp);
  const proof = "proof by which receivers recognise our mail";
  return [
    ...dmarc.flatMap(dmarcEffects),
    ...spf.flatMap(spfEffects),
    ...(selectors.removed.length > 0 ? [`a ${proof} is withdrawn`] : []),
    ...(selectors.changed.length > 0 ? [`a ${proof} is another one`] : []),
    ...(selectors.added.length > 0 && !isFresh ? [`a further ${proof} is added`] : []),
    ...(returnPaths.changed.length + returnPaths.removed.length > 0 ? ["undeliverable mail comes back another way"] : []),
  ];
}

const treatments: Record<DmarcPolicy, string> = { none: "is delivered", quarantine: "goes to junk", reject: "is refused" };
const treatment = (policy: DmarcPolicy | undefined): string => ownValue(treatments, policy ?? "none") ?? plain(policy ?? "");

function dmarcEffects({ domain, before, after }: DmarcChange): string[] {
  if (!before || !after) return [];
  const line = (whom: string, was: DmarcPolicy | undefined, willBe: DmarcPolicy | undefined): string[] =>
    treatment(was) === treatment(willBe)
      ? []
      : [`mail that cannot prove it is from ${whom} ${treatment(willBe)} (today it ${treatment(was)})`];
  const own = line(code(domain), before.policy, after.policy);
  const below = line(`a name below ${code(domain)}`, before.below?.existing ?? before.policy, after.below?.existing ?? after.policy);
  return own.length > 0 ? own : below;
}

function spfEffects({ name, before, after, added, removed }: SpfChange): string[] {
  if (!before || !after || before.records.length === 0) return [];
  const included = (terms: readonly string[]): string[] =>
    terms.flatMap((term) => /^\+?include:(\S+)/i.exec(term)?.[1] ?? []).map((domain) => code(domain));
  const [more, fewer] = [included(added), included(removed)];
  const told = [
    ...(more.length > 0 ? [`${listText(more)} may send for ${code(name)}, too`] : []),
    ...(fewer.length > 0 ? [`${listText(fewer)} may not send for ${code(name)} any more`] : []),
  ];
  return told.length > 0 || added.length + removed.length === 0 ? told : [`who may send for ${code(name)} changes`];
}
