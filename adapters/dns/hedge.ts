/**
 * Asks one after the other until one gives something usable. The next is asked when the one before was of no use, or is late: a server that is
 * silent must not cost its whole time-out.
 */
import { setTimeout as sleep } from "node:timers/promises";

const lateMs = 800;

/** @returns what the first useful one gave, or else what the last one said; undefined when there is nobody to ask. */
export async function firstUsable<A, B>(
  candidates: readonly A[],
  ask: (candidate: A) => Promise<B>,
  isUsable: (result: B) => boolean,
): Promise<B | undefined> {
  const done = new AbortController();
  let last: B | undefined;
  const pending = new Set<Promise<void>>();
  try {
    return await new Promise<B | undefined>((resolve, reject) => {
      const run = async (): Promise<void> => {
        for (const candidate of candidates) {
          if (done.signal.aborted) return;
          const asked = ask(candidate).then((result) => {
            last = result;
            if (isUsable(result)) resolve(result);
          });
          pending.add(asked);
          await Promise.race([asked, sleep(lateMs, undefined, { signal: done.signal }).catch(() => {})]);
        }
        await Promise.all(pending);
        resolve(last);
      };
      run().catch(reject);
    });
  } finally {
    done.abort();
  }
}
