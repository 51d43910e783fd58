/** Every environment on one screen: one column each. Lines below say why a value is unknown. */
import { type Fault, faultText } from "../../declaration/check";
import { overdue } from "../../declaration/rotation";
import { percent, sentWithinDays } from "../../mail/providers/warmth";
import type { EnvironmentStatus, Reading } from "../../workflows/status";
import { age } from "../age";
import { count } from "../counts";
import { good, quiet, warning, wrong } from "../ink";
import { nextText } from "../next";
import { nextAfterStatus } from "../next-steps";
import { terminalTable } from "../terminal-table";
import { eventRemarks, eventRows, providerStatusPages } from "./events";
import { type Readiness, readinessOf } from "./readiness";

/** An environment whose file has faults, so its status cannot be read. */
export const faultyText = ({ environment, faults }: Faulty): string =>
  `\n${environment}: ${wrong("faulty")}\n${faults.map((fault) => `${faultText(fault)}\n`).join("")}`;

export function statusText(environments: EnvironmentStatus[], now: Date): string {
  const since = (at: Date): string => {
    const text = age(at, now);
    return text === "just now" ? text : `${text} ago`;
  };
  const row = (title: string, cell: (view: EnvironmentStatus) => string): string[] => [title, ...environments.map(cell)];
  const roles = ["primary", "standby"];
  const provider = (view: EnvironmentStatus, role: string) => view.providers.find((each) => each.role === role);
  const rows = [
    row("sends as", ({ sendingDomain }) => sendingDomain),
    row("applied", ({ applied }) =>
      show(applied, "never", ({ writtenAt, resources }) => `${writtenAt ? since(writtenAt) : "yes"}, ${resources} resources`),
    ),
    ...releaseRows(environments, row, since),
    row("DNS records", ({ records }) =>
      show(records, "-", ({ right, total }) => `${right === total ? "all" : wrong(`ONLY ${right} of`)} ${total} right`),
    ),
    ...roles.map((role) =>
      row(role, (view) => {
        const found = provider(view, role);
        return found ? `${found.provider}: ${show(found.state, "-", ({ ready }) => (ready ? good("ready") : wrong("NOT READY")))}` : "-";
      }),
    ),
    row("active", ({ active }) => show(active, "none yet", (name) => name)),
    ...standingRows(environments, row, since),
    ...warmthRows(environments, row),
    ...roles.map((role) =>
      row(`${role}'s credentials`, (view) => {
        const found = provider(view, role);
        return found ? ageOf(found, now) : "-";
      }),
    ),
    ...eventRows(environments, row, since),
    ...groupRows(environments),
    row("verified", ({ lastVerification }) =>
      show(
        lastVerification,
        "never",
        ({ at, source, errors }) => `${since(at)} (${source}), ${errors === 0 ? "no errors" : wrong(`${errors} ERRORS`)}`,
      ),
    ),
  ];
  return [
    terminalTable(["", ...environments.map(({ environment }) => environment)], rows, "columns"),
    ...environments.map(remarks),
    providerStatusPages(environments),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

interface Faulty {
  environment: string;
  faults: readonly Fault[];
}

/** How many there are of each kind, and what one would do next. */
export function closingText(statuses: readonly EnvironmentStatus[], faulty: readonly Faulty[]): string {
  const all = statuses.map((status) => ({ name: status.environment, is: readinessOf(status) }));
  const of = (kind: Readiness): string[] => all.filter(({ is }) => is === kind).map(({ name }) => name);
  const inWords: Record<Readiness | "faulty", (text: string) => string> = {
    ...{ ready: good, "not ready": wrong, "not applied": quiet, unknown: warning, faulty: wrong },
  };
  const counts = [
    ...(["ready", "not ready", "not applied", "unknown"] as const).map((kind) => [kind, of(kind).length] as const),
    ["faulty", faulty.length] as const,
  ];
  const told = counts.filter(([, number]) => number > 0).map(([kind, number]) => inWords[kind](`${number} ${kind}`));
  return `${count(all.length + faulty.length, "environment")}: ${told.join(", ")}\n${nextText(nextAfterStatus({ broken: of("not ready"), absent: of("not applied"), isFaulty: faulty.length > 0 }))}`;
}

type Row = (title: string, cell: (view: EnvironmentStatus) => string) => string[];

/** Rows only if something is recorded: a release; and a hold, a freeze, a review that is due. */
function releaseRows(environments: EnvironmentStatus[], row: Row, since: (at: Date) => string): string[][] {
  const of = (view: EnvironmentStatus) => known(view.release);
  const some = (
    has: (view: EnvironmentStatus) => unknown,
    title: string,
    cell: (view: EnvironmentStatus) => string | undefined,
  ): string[][] => (environments.some(has) ? [row(title, (view) => cell(view) ?? "-")] : []);
  const due = (view: EnvironmentStatus) => of(view)?.reviewsDue ?? [];
  return [
    ...some(
      (view) => of(view)?.release,
      "release",
      (view) => {
        const release = of(view)?.release;
        return release && `${release.commit.slice(0, 12)}, ${since(release.since)}`;
      },
    ),
    ...some(
      (view) => of(view)?.held,
      "held",
      (view) => (of(view)?.held === undefined ? undefined : warning("HELD")),
    ),
    ...some(
      (view) => of(view)?.frozen,
      "frozen",
      (view) => of(view)?.frozen,
    ),
    ...some(
      (view) => due(view).length > 0,
      "to review",
      (view) => (due(view).length > 0 ? warning(`${due(view).length} EMERGENCIES`) : undefined),
    ),
  ];
}

/** Rows only if there is something to show: a switch, a token. */
function standingRows(environments: EnvironmentStatus[], row: Row, since: (at: Date) => string): string[][] {
  const switched = (view: EnvironmentStatus) => known(view.switches)?.switched;
  const exercised = (view: EnvironmentStatus) => known(view.switches)?.exercisedAt;
  const oldest = (view: EnvironmentStatus) => {
    const stored = (known(view.tokens) ?? []).flatMap(({ name, storedAt }) => (storedAt ? [{ name, storedAt }] : []));
    return stored.sort((one, other) => one.storedAt.getTime() - other.storedAt.getTime())[0];
  };
  const show = <T>(value: T | undefined, text: (value: T) => string): string => (value === undefined ? "-" : text(value));
  return [
    ...(environments.some(switched)
      ? [row("last switch", (view) => show(switched(view), ({ to, at, by }) => `to ${to}, ${since(at)}, by ${by}`))]
      : []),
    ...(environments.some(exercised) ? [row("last exercise", (view) => show(exercised(view), since))] : []),
    ...(environments.some(oldest)
      ? [row("oldest token", (view) => show(oldest(view), ({ name, storedAt }) => `${name}, ${since(storedAt)}`))]
      : []),
  ];
}

/** A row only if an environment has a standby. */
function warmthRows(environments: EnvironmentStatus[], row: Row): string[][] {
  if (!environments.some(({ providers }) => providers.some(({ sent }) => sent))) return [];
  const cell = ({ providers, warmth }: EnvironmentStatus): string => {
    const sent = providers.find(({ role }) => role === "standby")?.sent;
    const { share, shortcomings = [] } = known(warmth) ?? {};
    const volume = show(sent ?? { value: null }, "-", ({ messages }) => `${messages} in ${sentWithinDays} d`);
    return `${shortcomings.length > 0 ? `${warning("COLD")}, ` : ""}${volume}${share === undefined ? "" : `, ${percent(share)}`}`;
  };
  return [row("standby sent", cell)];
}

const known = <T>(reading: Reading<T> | undefined): T | undefined =>
  reading !== undefined && "value" in reading ? (reading.value ?? undefined) : undefined;

/** A row only if an environment declares an unsubscribe group. */
function groupRows(environments: EnvironmentStatus[]): string[][] {
  const groups = environments.map(({ applied }) => groupOf(applied));
  return groups.some(Boolean) ? [["unsubscribe group", ...groups.map((group) => (group ? `${group.name} (id ${group.id})` : "-"))]] : [];
}

const groupOf = (applied: EnvironmentStatus["applied"]) => ("value" in applied ? applied.value?.unsubscribeGroup : undefined);

/** "40 d", and whether the credentials are due or too old. */
function ageOf(provider: EnvironmentStatus["providers"][number], now: Date): string {
  return show(provider.issuedAt, "none yet", (at) => {
    const everyDays = provider.replaceAfterDays;
    const late = everyDays === undefined ? undefined : overdue({ rotation: { everyDays } }, at, now);
    const madeAt = known(provider.keys)?.oldest?.createdAt;
    // Of a rotation that did not end.
    const older = madeAt && at.getTime() - madeAt.getTime() > 86_400_000 ? [`oldest key ${age(madeAt, now)}`] : [];
    return [age(at, now), ...(late ? [late === "due" ? warning("due") : wrong("TOO OLD")] : []), ...older].join(", ");
  });
}

function show<T>(reading: Reading<T>, nothing: string, text: (value: T) => string): string {
  if ("unknown" in reading) return warning("unknown");
  return reading.value === null ? nothing : text(reading.value);
}

/** Each reason once: one missing login makes many values unknown. */
function remarks({ environment, providers, ...view }: EnvironmentStatus): string {
  const readings: [string, Reading<unknown>][] = [
    ["applied", view.applied],
    ["release", view.release],
    ["DNS records", view.records],
    ["active", view.active],
    ...providers.flatMap(({ provider, state, issuedAt, keys, sent }): [string, Reading<unknown>][] => [
      [provider, state],
      [`${provider}'s credentials`, issuedAt],
      ...(keys ? [[`${provider}'s keys`, keys] as [string, Reading<unknown>]] : []),
      ...(sent ? [[`what ${provider} sent`, sent] as [string, Reading<unknown>]] : []),
    ]),
    ["verified", view.lastVerification],
    ["switches", view.switches],
    ["tokens", view.tokens],
    ...(view.events
      ? ([
          ["last event", view.events.last],
          ["events waiting", view.events.queue],
          ["alarms", view.events.ringing],
        ] as [string, Reading<unknown>][])
      : []),
  ];
  const unread = new Map<string, string[]>();
  for (const [title, reading] of readings) {
    if ("unknown" in reading) unread.set(reading.unknown, [...(unread.get(reading.unknown) ?? []), title]);
  }
  const notReady = providers.flatMap(({ provider, state }) =>
    "value" in state && state.value && !state.value.ready
      ? [`${environment}: ${provider} is not ready: ${state.value.reasons.join("; ")}\n`]
      : [],
  );
  const release = known(view.release);
  const due = (release?.reviewsDue ?? []).map(
    ({ at, by, reason, until }) =>
      `${environment}: emergency edit of ${at.toISOString()} by ${by} (${reason}): review it by ${until.toISOString()},\n  \`npx twinpost promote --from <below> --to ${environment} --reviewed "<note>" --apply\`\n`,
  );
  return [
    ...(release?.held === undefined ? [] : [`${release.held}\n`]),
    ...due,
    ...[...unread].map(([reason, titles]) => `${environment}: unknown: ${titles.join(", ")}\n  ${reason}\n`),
    ...notReady,
    ...eventRemarks({ environment, providers, ...view }),
    ...warmthRemarks(environment, view.warmth, providers),
    ...standingRemarks(view.switches, providers).map((text) => `${environment}: ${text}\n`),
  ].join("");
}

function warmthRemarks(environment: string, warmth: EnvironmentStatus["warmth"], providers: EnvironmentStatus["providers"]): string[] {
  const { shortcomings = [], unknown = [] } = known(warmth) ?? {};
  const standby = providers.find(({ role }) => role === "standby")?.provider;
  const remedy = "receivers will distrust it on the day it is needed: docs/monitoring.md#a-warm-standby";
  return [
    ...shortcomings.map((text) => `${environment}: the standby ${standby} ${text}\n`),
    ...(shortcomings.length > 0 ? [`  ${remedy}\n`] : []),
    ...unknown.map((text) => `${environment}: cannot be known of ${standby}: ${text}\n`),
  ];
}

function standingRemarks(switches: EnvironmentStatus["switches"], providers: EnvironmentStatus["providers"]): string[] {
  const { switched, paused } = known(switches) ?? {};
  const ofKeys = providers.flatMap(({ provider, keys }) => {
    const { unstored = [], open } = known(keys) ?? {};
    const until = open?.waits.until ? ` until ${open.waits.until.toISOString()}` : "";
    return [
      ...(open ? [`${open.id} (${open.reason}, by ${open.by}) waits${until}: ${open.waits.for}`] : []),
      ...unstored.map(({ id }) => `${provider}: key ${id} is in no version of the secret: unless a person uses it, delete it there`),
    ];
  });
  return [
    ...(paused ? [`${wrong("SENDING IS PAUSED")} since ${paused.at.toISOString()}, by ${paused.by}: ${paused.reason}`] : []),
    ...(switched ? [`switched from ${switched.from} to ${switched.to} by ${switched.by}: ${switched.reason}`] : []),
    ...ofKeys,
  ];
}
