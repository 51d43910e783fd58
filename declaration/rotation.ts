/**
 * How old sending credentials may become. Whoever rotates has a week after they are due; then they are too old, and people are told. The login of a
 * capture server opens nothing outside one's own machine, so nobody is told of its age. Pure.
 */
import { sendingProviders } from "../mail/providers/sending-providers";
import { providerSecret } from "./names/secrets";
import { type Environment, type ProviderName, sendingProvidersOf } from "./schema/environment";
import { weekdays } from "./schema/rotation-shape";

const graceDays = 7;
const dayMs = 24 * 60 * 60 * 1000;

type Rotated = Pick<Environment, "rotation">;

export const tooOldAfterDays = ({ rotation }: Rotated): number => rotation.everyDays + graceDays;
export const tooOldAt = (environment: Rotated, issuedAt: Date): Date => new Date(issuedAt.getTime() + tooOldAfterDays(environment) * dayMs);

export const providersWithAge = (environment: Pick<Environment, "sendingProviders">): ProviderName[] =>
  sendingProvidersOf(environment).filter((provider) => sendingProviders[provider].delivers);

export interface NotRotated {
  provider: ProviderName;
  why: string;
  remedy: string;
}

/** What `rotate` leaves to people, and how they do it. */
export const notRotated = ({ name, sendingProviders: declared }: Pick<Environment, "name" | "sendingProviders">): NotRotated[] =>
  sendingProvidersOf({ sendingProviders: declared })
    .filter((provider) => !sendingProviders[provider].delivers)
    .map((provider) => ({
      provider,
      why: "a person owns this test server: it reads its login only when it starts, knows one at a time, and opens nothing outside",
      remedy: `store another password in the secret "${providerSecret(name, provider)}", run \`npx twinpost credentials --env ${name} --apply\`, and restart the server (docs/local.md)`,
    }));

/** Undefined while they are young enough. */
export function overdue(environment: Rotated, issuedAt: Date, now: Date): "due" | "too old" | undefined {
  const days = (now.getTime() - issuedAt.getTime()) / dayMs;
  if (days >= tooOldAfterDays(environment)) return "too old";
  return days >= environment.rotation.everyDays ? "due" : undefined;
}

export interface RotationPolicy {
  /** Its name, for the commands that remedies name. */
  environment: string;
  /** From when credentials were stored until they are due. All in milliseconds. */
  everyMs: number;
  /** How long the old key works on after the consumers were told. */
  overlapMs: number;
  /** Use of the old key lengthens the overlap by this at most. */
  mostExtraMs: number;
  /** From stopping the old key until it is deleted. */
  soakMs: number;
  /** From the first proof of the new credentials to the second, before anything old is touched: IAM spreads changes late. */
  proofPauseMs: number;
  /** A switch of the provider keeps scheduled steps away so long. */
  afterSwitchMs: number;
  window: Window;
  /** Days on which nothing is changed on schedule, "2026-12-24", in the window's time zone. */
  freezes: readonly string[];
}

export interface Window {
  /** 1 is Monday, as in ISO 8601. */
  days: readonly number[];
  /** Whole hours of local time; `to` is not in it. */
  fromHour: number;
  toHour: number;
  /** Of the IANA time zone database. */
  timeZone: string;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const usual = { overlapHours: 24, soakHours: 72, rolloutMinutes: 30, sessionMinutes: 5 };
const usualWindow: Window = { days: [1, 2, 3, 4], fromHour: 9, toHour: 15, timeZone: "UTC" };

export function rotationPolicy({ name, rotation, consumers = [] }: Pick<Environment, "name" | "rotation" | "consumers">): RotationPolicy {
  const slowest = consumers.map(
    ({ rolloutMinutes = usual.rolloutMinutes, sessionMinutes = usual.sessionMinutes }) => (rolloutMinutes + sessionMinutes) * minuteMs,
  );
  const { window } = rotation;
  return {
    environment: name,
    everyMs: rotation.everyDays * dayMs,
    overlapMs: Math.max((rotation.overlapHours ?? usual.overlapHours) * hourMs, ...slowest),
    mostExtraMs: 7 * dayMs,
    soakMs: (rotation.soakHours ?? usual.soakHours) * hourMs,
    proofPauseMs: 15 * minuteMs,
    afterSwitchMs: dayMs,
    window: window ? { ...window, days: window.days.map((day) => weekdays.indexOf(day) + 1) } : usualWindow,
    freezes: rotation.freezes ?? [],
  };
}
