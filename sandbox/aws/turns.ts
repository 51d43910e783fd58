/**
 * Lets one write of an account to a service at a time through to moto, which checks a condition and writes in two steps: of several conditional writes
 * exactly one wins, as at AWS. Reads go side by side, and not while something is written, since moto fails when what it lists changes.
 */
export type Kind = "read" | "write";

export class Turns {
  readonly #queues = new Map<string, { lastWrite: Promise<unknown>; reads: Promise<unknown>[] }>();

  /** @param place the account and the service, whose writes have nothing to do with another service's.
   * In the order in which they come: a read waits for the write before it, a write for everything before it. */
  take<T>(place: string, kind: Kind, act: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(place) ?? { lastWrite: Promise.resolve(), reads: [] };
    this.#queues.set(place, queue);
    const before = kind === "read" ? queue.lastWrite : Promise.all([queue.lastWrite, ...queue.reads]);
    const turn = before.then(act);
    const done = turn.catch(() => undefined);
    if (kind === "read") queue.reads.push(done);
    else this.#queues.set(place, { lastWrite: done, reads: [] });
    return turn;
  }
}
