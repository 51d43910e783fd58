/** Lets the calls of one account wait for each other. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  take<T>(account: string, act: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(account) ?? Promise.resolve()).then(act, act);
    this.#last.set(account, turn);
    return turn;
  }
}
