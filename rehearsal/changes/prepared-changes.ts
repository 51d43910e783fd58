/**
 * Ten changes of an environment's DNS that people really make, five of them harmless and five that break mail, for whichever environment:
 * what cannot be tried there is left out, and it is said why. test/rehearsal/forecast.test.ts tries more.
 */

import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import { type DmarcPolicy, nextStricter } from "../../mail/dmarc/policy";
import { type DmarcTags, formatDmarc, parseDmarc, tagsOf } from "../../mail/dmarc/record";
import type { ProviderName } from "../../mail/providers/sending-providers";
import type { MailRecord } from "../../mail/records/mail-record";
import { formatSpf, parseSpf } from "../../mail/spf/record";
import { formatTlsRpt } from "../../mail/tls-rpt/record";
import type { DeclaredEdit } from "./declared-edit";

export interface PreparedChange {
  /** In file names. */
  id: string;
  what: string;
  breaksMail: boolean;
  edits: DeclaredEdit[];
}

interface LeftOut {
  what: string;
  why: string;
}

export interface PreparedChanges {
  changes: PreparedChange[];
  leftOut: LeftOut[];
}

interface Recipe extends Omit<PreparedChange, "edits"> {
  /** Without which there is nothing to try. */
  provider?: ProviderName;
  /** @returns the edits, or why there are none here. */
  edit(records: AppliedRecords): DeclaredEdit[] | string;
}

/** @param applied with the sending providers' targets filled in. */
export function prepareChanges(environment: Environment, applied: readonly MailRecord[]): PreparedChanges {
  const providers: readonly string[] = sendingProvidersOf(environment);
  const records = appliedRecords(environment, applied);
  const prepared: PreparedChanges = { changes: [], leftOut: [] };
  for (const { provider, edit, ...recipe } of recipes) {
    const isMissing = provider !== undefined && !providers.includes(provider);
    const edits = isMissing ? `${provider} does not send here` : edit(records);
    if (typeof edits === "string") prepared.leftOut.push({ what: recipe.what, why: edits });
    else prepared.changes.push({ ...recipe, edits });
  }
  return prepared;
}

interface AppliedRecords {
  domain: string;
  /** The record as it would be declared with another value. */
  edit(id: string, change: (value: string) => string): DeclaredEdit;
  remove(id: string): DeclaredEdit;
  add(record: Pick<MailRecord, "id" | "name" | "value">): DeclaredEdit;
  value(id: string): string | undefined;
}

function appliedRecords({ sendingDomain: domain }: Environment, applied: readonly MailRecord[]): AppliedRecords {
  const need = (id: string): MailRecord => {
    const found = applied.find((record) => record.id === id);
    if (!found) throw new Error(`no record "${id}" is applied for ${domain}, expected one of ${applied.map((each) => each.id).join(", ")}`);
    return found;
  };
  return {
    domain,
    edit: (id, change) => ({ before: need(id), after: { ...need(id), value: change(need(id).value) } }),
    remove: (id) => ({ before: need(id) }),
    add: (record) => ({ after: { ...record, type: "TXT", ttl: 300 } }),
    value: (id) => applied.find((record) => record.id === id)?.value,
  };
}

const withTags = (tags: DmarcTags) => (text: string) => formatDmarc({ ...tagsOf(parseDmarc(text)), ...tags });

const policyOf = (dmarc = ""): DmarcPolicy => parseDmarc(dmarc).policy ?? "none";

/** Each costs a look-up, however often it is named: RFC 7208 4.6.4 allows ten. */
const manyIncludes = Array<string>(10).fill("include:sendgrid.net");

/** As the first senders that are named. */
const withSenders = (senders: readonly string[]) => (text: string) =>
  formatSpf([...senders, ...parseSpf(text).terms.map((term) => term.text)]);

/** What breaks mail comes first, so that what follows shows that all of it was put back. */
const recipes: readonly Recipe[] = [
  {
    id: "no-return-path",
    what: "SendGrid's return path is deleted",
    breaksMail: true,
    provider: "sendgrid",
    edit: ({ remove }) => [remove("sendgrid-return-path")],
  },
  {
    id: "misspelt-key",
    what: "SendGrid's key is misspelt, DMARC made reject",
    breaksMail: true,
    provider: "sendgrid",
    edit: ({ edit }) => [edit("sendgrid-dkim-1", (target) => `${target}.example`), edit("dmarc", withTags({ p: "reject" }))],
  },
  {
    id: "no-ses-key",
    what: "one of SES's three keys is deleted",
    breaksMail: true,
    provider: "ses",
    edit: ({ remove }) => [remove("ses-dkim-2")],
  },
  {
    id: "too-many-lookups",
    what: "SES's return path needs too many look-ups",
    breaksMail: true,
    provider: "ses",
    edit: ({ edit }) => [edit("ses-mail-from-spf", withSenders(manyIncludes))],
  },
  {
    id: "second-dmarc",
    what: "a second DMARC record, for another tool",
    breaksMail: true,
    edit: ({ domain, add }) => [add({ id: "second-dmarc", name: `_dmarc.${domain}`, value: "v=DMARC1; p=none" })],
  },
  {
    id: "raise-dmarc",
    what: "DMARC is raised one step",
    breaksMail: false,
    edit: ({ edit, value }) => {
      const next = nextStricter(policyOf(value("dmarc")));
      return next ? [edit("dmarc", withTags({ p: next }))] : "its policy is reject, above which there is none";
    },
  },
  {
    id: "strict-alignment",
    what: "DMARC asks for strict alignment",
    breaksMail: false,
    edit: ({ edit }) => [edit("dmarc", withTags({ adkim: "s", aspf: "s" }))],
  },
  {
    id: "reports-elsewhere",
    what: "DMARC reports go to another mailbox",
    breaksMail: false,
    edit: ({ edit }) => [edit("dmarc", (text) => text.replace(/mailto:[^@]+@/g, "mailto:reports@"))],
  },
  {
    id: "another-sender",
    what: "SPF lets one more server send",
    breaksMail: false,
    edit: ({ edit }) => [edit("spf", withSenders(["ip4:198.51.100.7"]))],
  },
  {
    id: "tls-reports",
    what: "TLS reports go to another mailbox",
    breaksMail: false,
    edit: ({ domain, add, edit, value }) => {
      const text = formatTlsRpt([`mailto:tls@${domain}`]);
      return [value("tls-rpt") ? edit("tls-rpt", () => text) : add({ id: "tls-rpt", name: `_smtp._tls.${domain}`, value: text })];
    },
  },
];
