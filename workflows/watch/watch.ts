/**
 * What the watch function does every ten minutes: the time of day; every hour each provider is asked how it is, and what it did is compared with what
 * its events told; every day domain and certificate are looked at; last, an address outside is called, so that silence is noticed. Each question stands
 * alone: one that fails is told, and stops no other. Decides nothing about the mail.
 */
import { farAway, isLate } from "./certificate";
import { type Completeness, missingOf } from "./completeness";
import { type Due, isDaytime } from "./due";
import type { AskedProvider, WatchEffects } from "./effects";
import { missingMessages } from "./missing-messages";

const dayMs = 24 * 3600 * 1000;

/** @returns what came back of the heartbeat, for a test of it. */
export async function watch(due: Due, use: WatchEffects): Promise<{ heartbeat: "sent" | "not declared" | "failed"; why?: string }> {
  use.report.publish({ Daytime: isDaytime(use.now()) ? 1 : 0 });
  if (due.hourly) for (const [name, provider] of Object.entries(use.providers)) await ask(name, provider, use);
  if (due.daily) await lookAtNames(use);
  if (!use.outside.heartbeat) return { heartbeat: "not declared" };
  try {
    await use.outside.heartbeat();
    return { heartbeat: "sent" };
  } catch (error) {
    use.report.log({ heartbeat: messageOf(error) });
    return { heartbeat: "failed", why: messageOf(error) };
  }
}

async function ask(name: string, provider: AskedProvider, use: WatchEffects): Promise<void> {
  let failed = 0;
  const attempt = async (what: string, question: () => Promise<void>): Promise<void> => {
    try {
      await question();
    } catch (error) {
      failed++;
      use.report.log({ provider: name, asked: what, failed: messageOf(error) });
    }
  };
  await attempt("standing", async () => {
    const { stopped, why } = await provider.standing();
    use.report.publish({ SendingStopped: stopped }, name);
    if (stopped > 0) use.report.log({ provider: name, stopped, why });
  });
  await attempt("webhook", async () => {
    if (!provider.webhook) return;
    const why = await provider.webhook();
    use.report.publish({ WebhookWrong: why === undefined ? 0 : 1 }, name);
    if (why !== undefined) use.report.log({ provider: name, webhook: why });
  });
  await attempt("credits", async () => {
    const used = await provider.creditsUsed?.();
    if (used !== undefined) use.report.publish({ CreditsUsed: used }, name);
  });
  await attempt("events", async () => {
    const found = await compare(name, provider, use);
    if (!found) return;
    use.report.publish({ MissingEvents: found.missing }, name);
    if (found.missing > 0 || found.messages) use.report.log({ provider: name, ...found });
  });
  use.report.publish({ AskFailed: failed }, name);
}

/** Message by message where the provider lists them, else by its counts of days, which is told. */
async function compare(name: string, provider: AskedProvider, use: WatchEffects): Promise<Completeness | undefined> {
  const found = provider.deliveries && (await missingMessages(name, provider.deliveries, use));
  if (found && !("unlisted" in found)) return found;
  if (found) use.report.log({ provider: name, compared: "counts", unlisted: found.unlisted });
  return missingOf(name, provider, use);
}

async function lookAtNames(use: WatchEffects): Promise<void> {
  const daysTo = (end: Date): number => Math.floor((end.getTime() - use.now().getTime()) / dayMs);
  try {
    const found = await use.outside.registration();
    if (found?.expiresAt) use.report.publish({ DomainDays: daysTo(found.expiresAt) });
    if (found?.isLocked !== undefined) use.report.publish({ RegistrarUnlocked: found.isLocked ? 0 : 1 });
    use.report.log({ registration: found ?? "no registry tells" });
  } catch (error) {
    use.report.log({ registration: messageOf(error) });
  }
  try {
    const validity = await use.outside.certificate();
    use.report.publish({ CertificateDays: isLate(validity, use.now()) ? daysTo(validity.until) : farAway });
    use.report.log({ certificate: validity });
  } catch (error) {
    use.report.log({ certificate: messageOf(error) });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
