/**
 * How old sending credentials may become. Whoever rotates has a week after they are due; then they are too old, and people are told. The login of a
 * capture server opens nothing outside one's own machine, so nobody is told of its age. Pure.
 */
import { sendingProviders } from "../mail/providers/sending-providers";
import { type Environment, type ProviderName, sendingProvidersOf } from "./schema/environment";

const graceDays = 7;
const dayMs = 24 * 60 * 60 * 1000;

type Rotated = Pick<Environment, "rotation">;

export const tooOldAfterDays = ({ rotation }: Rotated): number => rotation.everyDays + graceDays;
export const tooOldAt = (environment: Rotated, issuedAt: Date): Date => new Date(issuedAt.getTime() + tooOldAfterDays(environment) * dayMs);

export const providersWithAge = (environment: Pick<Environment, "sendingProviders">): ProviderName[] =>
  sendingProvidersOf(environment).filter((provider) => sendingProviders[provider].delivers);

/** Undefined while they are young enough. */
export function overdue(environment: Rotated, issuedAt: Date, now: Date): "due" | "too old" | undefined {
  const days = (now.getTime() - issuedAt.getTime()) / dayMs;
  if (days >= tooOldAfterDays(environment)) return "too old";
  return days >= environment.rotation.everyDays ? "due" : undefined;
}
