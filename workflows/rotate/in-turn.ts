/**
 * Rotates one sending provider after the other, and goes on with those whose next step is due soon: a daily run that comes some minutes before an
 * overlap ends would leave it open for another day. No lease is held meanwhile.
 */
import type { ProviderName } from "../../declaration/schema/environment";
import type { Request } from "./decide";
import type { RotateOutcome } from "./rotate";

export interface InTurnRequest {
  providers: readonly ProviderName[];
  /** Made once: what goes on later is the rotation that it began. */
  request: Request | undefined;
  /** From the beginning; 0 takes the steps of now. */
  waitMs: number;
}

export interface InTurnEffects {
  rotate(provider: ProviderName, request: Request | undefined): Promise<RotateOutcome>;
  now(): Date;
  sleep(ms: number): Promise<void>;
  narrate(text: string): void;
}

export interface Rotated {
  outcomes: [ProviderName, RotateOutcome][];
  failures: [string, unknown][];
}

/** A clock that stands still would let it look for ever. */
const shortestMs = 1_000;

export async function rotateInTurn({ providers, request, waitMs }: InTurnRequest, use: InTurnEffects): Promise<Rotated> {
  const ends = use.now().getTime() + waitMs;
  const outcomes = new Map<ProviderName, RotateOutcome>();
  const failures: Rotated["failures"] = [];
  let now = providers;
  let asked = request;
  while (now.length > 0) {
    // One after the other: what is active and what stands by are never changed at the same moment.
    for (const provider of now) {
      try {
        const outcome = await use.rotate(provider, asked);
        outcomes.set(provider, { ...outcome, taken: [...(outcomes.get(provider)?.taken ?? []), ...outcome.taken] });
      } catch (error) {
        failures.push([provider, error]);
      }
    }
    asked = undefined;
    const failed = failures.map(([provider]) => provider);
    const soon = [...outcomes].flatMap(([provider, { next }]) =>
      "waitUntil" in next && next.waitUntil.getTime() <= ends && !failed.includes(provider) ? [{ provider, ...next }] : [],
    );
    const [first] = soon.sort((one, other) => one.waitUntil.getTime() - other.waitUntil.getTime());
    if (!first || use.now().getTime() >= ends) break;
    use.narrate(`${first.provider}: goes on at ${first.waitUntil.toISOString()}: ${first.why}`);
    await use.sleep(Math.max(shortestMs, first.waitUntil.getTime() - use.now().getTime()));
    now = soon.filter(({ waitUntil }) => waitUntil <= use.now()).map(({ provider }) => provider);
    if (now.length === 0) now = [first.provider];
  }
  return { outcomes: [...outcomes], failures };
}
