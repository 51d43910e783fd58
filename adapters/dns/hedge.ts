/**
 * Asks one after the other until one gives something usable. The next is asked when the one before was of no use, or is late: a server that is
 * silent must not cost its whole time-out.
 */

const lateMs = 800;

/** @returns what the first useful one gave, or else what the last one said; undefined when there is nobody to ask. */
export async function firstUsable<A, B>(
  candidates: readonly A[],
  ask: (candidate: A) => Promise<B>,
  isUsable: (result: B) => boolean,
): Promise<B | undefined> {
  // A plain timer: aborting one makes an error with its stack for every question, a tenth of the time of a verification.
  let isDone = false;
  let timer: NodeJS.Timeout | undefined;
  let last: B | undefined;
  const pending = new Set<Promise<void>>();
  try {
    return await new Promise<B | undefined>((resolve, reject) => {
      const run = async (): Promise<void> => {
        for (const candidate of candidates) {
          if (isDone) return;
          const asked = ask(candidate).then((result) => {
            last = result;
            if (isUsable(result)) resolve(result);
          });
          pending.add(asked);
          const late = new Promise<void>((next) => {
            timer = setTimeout(next, lateMs);
          });
          await Promise.race([asked, late]);
          clearTimeout(timer);
        }
        await Promise.all(pending);
        resolve(last);
      };
      run().catch(reject);
    });
  } finally {
    isDone = true;
    clearTimeout(timer);
  }
}
