/**
 * How a domain's DMARC policy may move: every rule about raising and lowering it, on what is before, what is after, and what proves that the domain's
 * own mail passes. Declarations, the safety gate, the forecast and advice ask here.
 */
import { type DmarcPolicy, type DmarcReading, type DmarcScope, dmarcScopes, isEnforced, isStricter, readings } from "./policy";
import type { DmarcRecord } from "./record";
import { enforcement } from "./strength";

/** A domain from which nothing is delivered to strangers may be strict from the start; others begin by listening. */
export const firstPolicy = ({ delivers }: { delivers: boolean }): DmarcPolicy => (delivers ? "none" : "reject");

/** To something that touches mail. */
export const isRaised = (before: DmarcPolicy | undefined, after: DmarcPolicy | undefined): boolean =>
  isEnforced(after) && isStricter(after, before);

/** What is known of one sending provider of the domain when its policy is raised. */
export interface Proof {
  /** No mail goes this way yet. */
  isFresh: boolean;
  /** Its records change together with the policy. */
  isEdited: boolean;
  /** SPF and DKIM both pass and are aligned in live DNS, before the change. */
  isProven: boolean;
}

/**
 * A domain from which nothing was sent yet may be strict from the start; another one once all of its sending providers are proven.
 * @param proofs one for each sending provider; without any nobody of ours sends.
 */
export function judgeRaise(proofs: readonly Proof[]): "allowed" | "from-the-start" | "with-new-key" | "without-evidence" {
  if (proofs.length === 0) return "allowed";
  if (proofs.every(({ isFresh }) => isFresh)) return "from-the-start";
  if (proofs.some(({ isEdited }) => isEdited)) return "with-new-key";
  return proofs.every(({ isProven }) => isProven) ? "allowed" : "without-evidence";
}

/** Which mail a change of the record does less with, in the first reading in which it does. */
export const loweredScopes = (before: DmarcRecord, after: DmarcRecord): { scope: DmarcScope; reading: DmarcReading }[] =>
  dmarcScopes.flatMap((scope) => {
    const reading = readings.find((each) => enforcement(after, scope, each) < enforcement(before, scope, each));
    return reading ? [{ scope, reading }] : [];
  });

/** Written policies for names below the domain that do less than its own. */
export const weakerBelow = (record: DmarcRecord): ("sp" | "np")[] =>
  (["sp", "np"] as const).filter(
    (scope) =>
      record[scope] !== undefined && readings.some((reading) => enforcement(record, scope, reading) < enforcement(record, "p", reading)),
  );
