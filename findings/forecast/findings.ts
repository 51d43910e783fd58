/**
 * The findings of a forecast: mail that would fail at a receiver, SPF over its limits, a second record at a name, a DMARC policy raised before
 * there is evidence that our own mail passes. Errors are faults that the plan causes; verify reports those that were there before.
 */

import type { DmarcPolicy } from "../../mail/dmarc/policy";
import { isRaised, judgeRaise } from "../../mail/dmarc/stages";
import type { DmarcChange, SpfChange } from "../../mail/forecast/changes";
import type { Verdict } from "../../mail/forecast/evaluate";
import type { RecordEdit } from "../../mail/forecast/overlay";
import { spfLimits } from "../../mail/spf/trace";
import type { FindingId } from "../catalogue";
import { type Finding, findingOf } from "../finding";
import type { PathForecast } from "./forecast";

const order: readonly Verdict["outcome"][] = ["inbox", "junk", "deferred", "refused", "not sent"];

/** An undecided outcome is neither better nor worse. */
export const rank = ({ outcome }: Pick<Verdict, "outcome">): number => order.indexOf(outcome);

export function pathFindings({ before, after, isFresh }: PathForecast): Finding[] {
  if (isFresh && !after.isSetUp) return [];
  const worse = after.verdicts.filter((verdict, index) => {
    const was = before.verdicts[index];
    return rank(verdict) > 0 && (isFresh || !was || rank(verdict) > rank(was));
  });
  if (worse.length === 0) return [];
  const receivers = [...new Set(worse.map(({ receiver }) => receiver))].map((receiver) => {
    const worst = worse.filter((each) => each.receiver === receiver).reduce((one, other) => (rank(other) > rank(one) ? other : one));
    return `${receiver}: ${worst.outcome}${worst.volume === "bulk" ? " for a bulk sender" : ""}${worst.why ? `, ${worst.why}` : ""}`;
  });
  const reasons = [...after.because, after.spf.why, after.dkim.why].filter((text) => text !== undefined);
  return [
    findingOf("forecast/mail-would-fail", {
      what: `mail from ${after.authorDomain} by ${after.provider} would fail. ${receivers.join("; ")}`,
      where: `${after.provider} for ${after.authorDomain}`,
      remedy: reasons.length > 0 ? `mend what it comes from: ${reasons.join("; ")}` : undefined,
    }),
  ];
}

/** Has the ids that verify uses once the record is live. */
export function spfFindings({ name, before, after }: SpfChange): Finding[] {
  if (!after || after.records.length > 1) return [];
  const isNew = (now: number, was: number | undefined, limit: number): boolean => now > limit && (was ?? 0) <= limit;
  const where = `${name} TXT`;
  const { lookups, voidLookups, faults } = after;
  const tooMany = `SPF of ${name} would cause ${lookups} look-ups, expected at most ${spfLimits.lookups}`;
  const tooManyVoid = `${voidLookups} look-ups of SPF of ${name} would find nothing, expected at most ${spfLimits.voidLookups}`;
  const newFaults = faults.filter(({ id, what }) => id !== "spf/dns-failure" && !before?.faults.some((fault) => fault.what === what));
  return [
    ...(isNew(lookups, before?.lookups, spfLimits.lookups) ? [findingOf("spf/too-many-lookups", { what: tooMany, where })] : []),
    ...(isNew(voidLookups, before?.voidLookups, spfLimits.voidLookups)
      ? [findingOf("spf/too-many-void-lookups", { what: tooManyVoid, where })]
      : []),
    ...newFaults.map(({ id, what }) => findingOf(id, { what, where })),
  ];
}

/** Terraform does not see a record that others made. Receivers see two, and ignore both (RFC 7208 4.5, RFC 9989 4.10). */
export function secondRecordFindings(
  changes: { spf: readonly SpfChange[]; dmarc: readonly DmarcChange[] },
  edits: readonly RecordEdit[],
): Finding[] {
  const planned = edits.map(({ after }) => after?.value);
  const told = (kind: "SPF" | "DMARC", name: string, before: readonly string[], after: readonly string[]): Finding[] => {
    const foreign = after.filter((text) => !planned.includes(text)).map((text) => `"${text}"`);
    if (after.length < 2 || before.length >= after.length || foreign.length === 0) return [];
    const what = `${name} would have ${after.length} ${kind} records; Terraform does not manage ${foreign.join(" and ")}`;
    return [findingOf("forecast/second-record", { what, where: `${name} TXT` })];
  };
  const own = changes.dmarc.filter(({ reading }) => reading === "RFC 7489");
  return [
    ...changes.spf.flatMap(({ name, before, after }) => told("SPF", name, before?.records ?? [], after?.records ?? [])),
    ...own.flatMap(({ domain, before, after }) => told("DMARC", `_dmarc.${domain}`, before?.ownRecords ?? [], after?.ownRecords ?? [])),
  ];
}

/** No environment sends from an organisational domain, and the forecast does not know which other tools do. */
export function unknownSenderFindings(
  { spf, dmarc }: { spf: readonly SpfChange[]; dmarc: readonly DmarcChange[] },
  paths: readonly PathForecast[],
): Finding[] {
  const isOwn = (domain: string): boolean => paths.some(({ after }) => after.authorDomain === domain);
  const told = (domain: string, what: string, where: string): Finding[] =>
    isOwn(domain)
      ? []
      : [findingOf("forecast/unknown-senders", { what: `${what}; the forecast does not know who else sends this way`, where })];
  const policies = dmarc
    .filter(({ reading, before, after }) => reading === "RFC 7489" && before && after)
    .flatMap(({ domain, before, after }) => {
      const scopes = [
        isRaised(before?.policy, after?.policy) ? [`of mail from ${domain} (${raisedInWords(before?.policy, after?.policy)})`] : [],
        isRaised(before?.below?.existing, after?.below?.existing)
          ? [
              `of mail from names below it without a record of their own (${raisedInWords(before?.below?.existing, after?.below?.existing)})`,
            ]
          : [],
      ].flat();
      return scopes.length > 0 ? told(domain, `DMARC would ask for more ${scopes.join(", and ")}`, `_dmarc.${domain} TXT`) : [];
    });
  const senders = spf.flatMap(({ name, removed }) => {
    const gone = removed.filter((term) => !/^[~?+-]?all\b/.test(term));
    return gone.length > 0 && dmarc.some(({ domain }) => domain === name)
      ? told(name, `SPF of ${name} would no longer let ${gone.join(" and ")} send with it as return path`, `${name} TXT`)
      : [];
  });
  return [...policies, ...senders];
}

const raisedInWords = (before: DmarcPolicy | undefined, after: DmarcPolicy | undefined): string =>
  `${before ?? "no policy"} -> ${after ?? "no policy"}`;

/** New faults of a DMARC record. Has the id that verify uses once the record is live. */
export const dmarcFaultFindings = (changes: readonly DmarcChange[]): Finding[] =>
  changes
    .filter(({ reading, after }) => reading === "RFC 9989" && after?.ownRecords.length === 1)
    .flatMap(({ domain, before, after }) =>
      (after?.faults ?? [])
        .filter((what) => !before?.faults.includes(what))
        .map((what) => findingOf("dmarc/syntax", { what, where: `_dmarc.${domain} TXT` })),
    );

export function dmarcFindings(changes: readonly DmarcChange[], paths: readonly PathForecast[]): Finding[] {
  const raised = changes.find(({ before, after }) => after && isRaised(before?.policy, after.policy));
  const own = paths.filter(({ after }) => after.authorDomain === raised?.domain);
  if (!raised) return [];
  const told = (id: FindingId, how: (change: string) => string): Finding[] => [
    findingOf(id, {
      what: `DMARC of ${raised.domain} ${how(raisedInWords(raised.before?.policy, raised.after?.policy))}`,
      where: `_dmarc.${raised.domain} TXT`,
    }),
  ];
  switch (judgeRaise(own.map(({ isFresh, isEdited, before }) => ({ isFresh, isEdited, isProven: before.isProven })))) {
    case "from-the-start":
      return told("forecast/enforced-from-the-start", (change) => `is enforced from the start (${change})`);
    case "with-new-key": {
      const edited = own.filter(({ isEdited }) => isEdited).map(({ after }) => after.provider);
      const together = `together with new keys or return paths of ${edited.join(" and ")}`;
      return told("forecast/dmarc-raised-with-new-key", (change) => `would be raised (${change}) ${together}`);
    }
    case "without-evidence": {
      const reasons = own
        .filter(({ before }) => !before.isProven)
        .map(({ before: { provider, because, undecided, spf, dkim } }) =>
          [provider, ...[because, undecided, spf.why ?? [], dkim.why ?? []].flat().slice(0, 1)].join(": "),
        );
      const unproven = `and nothing shows that our own mail passes: ${reasons.join("; ")}`;
      return told("forecast/dmarc-raised-without-evidence", (change) => `would be raised (${change}), ${unproven}`);
    }
    default:
      return [];
  }
}
