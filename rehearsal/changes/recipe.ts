/** How a change of DNS to be tried is written down: as edits of the records that are applied, whichever environment's they are. */

import type { Environment } from "../../declaration/schema/environment";
import { type DmarcTags, formatDmarc, parseDmarc, tagsOf } from "../../mail/dmarc/record";
import type { ProviderName } from "../../mail/providers/sending-providers";
import type { MailRecord } from "../../mail/records/mail-record";
import { formatSpf, parseSpf } from "../../mail/spf/record";
import type { DeclaredEdit } from "./declared-edit";

export interface Recipe {
  /** In file names. */
  id: string;
  what: string;
  breaksMail: boolean;
  /** The provider of which no document settles what it does then: its stand-in assumes what the forecast does, so that they agree proves nothing. */
  belief?: ProviderName;
  /** @returns the edits, or why there are none here. */
  edit(records: AppliedRecords): DeclaredEdit[] | string;
}

export interface AppliedRecords {
  domain: string;
  /** The record as it would be declared with another value. */
  edit(id: string, change: (value: string) => string): DeclaredEdit;
  remove(id: string): DeclaredEdit;
  add(record: Pick<MailRecord, "id" | "name" | "value">): DeclaredEdit;
  value(id: string): string | undefined;
}

export function appliedRecords({ sendingDomain: domain }: Environment, applied: readonly MailRecord[]): AppliedRecords {
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

export const withTags = (tags: DmarcTags) => (text: string) => formatDmarc({ ...tagsOf(parseDmarc(text)), ...tags });

/** As the first senders that are named. */
export const withSenders = (senders: readonly string[]) => (text: string) =>
  formatSpf([...senders, ...parseSpf(text).terms.map((term) => term.text)]);
