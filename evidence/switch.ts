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
}

export function readSwitch(entry: JournalEntry | undefined): Switch | undefined {
  const begun = entry?.steps.find(({ name, state }) => name === "switch" && state === "begun");
  if (!entry || !begun) return undefined;
  const { from = "", to = "", reason = "", by = "" } = begun.notes ?? {};
  const last = lastOf(entry, "switch");
  return {
    from: from as Switch["from"],
    to: to as ProviderName,
    reason,
    by,
    at: begun.at,
    doneAt: last?.state === "done" ? last.at : undefined,
  };
}

export interface Pause {
  reason: string;
  by: string;
  at: Date;
}

/** That has not ended: of one that was only begun it is not known what it stopped. */
export function readPause(entry: JournalEntry | undefined): Pause | undefined {
  const last = entry?.steps.findLast(({ name, state }) => name === "pause" || (name === "resume" && state === "done"));
  if (last?.name !== "pause") return undefined;
  const { reason = "", by = "" } = last.notes ?? {};
  return { reason, by, at: last.at };
}

/** What a pause has stopped that has not ended, by provider; undefined when nothing is paused. */
export function pausedBy(entry: JournalEntry | undefined): Partial<Record<ProviderName, string[]>> | undefined {
  const last = entry?.steps.findLast(({ name, state }) => (name === "pause" || name === "resume") && state === "done");
  if (last?.name !== "pause") return undefined;
  const { reason: _, by: __, ...stopped } = last.notes ?? {};
  return Object.fromEntries(Object.entries(stopped).map(([provider, names]) => [provider, names.split(" ").filter(Boolean)]));
}

export const lastSwitchAt = (entry: JournalEntry | undefined): Date | undefined => readSwitch(entry)?.at;
