/** A stack's DNS records for people with another DNS host: as a table, as a zone file (RFC 1035 5), as CSV (RFC 4180). */
import type { Finding } from "../../findings/finding";
import type { MailRecord } from "../../mail/records/mail-record";
import { quoteTxt } from "../../mail/records/txt";
import { terminalTable } from "../terminal-table";

export type RecordFormat = "table" | "bind" | "csv";

export type ListedRecord = Omit<MailRecord, "id"> & {
  /** The name or the value is known only after apply. */
  pending: boolean;
  /** That holds it; absent when it is declared no more. */
  zone?: string;
  /** Who publishes it, for people. */
  publisher: string;
};

export function recordsText(format: RecordFormat, records: readonly ListedRecord[]): string {
  if (format === "bind") return zoneFile(records);
  if (format === "csv") return [columns, ...records.map(cells)].map(csvLine).join("");
  return terminalTable(
    ["published by", ...columns],
    records.map((record) => [record.publisher, ...cells(record)]),
  );
}

const columns = ["type", "name", "ttl", "priority", "value"];

const cells = ({ type, name, ttl, priority, value }: ListedRecord): string[] => [
  type,
  name,
  String(ttl),
  priority === undefined ? "" : String(priority),
  value,
];

/** What is not known yet becomes a comment: the file can be loaded, and says what it lacks. */
function zoneFile(records: readonly ListedRecord[]): string {
  return records
    .map((record) => {
      const { type, name, ttl, pending } = record;
      return `${pending ? "; " : ""}${name}. ${ttl} IN ${type} ${data(record)}\n`;
    })
    .join("");
}

function data({ type, value, priority }: ListedRecord): string {
  if (type === "TXT") return quoteTxt(value);
  const host = value === "." ? "." : `${value}.`;
  return priority === undefined ? host : `${priority} ${host}`;
}

const csvLine = (cells: string[]): string =>
  `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;

/** What somebody else has to publish, or what else is worth saying about the declared records. */
export const noticeText = ({ id, severity, where, what, remedy }: Finding): string =>
  `${severity} ${id}: ${where}\n  ${what}\n  ${remedy}\n`;
