/**
 * The gate's rules for DNS records that are there: none that mail needs is deleted, weakened, doubled, proxied, or replaced by a value that is not
 * known yet. guard-names.ts judges what is new.
 */

import { type Finding, findingOf } from "../findings/finding";
import { keepIt } from "../findings/kinds/losses";
import { isUsable, parseDkim } from "../mail/dkim/record";
import type { DmarcReading, DmarcScope } from "../mail/dmarc/policy";
import { type DmarcRecord, isDmarc, parseDmarc } from "../mail/dmarc/record";
import { loweredScopes } from "../mail/dmarc/stages";
import { policyOf } from "../mail/dmarc/strength";
import { isKnown, shownText } from "../mail/dns/record";
import { sendingProviders } from "../mail/providers/sending-providers";
import { parseErrorText } from "../mail/records/parse-error";
import { isSpf, parseSpf } from "../mail/spf/record";
import { type SpfStrength, spfRefusal, spfStrength } from "../mail/spf/strength";
import { parseTlsRpt } from "../mail/tls-rpt/record";
import type { MailRole, PlannedRecord, RecordChange } from "./dns-changes";

export const guardRecords = (changes: readonly RecordChange[]): Finding[] => [
  ...changes.flatMap((change) => [...lost(change), ...changed(change), ...proxied(change)]),
  ...doubled(changes),
];

/** The first part of a finding's id. */
const families = {
  SPF: "spf",
  DMARC: "dmarc",
  "DMARC report permission": "dmarc-report-permission",
  DKIM: "dkim",
  MX: "mx",
  "return path": "return-path",
  "tracked links": "tracked-links",
  "TLS-RPT": "tls-rpt",
  "MTA-STS": "mta-sts",
} as const satisfies Record<MailRole, string>;

function lost({ address: where, action, before, after }: RecordChange): Finding[] {
  if (!before?.role || action === "keep" || action === "create" || action === "forget" || action === "defer") return [];
  const { role, type } = before;
  const name = shownText(before.name);
  const family = families[role];
  const told = (verb: "deleted" | "replaced", end: string): Finding[] => {
    const what = `the ${role} record${type === role ? "" : ` (${type})`} of "${name}" ${end}`;
    return [findingOf(`${family}/${verb}`, { where, what, remedy: keepIt(family) })];
  };
  if (!after) return told("deleted", "would be deleted");
  if (action === "replace") return told("replaced", "would be replaced: for a while there is none");
  if (after.name !== before.name)
    return told("deleted", `would move to ${isKnown(after.name) ? `"${after.name}"` : "a name known after the apply"}`);
  if (after.type !== type) return told("replaced", `would become a ${after.type} record`);
  if (isKnown(after.value) && after.role !== role) return told("deleted", `would no longer be a ${role} record`);
  return [];
}

/** A new value of a record whose name and type stay. */
function changed({ address: where, action, before, after }: RecordChange): Finding[] {
  if (action === "keep" || action === "defer" || !before?.role || !after || !isKnown(before.value)) return [];
  if (after.name !== before.name || after.type !== before.type) return [];
  const name = shownText(before.name);
  if (!isKnown(after.value)) {
    const what = `the new value of the ${before.role} record of "${name}" is known only after the apply`;
    return [findingOf(`${families[before.role]}/not-readable`, { where, what })];
  }
  if (after.role !== before.role || after.value === before.value) return [];
  if (before.type === "CNAME" && before.role !== "DKIM")
    return elsewhere(before.role)({ where, name, was: before.value, willBe: after.value });
  return rules[before.role]({ where, name, was: before.value, willBe: after.value });
}

interface ValueChange {
  where: string;
  name: string;
  was: string;
  willBe: string;
}

const elsewhere =
  (role: Exclude<MailRole, "DKIM">) =>
  ({ where, name, was, willBe }: ValueChange): Finding[] => {
    const what = `the ${role} record of "${name}" would have another target: ${was} -> ${willBe}`;
    return [findingOf(`${families[role]}/target-changed`, { where, what })];
  };

const rules: Record<MailRole, (change: ValueChange) => Finding[]> = {
  SPF: spfRule,
  DMARC: dmarcRule,
  DKIM: dkimRule,
  MX: elsewhere("MX"),
  "return path": elsewhere("return path"),
  "tracked links": elsewhere("tracked links"),
  "DMARC report permission": () => [],
  "TLS-RPT": tlsRptRule,
  "MTA-STS": () => [],
};

function tlsRptRule({ where, name, willBe }: ValueChange): Finding[] {
  if (parseTlsRpt(willBe).rua.length > 0) return [];
  const what = `the TLS-RPT record of "${name}" would name nobody to report to`;
  return [findingOf("tls-rpt/deleted", { where, what, remedy: keepIt("tls-rpt") })];
}

function spfRule({ where, name, was, willBe }: ValueChange): Finding[] {
  // The target of a CNAME is not known here.
  if (!isSpf(was) || !isSpf(willBe)) return [];
  const record = parseSpf(willBe);
  const [before, after] = [spfStrength(parseSpf(was)), spfStrength(record)];
  const [error] = record.errors;
  if (error && before.others !== "permerror") {
    const what = `SPF of "${name}" would be a permanent error, so no mail would pass SPF: ${parseErrorText(error)}`;
    return [findingOf("spf/policy-weakened", { where, what })];
  }
  const weaker = `SPF of "${name}" would allow more senders: ${before.others} -> ${after.others}`;
  const dropped = Object.values(sendingProviders).flatMap(({ title, spfInclude: domain }) =>
    domain !== undefined && includes(before, domain) && !includes(after, domain) ? [{ title, domain }] : [],
  );
  return [
    ...(spfRefusal(willBe) < spfRefusal(was) ? [findingOf("spf/policy-weakened", { where, what: weaker })] : []),
    ...dropped.map(({ title, domain }) =>
      findingOf("spf/sender-dropped", {
        where,
        what: `SPF of "${name}" would no longer allow ${title}: include:${domain} is removed`,
        remedy: `keep it while ${title} is a sending provider, primary or standby`,
      }),
    ),
  ];
}

const includes = (spf: SpfStrength, domain: string): boolean =>
  spf.includes.some((included) => included === domain || included.endsWith(`.${domain}`));

function dmarcRule({ where, name, was, willBe }: ValueChange): Finding[] {
  // The target of a CNAME is not known here.
  if (!isDmarc(was) || !isDmarc(willBe)) return [];
  const [before, after] = [parseDmarc(was), parseDmarc(willBe)];
  if (after.isVoid && !before.isVoid) {
    const what = `the DMARC record of "${name}" would be malformed, so receivers would ignore it`;
    return [findingOf("dmarc/deleted", { where, what, remedy: 'write "v=DMARC1" first, then each tag once' })];
  }
  const weaker = loweredScopes(before, after);
  const looser = (["adkim", "aspf"] as const).filter((mode) => before[mode] === "s" && after[mode] === "r");
  const steps = weaker.map((each) => `${policyText(before, each)} -> ${policyText(after, each)}`).join(", ");
  const lostReports = before.rua.length > 0 && after.rua.length === 0;
  return [
    ...(weaker.length > 0 ? [findingOf("dmarc/policy-weakened", { where, what: `DMARC of "${name}" would be weaker: ${steps}` })] : []),
    ...(after.psd !== before.psd
      ? [findingOf("dmarc/policy-weakened", { where, what: `DMARC of "${name}" would say psd=${after.psd}` })]
      : []),
    ...looser.map((mode) => findingOf("dmarc/policy-weakened", { where, what: `DMARC of "${name}" would align by ${mode}=r again` })),
    ...(lostReports
      ? [findingOf("dmarc/reports-lost", { where, what: `DMARC of "${name}" would request no more reports: rua is removed` })]
      : []),
  ];
}

/** Receivers of RFC 7489 read pct, those of RFC 9989 read t. */
function policyText(record: DmarcRecord, { scope, reading }: { scope: DmarcScope; reading: DmarcReading }): string {
  const share = reading === "RFC 7489" && record.percent < 100 ? ` for ${record.percent} %` : "";
  const testing = reading === "RFC 9989" && record.isTesting ? " in testing" : "";
  return `${scope}=${policyOf(record, scope, reading) ?? "nothing"}${share}${testing}`;
}

function dkimRule({ where, name, was, willBe }: ValueChange): Finding[] {
  const [before, after] = [parseDkim(was), parseDkim(willBe)];
  const keyChanged = (how: string): Finding[] => [findingOf("dkim/key-changed", { where, what: `the DKIM key of "${name}" ${how}` })];
  const deleted = (how: string): Finding[] => [
    findingOf("dkim/deleted", { where, what: `the DKIM key of "${name}" ${how}`, remedy: keepIt("dkim") }),
  ];
  // A CNAME: the key lies at its target.
  if (!before.key && !after.key) return keyChanged(`would have another target: ${was} -> ${willBe}`);
  if (!before.key) return [];
  if (!after.key) return deleted("would be revoked");
  const [error] = after.errors;
  if (error && isUsable(before)) return deleted(`would be malformed: ${parseErrorText(error)}`);
  if (after.isTesting && !before.isTesting)
    return [findingOf("dkim/testing", { where, what: `the DKIM key of "${name}" would be a test` })];
  if (before.key === after.key) return [];
  if ((after.bits ?? 0) >= (before.bits ?? 0)) return keyChanged("would be replaced by another key");
  const what = `the DKIM key of "${name}" would be shorter: ${before.bits} -> ${after.bits ?? "an unknown number of"} bits`;
  return [findingOf("dkim/key-shortened", { where, what })];
}

function proxied({ address: where, action, before, after }: RecordChange): Finding[] {
  if (action === "keep" || action === "forget" || !after?.proxied || before?.proxied || !(after.role ?? before?.role)) return [];
  const what = `"${shownText(after.name)}" would be proxied: its DNS host answers with its own addresses instead of the record`;
  return [findingOf("dns/proxied", { where, what })];
}

/** With two SPF or two DMARC records receivers ignore both (RFC 7208 4.5, RFC 7489 6.6.3). Counts only second records that this plan adds. */
function doubled(changes: readonly RecordChange[]): Finding[] {
  const holds = (record: PlannedRecord | undefined, role: MailRole, name: PlannedRecord["name"] | undefined): boolean =>
    record?.role === role && record.type === "TXT" && record.name === name;
  const added = changes.filter(({ after, before, action }) => action !== "keep" && after?.role && !holds(before, after.role, after.name));
  return (["SPF", "DMARC"] as const).flatMap((role) => {
    const names = new Set(added.map(({ after }) => after?.name).filter(isKnown));
    return [...names].flatMap((name) => {
      const all = changes.filter(({ after }) => holds(after, role, name));
      const where = added.find(({ after }) => holds(after, role, name))?.address ?? "";
      const what = `"${name}" would have ${all.length} ${role} records: ${all.map(({ address }) => address).join(" and ")}`;
      return all.length < 2 ? [] : [findingOf(`${families[role]}/second-record`, { where, what })];
    });
  });
}
