/** What `rotate` answers with `--json`. No secret is in it. */
import { z } from "zod";
import { endings, modes, stepNames } from "../../evidence/rotation";
import { word } from "../../evidence/words";
import type { ProviderName } from "../../mail/providers/sending-providers";
import type { RotateOutcome } from "../../workflows/rotate/rotate";
import { time, version } from "../answer";

const reason = { why: z.string() };

export const rotateAnswer = z.object({
  version,
  providers: z.array(
    z.object({
      provider: word<ProviderName>(),
      rotation: z
        .object({ id: z.string(), mode: z.enum(modes), reason: z.string(), startedAt: time, ended: z.enum(endings).exactOptional() })
        .exactOptional(),
      taken: z.array(z.object({ step: z.enum(stepNames), ...reason, notes: z.record(z.string(), z.string()) })),
      next: z.union([
        z.object({ step: z.enum(stepNames), ...reason }),
        z.object({ waitUntil: time, ...reason }),
        z.object({ dueAt: time.exactOptional(), ...reason }),
        z.object({ refused: z.string(), remedy: z.string() }),
      ]),
      keys: z.array(
        z.object({
          id: z.string(),
          createdAt: time.exactOptional(),
          sends: z.boolean(),
          /** A time, "never" or "unknown". */
          lastUsed: z.string(),
        }),
      ),
      /** Keys that no version of the secret holds. */
      unexplained: z.array(z.string()),
      /** Copies of the secrets in another region that have not what is current, in words. */
      behind: z.array(z.string()).exactOptional(),
    }),
  ),
  notRotated: z
    .array(z.object({ provider: word<ProviderName>(), why: z.string(), remedy: z.string() }))
    .describe("sending providers whose password a person replaces"),
});

type Provider = z.input<typeof rotateAnswer>["providers"][number];

export function rotateEntry(provider: ProviderName, { taken, next, rotation, seen, unexplained }: RotateOutcome): Provider {
  const iso = (date: Date): string => date.toISOString();
  return {
    provider,
    ...(rotation
      ? {
          rotation: {
            ...{ id: rotation.id, mode: rotation.mode, reason: rotation.reason, startedAt: iso(rotation.startedAt) },
            ...(rotation.ended ? { ended: rotation.ended } : {}),
          },
        }
      : {}),
    taken: taken.map(({ step, why, notes }) => ({ step, why, notes: { ...notes } })),
    next: nextAnswer(next),
    keys: seen.keys.map(({ id, createdAt, sends, lastUsed }) => ({
      ...{ id, sends, lastUsed: lastUsed instanceof Date ? iso(lastUsed) : lastUsed },
      ...(createdAt ? { createdAt: iso(createdAt) } : {}),
    })),
    unexplained: unexplained.map(({ id }) => id),
    ...(seen.behind && seen.behind.length > 0 ? { behind: [...seen.behind] } : {}),
  };
}

function nextAnswer(next: RotateOutcome["next"]): Provider["next"] {
  if ("step" in next) return { step: next.step, why: next.why };
  if ("waitUntil" in next) return { waitUntil: next.waitUntil.toISOString(), why: next.why };
  if ("dueAt" in next) return { ...(next.dueAt ? { dueAt: next.dueAt.toISOString() } : {}), why: next.why };
  return next;
}
