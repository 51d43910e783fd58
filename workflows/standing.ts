/**
 * How an environment's credentials stand, for `doctor` and `status`: keys whose value is stored nowhere, the oldest key that works, a rotation
 * that is under way, the last switch, a pause, and how old the tokens are. Reads only.
 */
import type { Mode } from "../evidence/rotation";
import type { Pause, Switch } from "../evidence/switch";
import type { ProviderName } from "../mail/providers/sending-providers";
import type { RotateOutcome } from "./rotate/rotate";
import { unstored } from "./rotate/seen";

export interface StandingEffects {
  /** Of the table in which rotations are recorded; "not yet" before the environment's first apply. */
  journal(): Promise<"there" | "missing" | "not yet">;
  /** What a rotation sees, and would do next; takes no step. */
  rotation(provider: ProviderName): Promise<Pick<RotateOutcome, "seen" | "rotation" | "next">>;
  switches(): Promise<Switches>;
  /** Of the secrets that hold tokens, be they empty. */
  tokens(): Promise<StoredToken[]>;
}

export interface Switches {
  /** The last one. */
  switched?: Switch;
  /** That has not ended. */
  paused?: Pause;
  /** When the standby's last day began. */
  exercisedAt?: Date;
}

export interface StoredToken {
  /** "admin/cloudflare". */
  name: string;
  /** Undefined when it was never stored. */
  storedAt: Date | undefined;
}

interface KeyAge {
  id: string;
  createdAt: Date | undefined;
}

export interface CredentialsStanding {
  /** Keys that no version of the secret holds. */
  unstored: KeyAge[];
  /** Of the keys that send. */
  oldest: KeyAge | undefined;
  open: OpenRotation | undefined;
}

interface OpenRotation {
  id: string;
  mode: Mode;
  reason: string;
  by: string;
  startedAt: Date;
  /** Why nothing is done now, or what is done next. */
  waits: { for: string; until?: Date; remedy?: string };
}

export function standingOf({ seen, rotation, next }: Pick<RotateOutcome, "seen" | "rotation" | "next">): CredentialsStanding {
  const [oldest] = seen.keys.filter(({ sends }) => sends).sort((one, other) => madeAt(one) - madeAt(other));
  return {
    unstored: unstored(seen).map(ageOf),
    oldest: oldest && ageOf(oldest),
    open: rotation && !rotation.ended ? { ...openOf(rotation), waits: waitsOf(next) } : undefined,
  };
}

const madeAt = ({ createdAt }: KeyAge): number => createdAt?.getTime() ?? Number.POSITIVE_INFINITY;
const ageOf = ({ id, createdAt }: KeyAge): KeyAge => ({ id, createdAt });

const openOf = ({ id, mode, reason, by, startedAt }: Omit<OpenRotation, "waits">): Omit<OpenRotation, "waits"> => ({
  ...{ id, mode, reason, by, startedAt },
});

function waitsOf(next: RotateOutcome["next"]): OpenRotation["waits"] {
  if ("step" in next) return { for: `the next run, which takes the step "${next.step}": ${next.why}` };
  if ("waitUntil" in next) return { for: next.why, until: next.waitUntil };
  if ("refused" in next) return { for: next.refused, remedy: next.remedy };
  return { for: next.why, ...(next.dueAt ? { until: next.dueAt } : {}) };
}
