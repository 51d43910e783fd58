/**
 * Prepared changes on an applied environment: each is planned and forecast as `twinpost plan` does, then really made in DNS, also when the
 * safety gate held it back, to see what receivers do with mail sent meanwhile. A forecast that does not come true fails the rehearsal.
 */

import { type GuardedPlan, isHeldBack } from "../../changes/guard";
import { OperatorError } from "../../declaration/operator-error";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import type { Verdict } from "../../mail/forecast/evaluate";
import { type Volume, volumes } from "../../mail/forecast/receivers";
import { type ProviderName, sendingProviders } from "../../mail/providers/sending-providers";
import type { MailRecord } from "../../mail/records/mail-record";
import type { Step } from "../../workflows/steps";
import { canTryChanges } from "../dns-hosts/dns-host-stages";
import type { DeclaredEdit } from "./declared-edit";
import { type PreparedChange, type PreparedChanges, prepareChanges } from "./prepared-changes";

/** What becomes of a message. Stand-ins of receivers read DMARC as RFC 7489 does, so that reading of a forecast is compared. */
export interface MailOutcome extends Pick<Verdict, "receiver" | "volume" | "outcome"> {
  provider: ProviderName;
}

export interface ChangeEffects {
  /** Plans the applied stack with these records, which no one has made; nothing is refreshed, locked or kept. */
  planChange(environment: Environment, change: PreparedChange): Promise<GuardedPlan>;
  /** Makes it at the DNS host as somebody else would, and lets the sending providers look. @returns what puts it back. */
  makeChange(environment: Environment, edits: readonly DeclaredEdit[]): Promise<() => Promise<void>>;
  /** Sends a message by each sending provider to each receiver, which takes us for that kind of sender. */
  send(environment: Environment, volume: Volume): Promise<MailOutcome[]>;
}

interface TriedChange extends Pick<PreparedChange, "what" | "breaksMail" | "belief"> {
  isHeldBack: boolean;
  /** The forecast alone would hold it back, whatever else the safety gate knows. */
  isForeseen: boolean;
  /** Ids of what the safety gate found, the forecast's first. */
  findings: string[];
  forecast: MailOutcome[];
  /** As the receivers did; absent when the rehearsal did not come so far. */
  real?: MailOutcome[];
}

export interface TriedChanges {
  tried: TriedChange[];
  leftOut: PreparedChanges["leftOut"];
}

interface ChangeContext {
  use: ChangeEffects;
  /** What was applied and verified. */
  applied(): readonly MailRecord[];
  found: { changes?: TriedChanges };
  step: { id(what: string): string; named(what: string, title: string): Pick<Step, "id" | "title"> };
}

/** @param plannedAfter steps that prove DNS to be right. @param madeAfter all that would be disturbed. */
export function changeSteps(
  environment: Environment,
  { use, applied, found, step }: ChangeContext,
  { plannedAfter, madeAfter }: Record<"plannedAfter" | "madeAfter", string[]>,
): Step[] {
  let prepared: PreparedChanges = { changes: [], leftOut: [] };
  const why = whyNone(environment);
  return [
    {
      ...step.named("plan-changes", "plan and forecast prepared changes"),
      after: plannedAfter,
      run: async (note) => {
        prepared = why ? { changes: [], leftOut: [{ what: "all of them", why }] } : prepareChanges(environment, applied());
        let done = 0;
        const tried = await twoAtATime(prepared.changes, async (change) => {
          const planned = await use.planChange(environment, change);
          done++;
          note(`${done} of ${prepared.changes.length}`);
          return forecastOf(change, planned);
        });
        found.changes = { tried, leftOut: prepared.leftOut };
        requireGuarded(tried);
        const held = tried.filter((each) => each.isHeldBack).length;
        note(why ? `left out: ${why}` : `${held} of ${tried.length} held back${leftOutNote(prepared)}`);
      },
    },
    {
      ...step.named("make-changes", "make them and compare receivers' verdicts"),
      after: [step.id("plan-changes"), ...madeAfter],
      run: async (note) => {
        const tried = found.changes?.tried ?? [];
        for (const [index, change] of prepared.changes.entries()) {
          const told = tried[index];
          if (told) told.real = await makeAndSend(environment, change, use);
          note(`${index + 1} of ${prepared.changes.length}`);
        }
        requireForecastTrue(tried);
        const verdicts = tried.flatMap(({ real = [], belief }) => real.map(({ provider }) => provider === belief));
        const believed = verdicts.filter(Boolean).length;
        const proven = verdicts.length - believed;
        const apart = believed > 0 ? `; ${believed} more rest on a belief` : "";
        note(why ? "left out" : `${proven} of ${proven} verdicts as forecast${apart}`);
      },
    },
  ];
}

/** @returns undefined where they can be tried. */
function whyNone(environment: Environment): string | undefined {
  const delivers = sendingProvidersOf(environment).some((provider) => sendingProviders[provider].delivers);
  if (!delivers) return "nothing leaves the capture server, so no receiver would conclude anything";
  return canTryChanges(environment) ? undefined : "its DNS is published by hand, and they are made through the DNS host's API";
}

/** A plan keeps one core busy, and more of them at once would only wait for each other. */
async function twoAtATime<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all([worker(), worker()]);
  return results;
}

const leftOutNote = ({ leftOut }: PreparedChanges): string => (leftOut.length > 0 ? `, ${leftOut.length} left out` : "");

function forecastOf({ what, breaksMail, belief }: PreparedChange, planned: GuardedPlan): TriedChange {
  const forecast = (planned.forecast?.paths ?? []).flatMap(({ after: { provider, verdicts } }) =>
    verdicts
      .filter(({ reading }) => reading === "RFC 7489")
      .map(({ receiver, volume, outcome }) => ({ provider, receiver, volume, outcome })),
  );
  const against = planned.forecast?.findings.filter(({ severity }) => severity === "error") ?? [];
  const findings = [...new Set([...against, ...planned.findings].map(({ id }) => id))];
  const about = { what, breaksMail, ...(belief ? { belief } : {}) };
  return { ...about, isHeldBack: isHeldBack(planned), isForeseen: against.length > 0, findings, forecast };
}

async function makeAndSend(environment: Environment, { edits }: PreparedChange, use: ChangeEffects): Promise<MailOutcome[]> {
  const putBack = await use.makeChange(environment, edits);
  try {
    const outcomes: MailOutcome[] = [];
    // One after the other: a receiver takes us for one kind of sender at a time.
    for (const volume of volumes) outcomes.push(...(await use.send(environment, volume)));
    return outcomes;
  } finally {
    await putBack();
  }
}

interface Difference {
  forecast: MailOutcome["outcome"] | undefined;
  real: MailOutcome;
}

/** Receivers at which there is no mailbox to look into are not compared. */
const differences = ({ forecast, real = [] }: Pick<TriedChange, "forecast" | "real">): Difference[] =>
  real
    .map((each) => ({ real: each, forecast: forecast.find((other) => isSamePlace(each, other))?.outcome }))
    .filter((pair) => pair.forecast !== pair.real.outcome);

const isSamePlace = (one: MailOutcome, other: MailOutcome): boolean =>
  one.provider === other.provider && one.receiver === other.receiver && one.volume === other.volume;

function requireGuarded(tried: readonly TriedChange[]): void {
  const lines = tried.flatMap(({ what, findings, breaksMail, isHeldBack: held, isForeseen }) => {
    // The gate may want a reason for what harms no mail: another sender, reports to others.
    if (!breaksMail) return isForeseen ? [`"${what}" harms no mail, and the forecast said it does: ${findings.join(", ")}`] : [];
    if (!held) return [`"${what}" breaks mail, and was not held back`];
    return isForeseen ? [] : [`"${what}" breaks mail, and the forecast did not say so; it was held back for ${findings.join(", ")}`];
  });
  if (lines.length > 0)
    throw new OperatorError(lines.join("\n"), "the forecast, or the change that was prepared, is wrong: its plan.json is in changes/");
}

function requireForecastTrue(tried: readonly TriedChange[]): void {
  const lines = tried.flatMap(({ what, breaksMail, forecast, real = [] }) => {
    const broke = real.some(({ outcome }) => outcome !== "inbox");
    const untrue = differences({ forecast, real }).map(
      ({ forecast: said = "nothing", real: { provider, receiver, volume, outcome } }) =>
        `"${what}": ${provider} to ${receiver}, ${volume}: forecast ${said}, and the message was ${outcomeText(outcome)}`,
    );
    const pointless =
      broke === breaksMail ? [] : [`"${what}" was prepared to ${breaksMail ? "break mail" : "be harmless"}, and was not so`];
    return real.length === 0 ? [`"${what}": nothing was sent`] : [...untrue, ...pointless];
  });
  if (lines.length > 0) throw new OperatorError(lines.join("\n"), "what the forecast of that plan said is in plan.json, in changes/");
}

const outcomeText = (outcome: MailOutcome["outcome"]): string =>
  outcome === "inbox" ? "put into the inbox" : outcome === "junk" ? "put into junk" : outcome;
