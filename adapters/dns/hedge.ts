/**
 * Asks one after the other until one gives something usable. The next is asked when the one before was of no use, or is late: a server that is
 * silent must not cost its whole time-out. Every question passes here: a race of promises for each candidate was felt, hence the callbacks.
 */

const lateMs = 800;

/** @returns what the first useful one gave, or else what the last one said; undefined when there is nobody to ask. */
export function firstUsable<A, B>(
  candidates: readonly A[],
  ask: (candidate: A) => Promise<B>,
  isUsable: (result: B) => boolean,
): Promise<B | undefined> {
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return ask(only);
  return new Promise((resolve, reject) => {
    let asked = 0;
    let open = 0;
    let isDone = false;
    let late: NodeJS.Timeout | undefined;
    const end = (tell: () => void): void => {
      isDone = true;
      clearTimeout(late);
      tell();
    };
    const hear = (result: B, isLatest: boolean): void => {
      open--;
      if (isDone) return;
      const isLast = asked === candidates.length;
      if (isUsable(result) || (isLast && open === 0)) end(() => resolve(result));
      // A late one that is of no use does not hurry the next.
      else if (isLatest && !isLast) askNext();
    };
    const askNext = (): void => {
      clearTimeout(late);
      const candidate = candidates[asked] as A;
      const turn = ++asked;
      open++;
      if (asked < candidates.length) late = setTimeout(askNext, lateMs);
      ask(candidate).then(
        (result) => hear(result, turn === asked),
        (error) => end(() => reject(error)),
      );
    };
    if (candidates.length > 0) askNext();
    else resolve(undefined);
  });
}
