/**
 * Puts the dead letters of the queue of events back, once what they could not be taken for is mended. Looks at each first. A letter that no provider wrote
 * stays: it would only die again. A letter may be put back twice, since an event that was taken already changes nothing.
 */
import type { DeadLetter, DeadLetters } from "../mail/events/dead-letters";

/** What is in a letter, without addresses: how many events of a kind; or why it is nobody's. */
export type LetterContent = { provider: string; kinds: Readonly<Record<string, number>>; unread: readonly string[] } | { foreign: string };

export interface RedriveEffects {
  letters: DeadLetters;
  contentOf(body: string): LetterContent;
}

interface LetterGroup {
  content: LetterContent;
  letters: number;
  /** In milliseconds since 1970. */
  oldest: number;
}

export interface Redrive {
  status: "would put back" | "put back" | "nothing to put back";
  groups: LetterGroup[];
  putBack: number;
  /** There may be more than were looked at. */
  isPart: boolean;
}

/** Looked at in one run, within the time for which they are held. */
const mostLetters = 500;

export async function redrive({ apply }: { apply: boolean }, { letters, contentOf }: RedriveEffects): Promise<Redrive> {
  const seen = new Map<string, { letter: DeadLetter; content: LetterContent }>();
  while (seen.size < mostLetters) {
    const fresh = (await letters.next()).filter(({ id }) => !seen.has(id));
    if (fresh.length === 0) break;
    for (const letter of fresh) seen.set(letter.id, { letter, content: contentOf(letter.body) });
  }
  const all = [...seen.values()];
  const ours = all.filter(({ content }) => !("foreign" in content));
  let putBack = 0;
  try {
    if (apply)
      for (const { letter } of ours) {
        await letters.putBack(letter);
        putBack++;
      }
  } finally {
    // What is not let go shows again by itself after some minutes.
    const left = apply ? [...ours.slice(putBack), ...all.filter((each) => !ours.includes(each))] : all;
    for (const { letter } of left) await letters.leave(letter).catch(() => undefined);
  }
  const status = ours.length === 0 ? "nothing to put back" : apply ? "put back" : "would put back";
  return { status, groups: groupsOf(all), putBack, isPart: all.length >= mostLetters };
}

/** The largest first. */
function groupsOf(all: readonly { letter: DeadLetter; content: LetterContent }[]): LetterGroup[] {
  const groups = new Map<string, LetterGroup>();
  for (const { letter, content } of all) {
    const key = "foreign" in content ? `foreign ${content.foreign}` : `${content.provider} ${content.unread.length > 0}`;
    const known = groups.get(key);
    groups.set(key, {
      content: known ? merged(known.content, content) : content,
      letters: (known?.letters ?? 0) + 1,
      oldest: Math.min(letter.sentAt, known?.oldest ?? letter.sentAt),
    });
  }
  return [...groups.values()].sort((one, other) => other.letters - one.letters);
}

function merged(one: LetterContent, other: LetterContent): LetterContent {
  if ("foreign" in one || "foreign" in other) return one;
  const kinds = { ...one.kinds };
  for (const [kind, number] of Object.entries(other.kinds)) kinds[kind] = (kinds[kind] ?? 0) + number;
  return { provider: one.provider, kinds, unread: [...new Set([...one.unread, ...other.unread])] };
}
