/** When each record was first seen right, and which servers were behind until when, over many looks. */
import type { JudgedAnswer, RecordCheck } from "./check-record";
import { got, nameOf } from "./record-findings";

interface LateServer {
  /** Where it is asked: at the authoritative servers, or at the resolvers. */
  seenFrom: "published" | "visible";
  server: string;
  /** Milliseconds from the start until it was first seen right; absent when it never was. */
  rightMs?: number;
  /** Its answer when it was first seen wrong. */
  why: string;
}

export interface RecordHistory {
  name: string;
  type: string;
  /** Milliseconds from the start; absent when it never was. */
  publishedMs?: number;
  visibleMs?: number;
  late: LateServer[];
}

const sides = ["published", "visible"] as const;

export class History {
  readonly #records = new Map<string, RecordHistory>();

  /** @param atMs since the start. */
  add({ record: { name, type, value }, published, visible, answers }: RecordCheck, atMs: number): void {
    const key = `${name} ${type} ${value}`;
    const known = this.#records.get(key) ?? { name, type, late: [] };
    this.#records.set(key, known);
    if (published) known.publishedMs ??= atMs;
    if (visible) known.visibleMs ??= atMs;
    for (const seenFrom of sides) {
      for (const answer of answers[seenFrom]) {
        const server = nameOf(answer);
        const late = known.late.find((each) => each.seenFrom === seenFrom && each.server === server);
        if (!answer.right && !late) known.late.push({ seenFrom, server, why: whyOf(answer, seenFrom, answers.published) });
        else if (answer.right && late) late.rightMs ??= atMs;
      }
    }
  }

  records(): RecordHistory[] {
    return [...this.#records.values()];
  }
}

function whyOf(answer: JudgedAnswer, seenFrom: LateServer["seenFrom"], published: readonly JudgedAnswer[]): string {
  if (answer.outcome === "failed") return `no usable answer: ${answer.reason ?? "no reason given"}`;
  const ahead = published.find(({ right }) => right);
  if (!ahead) return `nowhere published yet: ${got(answer)}`;
  if (seenFrom === "visible") return `stale cache: ${got(answer)}${answer.ttl === undefined ? "" : `, ${answer.ttl} s left`}`;
  const serials = answer.serial === undefined || ahead.serial === undefined ? "" : `, serial ${answer.serial} of ${ahead.serial}`;
  return `late server: ${got(answer)}${serials}`;
}
