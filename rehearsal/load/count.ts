/** Counts at the receivers' mailboxes what became of every message: whether it came, how often, and how long it took. */
import type { Letter } from "./sender";

/** When each copy was received, by the letter's reference; milliseconds since 1970. */
export type Arrivals = ReadonlyMap<string, readonly number[]>;

interface Duration {
  messages: number;
  /** Seconds from the first attempt to the mailbox. */
  median: number;
  p95: number;
  most: number;
}

export interface LoadCount {
  messages: number;
  /** Given up by their senders. */
  failed: { reference: string; why: string }[];
  /** Accepted, and in no mailbox. */
  lost: string[];
  /** In a mailbox more than once. They are explained when as many attempts had no answer after the message was sent. */
  duplicates: { reference: string; copies: number; isExplained: boolean }[];
  /** Messages of which a login was refused, and a later one was not. */
  refusedOnce: number;
  toMailbox: { before: Duration; during: Duration; after: Duration };
}

/** @param busy from when to when credentials were replaced; milliseconds since 1970. */
export function countLetters(letters: readonly Letter[], arrivals: Arrivals, busy: { from: number; to: number }): LoadCount {
  const copies = ({ reference }: Letter): readonly number[] => arrivals.get(reference) ?? [];
  const phase = (wanted: (letter: Letter) => boolean): Duration =>
    durationOf(letters.filter(wanted).flatMap((letter) => tookOf(letter, copies(letter))));
  return {
    messages: letters.length,
    failed: letters.flatMap(({ reference, failure }) => (failure === undefined ? [] : [{ reference, why: failure }])),
    lost: letters.filter((letter) => letter.acceptedAt !== undefined && copies(letter).length === 0).map(({ reference }) => reference),
    duplicates: letters
      .filter((letter) => copies(letter).length > 1)
      .map((letter) => ({
        reference: letter.reference,
        copies: copies(letter).length,
        isExplained: copies(letter).length - 1 <= letter.doubtful,
      })),
    refusedOnce: letters.filter(({ refusedLogins, acceptedAt }) => refusedLogins > 0 && acceptedAt !== undefined).length,
    toMailbox: {
      before: phase(({ begunAt }) => begunAt < busy.from),
      during: phase(({ begunAt }) => begunAt >= busy.from && begunAt < busy.to),
      after: phase(({ begunAt }) => begunAt >= busy.to),
    },
  };
}

const tookOf = ({ begunAt }: Letter, [first]: readonly number[]): number[] =>
  first === undefined ? [] : [Math.max(0, first - begunAt) / 1000];

function durationOf(seconds: readonly number[]): Duration {
  const sorted = [...seconds].sort((one, other) => one - other);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { messages: sorted.length, median: at(0.5), p95: at(0.95), most: sorted.at(-1) ?? Number.NaN };
}

/** @param mailboxes base URLs of their APIs. */
export async function readArrivals(mailboxes: readonly string[]): Promise<Arrivals> {
  const arrivals = new Map<string, number[]>();
  for (const url of mailboxes) {
    const answer = await fetch(`${url}/api/v1/messages?limit=1000000`);
    const { messages } = (await answer.json()) as { messages: { Subject: string; Created: string }[] };
    for (const { Subject, Created } of messages) {
      const reference = /^load (\S+)$/.exec(Subject)?.[1];
      if (reference) arrivals.set(reference, [...(arrivals.get(reference) ?? []), Date.parse(Created)]);
    }
  }
  return arrivals;
}
