/** The record of switches between sending providers, and of pauses: one journal entry each. */

import type { ProviderName } from "../mail/providers/sending-providers";
import { type JournalEntry, lastOf } from "./journal";

export interface Switch {
  from: ProviderName | "another server" | "";
  to: ProviderName;
  reason: string;
  by: string;
  at: Date;
  /** Undefined while nobody knows whether the secret was written. */
  doneAt: Date | undefined;
  /** The id of the exercise that it belongs to; absent when a person switched. */
  exercise?: string;
}

export function readSwitch(entry: JournalEntry | undefined): Switch | undefined {
  const begun = entry?.steps.find(({ name, state }) => name === "switch" && state === "begun");
  if (!entry || !begun) return undefined;
  const { from = "", to = "", reason = "", by = "", exercise } = begun.notes ?? {};
  const last = lastOf(entry, "switch");
  return {
    from: from as Switch["from"],
    to: to as ProviderName,
    reason,
    by,
    at: begun.at,
    doneAt: last?.state === "done" ? last.at : undefined,
    ...(exercise ? { exercise } : {}),
  };
}

export interface Pause {
  reason: string;
  by: string;
  at: Date;
}

/** That has not ended. One that was only begun counts: it may have stopped something. */
export function readPause(entry: JournalEntry | undefined): Pause | undefined {
  const last = entry?.steps.findLast(({ name, state }) => name === "pause" || (name === "resume" && state === "done"));
  if (last?.name !== "pause") return undefined;
  const { reason = "", by = "" } = last.notes ?? {};
  return { reason, by, at: last.at };
}

/** What pauses have stopped, or were about to stop, since mail was last let go on, by provider; undefined when nothing is paused. */
export function pausedBy(entry: JournalEntry | undefined): Partial<Record<ProviderName, string[]>> | undefined {
  const steps = entry?.steps ?? [];
  const resumed = steps.findLastIndex(({ name, state }) => name === "resume" && state === "done");
  const pauses = steps.slice(resumed + 1).filter(({ name }) => name === "pause");
  if (pauses.length === 0) return undefined;
  const stopped: Partial<Record<ProviderName, string[]>> = {};
  for (const { notes = {} } of pauses) {
    const { reason: _, by: __, ...named } = notes;
    for (const [provider, names] of Object.entries(named) as [ProviderName, string][])
      stopped[provider] = [...new Set([...(stopped[provider] ?? []), ...names.split(" ").filter(Boolean)])];
  }
  return stopped;
}

export const lastSwitchAt = (entry: JournalEntry | undefined): Date | undefined => readSwitch(entry)?.at;
