/** A rotation for a terminal: what was done, what comes next and when, which keys there are. */
import type { NotRotated } from "../../declaration/rotation";
import type { Decision } from "../../workflows/rotate/decide";
import type { RotateOutcome } from "../../workflows/rotate/rotate";
import type { SeenKey } from "../../workflows/rotate/seen";

const stepWords: Record<RotateOutcome["taken"][number]["step"], string> = {
  intent: "begun",
  create: "new key made, and stored as pending",
  "delete-orphan": "key without a stored value deleted",
  "clear-pending": "pending version of an earlier run cleared",
  prove: "new credentials logged in everywhere, and sent a message",
  "make-current": "new credentials are current",
  "switch-application": "the application has the new login",
  "refresh-consumers": "consumers told of the new login",
  stable: "services run anew with the new login",
  "stop-old": "old key stopped; it can still be made to work again",
  measure: "looked how long the old login was accepted",
  "delete-old": "old key deleted",
  "discard-new": "new credentials thrown away; the earlier ones serve",
  undo: "the earlier credentials are current again",
  end: "ended",
};

export function rotateText(provider: string, { taken, next, seen, unexplained }: RotateOutcome, applied: boolean): string {
  return [
    ...taken.map(({ step, why, notes }) => `${provider}: ${notes.refusal ? `${step} failed` : stepWords[step]}${detail(step, why, notes)}`),
    `${provider}: ${nextText(next, applied)}`,
    ...seen.keys.map((key) => `  ${keyText(key)}`),
    ...(seen.behind ?? []).map((what) => `  ${what}`),
    ...unexplained.map(({ id }) => `  key ${id} is in no version of the secret: if nobody uses it, delete it at ${provider}`),
    "",
  ].join("\n");
}

export const notRotatedText = ({ provider, why, remedy }: NotRotated): string =>
  `${provider}: not rotated: ${why}\n  to replace its password: ${remedy}\n`;

function detail(step: string, why: string, { key, seconds, refusal }: Readonly<Record<string, string>>): string {
  if (refusal) return ` (${refusal})`;
  if (step === "measure") return seconds ? ` (refused after ${seconds} s)` : " (still accepted after five minutes)";
  if (step === "intent") return ` (${why})`;
  return key ? ` (key ${key})` : "";
}

function nextText(next: Decision, applied: boolean): string {
  if ("step" in next)
    return applied ? `next: ${next.step} (${next.why})` : `would begin with: ${next.step} (${next.why}); add --apply to do so`;
  if ("waitUntil" in next) return `goes on after ${next.waitUntil.toISOString()}: ${next.why}`;
  if ("dueAt" in next) return `not due${next.dueAt ? ` before ${next.dueAt.toISOString().slice(0, 10)}` : ""}: ${next.why}`;
  return `NOT DONE: ${next.refused}\n  ${next.remedy}`;
}

function keyText({ id, createdAt, sends, lastUsed }: SeenKey): string {
  const made = createdAt ? `, made ${createdAt.toISOString().slice(0, 10)}` : "";
  const used = lastUsed instanceof Date ? `last used ${lastUsed.toISOString()}` : lastUsed === "never" ? "never used" : "use unknown";
  return `key ${id}${made}, ${sends ? "sends" : "stopped"}, ${used}`;
}
