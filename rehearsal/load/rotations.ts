/** What happens to the credentials meanwhile: rotations of every provider from beginning to end, a switch to the standby, and back. */
import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../../declaration/operator-error";
import type { RotationPolicy } from "../../declaration/rotation";
import { type Environment, type ProviderName, sendingProvidersOf } from "../../declaration/schema/environment";
import type { Mode } from "../../evidence/rotation";
import type { Connections } from "../../wiring/connections";
import { failOverEffects } from "../../wiring/fail-over";
import { type LoginClocks, rotateEffects } from "../../wiring/rotate";
import { failOver } from "../../workflows/fail-over/fail-over";
import type { RotateEffects } from "../../workflows/rotate/effects";
import { rotate } from "../../workflows/rotate/rotate";
import { rehearsedClocks } from "../rotation";

/** Of stand-ins, for pooled sessions of `sessionMs`: days, hours and minutes for real. */
export const compressedPolicy = (sessionMs: number): RotationPolicy => ({
  environment: "staging-under-load",
  everyMs: 90 * 86_400_000,
  overlapMs: 2 * sessionMs,
  mostExtraMs: 60_000,
  soakMs: 500,
  proofPauseMs: 500,
  afterSwitchMs: 0,
  window: { days: [1, 2, 3, 4, 5, 6, 7], fromHour: 0, toHour: 24, timeZone: "UTC" },
  freezes: [],
});

export interface Done {
  what: string;
  seconds: number;
}

export interface Disturbance {
  environment: Environment;
  connections: Connections;
  policy: RotationPolicy;
}

/** Every provider is rotated once for each mode; half-way the standby sends, and at the end the primary again. */
export async function disturb(modes: readonly Mode[], given: Disturbance): Promise<Done[]> {
  const disturbance = { ...given, connections: patient(given.connections) };
  const { environment, connections, policy } = disturbance;
  const { primary, standby } = environment.sendingProviders;
  const providers = sendingProvidersOf(environment);
  const done: Done[] = [];
  const timed = async (what: string, work: () => Promise<void>): Promise<void> => {
    const begun = performance.now();
    await work();
    done.push({ what, seconds: (performance.now() - begun) / 1000 });
  };
  const half = Math.ceil(modes.length / 2);
  for (const [index, mode] of modes.entries()) {
    for (const provider of providers)
      await timed(`${provider} rotated (${mode})`, () =>
        rotateToTheEnd(
          provider,
          { mode, reason: `load ${index + 1}` },
          { policy, effects: () => rotateEffects(environment, provider, connections, patientClocks) },
        ),
      );
    if (index + 1 === half && standby) await timed(`switched to ${standby}`, () => switchTo(standby, disturbance));
  }
  if (standby) await timed(`switched to ${primary}`, () => switchTo(primary, disturbance));
  return done;
}

/** So often a run may fail; the next one, a while later, goes on. */
const mostFailures = 5;
const pauseMs = 500;
/** A machine that runs the stand-ins and all senders answers late; that says nothing of a rotation. */
const timeoutMs = 60_000;
const patientClocks: LoginClocks = { ...rehearsedClocks, timeoutMs };
const patient = (connections: Connections): Connections => ({
  ...connections,
  aws: (target, limits) => connections.aws(target, { timeoutMs, ...limits }),
});

/** As a schedule does it, which runs again when the next step may be taken, or when a run has failed. @throws Error when a person would have to act. */
export async function rotateToTheEnd(
  provider: ProviderName,
  request: { mode: Mode; reason: string },
  { policy, effects }: Pick<Disturbance, "policy"> & { effects: () => RotateEffects },
): Promise<void> {
  let asked: { rotate: Mode; reason: string } | undefined = { rotate: request.mode, reason: request.reason };
  for (let failures = 0; ; ) {
    try {
      const { rotation, next } = await rotate({ policy, request: asked, apply: true }, effects());
      // An earlier one that was still under way is ended first.
      if (rotation?.reason !== request.reason && (rotation?.ended || "waitUntil" in next)) {
        if ("waitUntil" in next) await sleep(Math.max(100, next.waitUntil.getTime() - Date.now()));
        continue;
      }
      asked = undefined;
      if (rotation?.ended === "done") return;
      if (rotation?.ended || !("waitUntil" in next))
        throw new Error(`${provider}: the rotation ended as ${rotation?.ended ?? JSON.stringify(next)}`);
      await sleep(Math.max(100, next.waitUntil.getTime() - Date.now()));
    } catch (error) {
      if (!(error instanceof OperatorError) || ++failures > mostFailures) throw error;
      await sleep(pauseMs);
    }
  }
}

async function switchTo(to: ProviderName, { environment, connections }: Disturbance): Promise<void> {
  const request = { environment, to, reason: "load", apply: true, evenIfUnproven: false };
  const { status, refusals } = await failOver(request, failOverEffects(environment, connections));
  if (status !== "switched") throw new Error(`not switched to ${to}: ${[status, ...refusals].join("; ")}`);
}
