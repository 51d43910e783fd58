/** Services of AWS that are down: they share one address, so their calls lose their connections when they arrive. */
export class Outages {
  readonly #until = new Map<string, number>();

  begin(service: string, ms: number): void {
    this.#until.set(service, performance.now() + ms);
  }

  has(service: string): boolean {
    return performance.now() < (this.#until.get(service) ?? 0);
  }
}
