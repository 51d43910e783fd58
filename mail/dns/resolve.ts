/**
 * Asking DNS, as an effect: what evaluation, propagation and an overlay of planned records have in common. Implementations follow CNAMEs, as a
 * recursive resolver does, and never throw.
 */
import type { DnsAnswer } from "./answer";
import type { DnsType } from "./record";

/** @param name in lower case without a final dot. */
export type Resolve = (name: string, type: DnsType) => Promise<DnsAnswer>;

/** Asks each question once, however often it is put: what is looked at together should not change meanwhile, nor cost more. */
export function cached(resolve: Resolve): Resolve {
  const asked = new Map<string, Promise<DnsAnswer>>();
  return (name, type) => {
    const key = `${type} ${name}`;
    const known = asked.get(key) ?? resolve(name, type);
    asked.set(key, known);
    return known;
  };
}
