/** The guard's rules for DNS: no record that mail needs is lost, weakened, doubled, hidden behind a proxy or changed to something unknown. */

import type { Finding } from "../findings/finding";
import { isUsable, parseDkim } from "../mail/dkim/record";
import type { DmarcReading, DmarcScope } from "../mail/dmarc/policy";
import { type DmarcRecord, isDmarc, parseDmarc } from "../mail/dmarc/record";
import { loweredScopes } from "../mail/dmarc/stages";
import { policyOf } from "../mail/dmarc/strength";
import { sendingProviders } from "../mail/providers/sending-providers";
import { describeRecordError } from "../mail/records/record-error";
import { isSpf, parseSpf } from "../mail/spf/record";
import { type SpfStrength, spfStrength } from "../mail/spf/strength";
import type { MailRole, PlannedRecord, RecordChange } from "./dns-changes";

type Hit = Pick<Finding, "id" | "what" | "remedy">;

export function guardRecords(changes: readonly RecordChange[]): Finding[] {
  const hits = changes.flatMap((change) =>
    [...lost(change), ...changed(change), ...proxied(change)].map((hit) => ({ hit, where: change.address })),
  );
  return [...hits, ...doubled(changes)].map(({ hit, where }) => ({ severity: "error", where, ...hit }));
}

const family = (role: MailRole): string => role.toLowerCase().replaceAll(" ", "-");

const whyItMatters: Record<MailRole, string> = {
  SPF: "without it receivers cannot tell who may send",
  DMARC: "without it anybody may send in this name, and Gmail, Yahoo and Outlook refuse bulk mail",
  "DMARC report permission": "without it receivers send no reports about the other domain",
  DKIM: "mail under way and mail to come fails DKIM; publish a new key at another selector first, and keep the old one for a week",
  MX: "mail to this name, bounces included, is lost, and SES stops using its return path",
  "return path": "mail loses its SPF alignment with the From domain; SendGrid stops accepting the domain",
  "tracked links": "links in mail that was sent already, while clicks were tracked, lead to this name, and then nowhere",
};

function lost({ action, before, after }: RecordChange): Hit[] {
  if (!before?.role || action === "keep" || action === "create") return [];
  const { role, type, name } = before;
  const hit = (verb: string, what: string): Hit[] => [
    {
      id: `${family(role)}/${verb}`,
      what: `the ${role} record${type === role ? "" : ` (${type})`} of "${name}" ${what}`,
      remedy: whyItMatters[role],
    },
  ];
  if (!after) return hit("deleted", "would be deleted");
  if (action === "replace") return hit("replaced", "would be deleted and made again: for a while there is none");
  if (after.name !== name)
    return hit("deleted", `would move to ${after.name ? `"${after.name}"` : "a name that is known after the apply"}`);
  if (after.type !== type) return hit("replaced", `would become a ${after.type} record`);
  if (after.value !== undefined && after.role !== role) return hit("deleted", `would no longer be a ${role} record`);
  return [];
}

/** What changes within a record that stays, or comes back at the same name. */
function changed({ action, before, after }: RecordChange): Hit[] {
  if (action === "keep" || !before?.role || !after || before.value === undefined) return [];
  if (after.name !== before.name || after.type !== before.type) return [];
  if (after.value === undefined) {
    const what = `what the ${before.role} record of "${before.name}" would say is known only after the apply`;
    return [
      { id: `${family(before.role)}/not-readable`, what, remedy: "it comes from a resource that changes too: look at that change first" },
    ];
  }
  if (after.role !== before.role || after.value === before.value) return [];
  return rules[before.role]({ name: before.name, was: before.value, willBe: after.value });
}

interface ValueChange {
  name: string | undefined;
  was: string;
  willBe: string;
}

const elsewhere = (role: MailRole, { name, was, willBe }: ValueChange): Hit[] => {
  const what = `the ${role} record of "${name}" would point elsewhere: ${was} -> ${willBe}`;
  return [{ id: `${family(role)}/target-changed`, what, remedy: whyItMatters[role] }];
};

const rules: Record<MailRole, (change: ValueChange) => Hit[]> = {
  SPF: spfRule,
  DMARC: dmarcRule,
  DKIM: dkimRule,
  MX: (change) => elsewhere("MX", change),
  "return path": (change) => elsewhere("return path", change),
  "tracked links": (change) => elsewhere("tracked links", change),
  "DMARC report permission": () => [],
};

function spfRule({ name, was, willBe }: ValueChange): Hit[] {
  // What a CNAME leads to is not known here.
  if (!isSpf(was) || !isSpf(willBe)) return [];
  const record = parseSpf(willBe);
  const [before, after] = [spfStrength(parseSpf(was)), spfStrength(record)];
  const weaker: Hit = {
    id: "spf/policy-weakened",
    what: `SPF of "${name}" would refuse less: ${before.others} -> ${after.others}`,
    remedy: 'end it with "~all" or "-all", and name the senders that are missing',
  };
  const [error] = record.errors;
  if (error && before.others !== "permerror")
    return [{ ...weaker, what: `SPF of "${name}" would be a permanent error, and nobody would pass: ${describeRecordError(error)}` }];
  const dropped = Object.values(sendingProviders).flatMap(({ title, spfInclude: domain }) =>
    domain !== undefined && includes(before, domain) && !includes(after, domain) ? [{ title, domain }] : [],
  );
  return [
    ...(refusal(after) < refusal(before) ? [weaker] : []),
    ...dropped.map(({ title, domain }) => ({
      id: "spf/sender-dropped",
      what: `SPF of "${name}" would no longer let ${title} send: include:${domain} is gone`,
      remedy: `keep it for as long as ${title} is a sending provider, primary or standby`,
    })),
  ];
}

const includes = (spf: SpfStrength, domain: string): boolean =>
  spf.includes.some((included) => included === domain || included.endsWith(`.${domain}`));

/** "~all" is as good as "-all", since DMARC decides about both. What a redirect says cannot be known, so it counts as nothing, as an error does. */
const refusal = ({ others }: SpfStrength): number => ({ "-all": 2, "~all": 2, "?all": 1, "+all": 0 })[others as "-all"] ?? 1;

function dmarcRule({ name, was, willBe }: ValueChange): Hit[] {
  // What a CNAME leads to is not known here.
  if (!isDmarc(was) || !isDmarc(willBe)) return [];
  const [before, after] = [parseDmarc(was), parseDmarc(willBe)];
  if (after.isVoid && !before.isVoid) {
    const what = `the DMARC record of "${name}" would be malformed, and so ignored`;
    return [{ id: "dmarc/deleted", what, remedy: 'write "v=DMARC1" first, then each tag once' }];
  }
  const weaker = loweredScopes(before, after);
  const policy: Hit = {
    id: "dmarc/policy-weakened",
    what: `DMARC of "${name}" would be weaker: ${weaker.map((each) => `${inWords(before, each)} -> ${inWords(after, each)}`).join(", ")}`,
    remedy: "a policy is lowered only while mail of our own fails; find out which sender is not aligned first",
  };
  const reports: Hit = {
    id: "dmarc/reports-lost",
    what: `DMARC of "${name}" would ask for no more reports: rua is gone`,
    remedy: "name an address in dmarc.reportTo: without reports nobody sees what fails",
  };
  return [...(weaker.length > 0 ? [policy] : []), ...(before.rua.length > 0 && after.rua.length === 0 ? [reports] : [])];
}

/** Only receivers of RFC 7489 look at pct, only those of RFC 9989 at t. */
function inWords(record: DmarcRecord, { scope, reading }: { scope: DmarcScope; reading: DmarcReading }): string {
  const share = reading === "RFC 7489" && record.percent < 100 ? ` for ${record.percent} %` : "";
  const testing = reading === "RFC 9989" && record.isTesting ? " in testing" : "";
  return `${scope}=${policyOf(record, scope, reading) ?? "nothing"}${share}${testing}`;
}

function dkimRule({ name, was, willBe }: ValueChange): Hit[] {
  const [before, after] = [parseDkim(was), parseDkim(willBe)];
  // A CNAME: the key lies at its target.
  if (!before.key && !after.key)
    return [{ ...keyChanged(name), what: `the DKIM key of "${name}" would come from elsewhere: ${was} -> ${willBe}` }];
  if (!before.key) return [];
  if (!after.key) return [{ id: "dkim/deleted", what: `the DKIM key of "${name}" would be revoked`, remedy: whyItMatters.DKIM }];
  const [error] = after.errors;
  if (error && isUsable(before))
    return [
      { id: "dkim/deleted", what: `the DKIM key of "${name}" could not be read: ${describeRecordError(error)}`, remedy: whyItMatters.DKIM },
    ];
  if (before.key === after.key) return [];
  if ((after.bits ?? 0) >= (before.bits ?? 0)) return [keyChanged(name)];
  const what = `the DKIM key of "${name}" would be shorter: ${before.bits} -> ${after.bits ?? "an unknown number of"} bits`;
  return [{ id: "dkim/key-shortened", what, remedy: "use 2048 bits: receivers ignore keys below 1024, and some ask for more" }];
}

const keyChanged = (name: string | undefined): Hit => ({
  id: "dkim/key-changed",
  what: `the DKIM key of "${name}" would be another one`,
  remedy: whyItMatters.DKIM,
});

function proxied({ action, before, after }: RecordChange): Hit[] {
  if (action === "keep" || !after?.proxied || before?.proxied || !(after.role ?? before?.role)) return [];
  const what = `"${after.name}" would be proxied: it answers with Cloudflare's addresses instead of the record`;
  return [{ id: "dns/proxied", what, remedy: "set proxied to false on every name that authenticates mail" }];
}

/** With two SPF or two DMARC records receivers ignore both (RFC 7208 4.5, RFC 7489 6.6.3). Only what this plan brings about counts. */
function doubled(changes: readonly RecordChange[]): { hit: Hit; where: string }[] {
  const holds = (record: PlannedRecord | undefined, role: MailRole, name: string | undefined): boolean =>
    record?.role === role && record.type === "TXT" && record.name === name;
  const added = changes.filter(({ after, before, action }) => action !== "keep" && after?.role && !holds(before, after.role, after.name));
  return (["SPF", "DMARC"] as const).flatMap((role) => {
    const names = new Set(added.filter(({ after }) => holds(after, role, after?.name)).map(({ after }) => after?.name));
    return [...names].flatMap((name) => {
      const all = changes.filter(({ after }) => holds(after, role, name));
      const where = added.find(({ after }) => holds(after, role, name))?.address ?? "";
      const what = `"${name}" would have ${all.length} ${role} records: ${all.map(({ address }) => address).join(" and ")}`;
      return all.length < 2 ? [] : [{ where, hit: { id: `${family(role)}/second-record`, what, remedy: "merge them into one" } }];
    });
  });
}
