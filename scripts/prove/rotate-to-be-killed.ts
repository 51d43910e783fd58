/** Rotates a provider's credentials to the end, run after run as a schedule does, and kills itself at one moment: `kill -9`, nothing is cleaned up. */
import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../../declaration/operator-error";
import type { RotationPolicy } from "../../declaration/rotation";
import type { Environment, ProviderName } from "../../declaration/schema/environment";
import { compressedPolicy } from "../../rehearsal/load/rotations";
import { rehearsedClocks } from "../../rehearsal/rotation";
import { connect } from "../../wiring/connections";
import { rotateEffects } from "../../wiring/rotate";
import { rotate } from "../../workflows/rotate/rotate";
import { type Point, withPoints } from "./rotation-points";

export interface Order {
  environment: Environment;
  provider: ProviderName;
  /** Not at all when left out. */
  die?: Point;
}

/** Nobody sends here: whole rotations in a second or two. */
export const hurried: RotationPolicy = { ...compressedPolicy(50), soakMs: 50, proofPauseMs: 50 };
/** Of a run that died: the next one need not wait ten minutes. */
const leaseMs = 400;
const pauseMs = 100;

async function main({ environment, provider, die }: Order): Promise<void> {
  const connections = connect({ env: process.env, directory: process.cwd() }, () => undefined);
  const { journal, ...effects } = rotateEffects(environment, provider, connections, rehearsedClocks);
  const dying = withPoints({ ...effects, journal: { ...journal, leaseMs } }, ({ call, when }) => {
    if (call === die?.call && when === die.when) process.kill(process.pid, "SIGKILL");
  });
  for (;;) {
    try {
      const request = { rotate: "overlap", reason: "a proof" } as const;
      const { rotation, next } = await rotate({ policy: hurried, request, apply: true }, dying);
      if (rotation?.ended === "done") return;
      if ("waitUntil" in next) await sleep(Math.max(0, next.waitUntil.getTime() - Date.now()));
      else if ("refused" in next) throw new Error(next.refused);
    } catch (error) {
      // Another run's lease has not run out.
      if (!(error instanceof OperatorError)) throw error;
      await sleep(pauseMs);
    }
  }
}

if (require.main === module) void main(JSON.parse(process.argv[2] ?? "") as Order);
