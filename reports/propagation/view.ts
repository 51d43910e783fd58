/**
 * Propagation as it happens. On a terminal a table, record by server, drawn anew in place, with the seconds until a wrong answer leaves a
 * cache; elsewhere a plain line whenever a record's state has changed.
 */
import type { MailRecord } from "../../mail/records/mail-record";
import type { JudgedAnswer, RecordCheck } from "../../workflows/verify/check-record";
import { printable } from "../printable";
import { type Column, table, tableLines } from "../terminal-table";

type Check = Pick<RecordCheck, "record" | "answers">;

interface ViewOutput {
  write(text: string): unknown;
  isTerminal: boolean;
  /** As it is now: a window may change. */
  columns(): number;
}

export interface PropagationView {
  observe(check: Check, atMs: number): void;
  /** Draws the table anew; on a terminal called once a second. */
  tick(atMs: number): void;
  /** Removes the table. */
  end(): void;
}

/** @param records in the order in which they are shown. */
export function createPropagationView(records: readonly MailRecord[], { write, isTerminal, columns }: ViewOutput): PropagationView {
  const seen = new Map<MailRecord, Check & { atMs: number }>();
  const told = new Map<MailRecord, string>();
  let drawn = 0;

  const erase = (): void => {
    if (drawn > 0) write(`\u001b[${drawn}A\u001b[0J`);
    drawn = 0;
  };

  const draw = (atMs: number): void => {
    if (!isTerminal) return;
    erase();
    const servers = [
      ...new Set([...seen.values()].flatMap(({ answers }) => [...answers.published, ...answers.visible]).map(({ server }) => server)),
    ];
    const width = columns() - 1;
    const rows = records.map((record) => {
      const check = seen.get(record);
      return [record.type, record.name, ...servers.map((server) => (check ? cell(check, server, atMs) : "..."))];
    });
    const inShort = table(["type", name, ...summary], rows.map(summed));
    const whole = tableLines(table(["type", name, ...servers], rows), width) ?? tableLines(inShort, width);
    const lines = whole ?? tableLines(inShort, Number.POSITIVE_INFINITY) ?? [];
    // A line that wraps would leave its rest behind when the table is erased.
    write(lines.map((line) => `${line.slice(0, width)}\n`).join(""));
    drawn = lines.length;
  };

  const tell = ({ record, answers }: Check): void => {
    const line = `${record.type} ${record.name}: ${count("published", answers.published, "servers")}, ${count("visible", answers.visible, "resolvers")}${expiry(answers.visible)}\n`;
    if (told.get(record) !== withoutSeconds(line)) write(printable(line));
    told.set(record, withoutSeconds(line));
  };

  return {
    observe(check, atMs) {
      seen.set(check.record, { ...check, atMs });
      if (isTerminal) draw(atMs);
      else tell(check);
    },
    tick: draw,
    end: erase,
  };
}

const name: Column = { title: "name", names: true };
const summary = ["right", "waits for"];

/** Where there are too many servers for the width: how many are right, and what another one says. */
function summed([type = "", name = "", ...cells]: string[]): string[] {
  const asked = cells.filter((each) => each !== "-");
  const wrong = asked.find((each) => each !== "ok");
  return [type, name, `${asked.filter((each) => each === "ok").length}/${asked.length}`, wrong ?? ""];
}

/** The worst of what a server's addresses say. */
function cell({ answers, atMs }: Check & { atMs: number }, server: string, nowMs: number): string {
  const said = [...answers.published, ...answers.visible].filter((answer) => answer.server === server);
  if (said.length === 0) return "-";
  const wrong = said.find(({ right }) => !right);
  if (!wrong) return "ok";
  if (wrong.outcome === "failed") return wrong.failure ?? "failed";
  const what = wrong.outcome === "answer" ? "old" : "absent";
  // An authoritative server's answer is never from a cache: there is nothing to count down.
  if (wrong.ttl === undefined || answers.published.includes(wrong)) return what;
  return `${what} ${Math.max(0, Math.round(wrong.ttl - (nowMs - atMs) / 1000))} s`;
}

const count = (word: string, answers: JudgedAnswer[], what: string): string =>
  `${word} by ${answers.filter(({ right }) => right).length} of ${answers.length} ${what}`;

function expiry(answers: JudgedAnswer[]): string {
  const ttls = answers.filter(({ right, ttl }) => !right && ttl !== undefined).map(({ ttl = 0 }) => ttl);
  return ttls.length > 0 ? `, old answers expire in ${Math.max(...ttls)} s` : "";
}

const withoutSeconds = (line: string): string => line.replace(/\d+ s$/m, "");
