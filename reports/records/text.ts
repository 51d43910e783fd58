/** A stack's DNS records for people with another DNS host: as a table, as a zone file (RFC 1035 5), as CSV (RFC 4180). */
import type { Finding } from "../../findings/finding";
import { isUnknown, shownText } from "../../mail/dns/record";
import { quoteTxt } from "../../mail/records/txt";
import type { ListedRecord } from "../../workflows/records";
import { count } from "../counts";
import { csvLine } from "../csv";
import { bySeverity } from "../ink";
import { type Column, terminalTable } from "../terminal-table";

export type RecordFormat = "table" | "bind" | "csv";

export function recordsText(format: RecordFormat, records: readonly ListedRecord[]): string {
  if (format === "bind") return zoneFile(records);
  if (format === "csv") return [columns, ...records.map(cells)].map(csvLine).join("");
  return terminalTable(
    [{ title: "published by", leaveOut: 1 }, ...shown],
    records.map((record) => [record.publisher, ...cells(record)]),
  );
}

/** "11 records: 9 by Terraform at Cloudflare, 2 by you". */
export function recordsClosing(records: readonly ListedRecord[]): string {
  const publishers = [...new Set(records.map(({ publisher }) => publisher))];
  const by = publishers.map((publisher) => `${records.filter((each) => each.publisher === publisher).length} by ${publisher}`);
  return `${count(records.length, "record")}${by.length > 0 ? `: ${by.join(", ")}` : ""}\n`;
}

const shown: Column[] = [
  { title: "type", heading: true },
  { title: "name", heading: true, whole: true },
  { title: "ttl" },
  { title: "priority" },
  { title: "value", whole: true },
];
const columns = ["type", "name", "ttl", "priority", "value"];

const cells = ({ type, name, ttl, priority, value }: ListedRecord): string[] => [
  type,
  shownText(name),
  String(ttl),
  priority === undefined ? "" : String(priority),
  shownText(value),
];

/** What is not known yet becomes a comment: the file can be loaded, and says what it lacks. */
function zoneFile(records: readonly ListedRecord[]): string {
  return records
    .map((record) => {
      const { type, name, ttl } = record;
      return `${isPending(record) ? "; " : ""}${shownText(name)}. ${ttl} IN ${type} ${data(record)}\n`;
    })
    .join("");
}

export const isPending = ({ name, value }: ListedRecord): boolean => isUnknown(name) || isUnknown(value);

function data({ type, value: text, priority }: ListedRecord): string {
  const value = shownText(text);
  if (type === "TXT") return quoteTxt(value);
  const host = value === "." ? "." : `${value}.`;
  return priority === undefined ? host : `${priority} ${host}`;
}

/** What somebody else has to publish, or what else is worth saying about the declared records. */
export const noticeText = ({ id, severity, where, what, remedy }: Finding): string =>
  `${bySeverity(severity, `${severity} ${id}`)}: ${where}\n  ${what}\n  ${remedy}\n`;
