/**
 * In how many domains mail fails, so that one client's bad list raises no alarm. Domains are told apart by 1 of 256 marks, from which no domain can
 * be read; two domains with the same mark count as one, so the count is never too high.
 */
import { createHash } from "node:crypto";

export interface FailingDomains {
  inAnHour: number;
  inADay: number;
}

const hourMs = 3_600_000;

/** Two digits. */
export const markOf = (address: string): string =>
  createHash("sha256")
    .update(address.slice(address.lastIndexOf("@") + 1).toLowerCase())
    .digest("hex")
    .slice(0, 2);

/** @param times of the last failure of each mark, in milliseconds since 1970. */
export function countFailing(times: Iterable<number>, now: number): FailingDomains {
  const ages = [...times].map((time) => now - time);
  const within = (ms: number): number => ages.filter((age) => age < ms).length;
  return { inAnHour: within(hourMs), inADay: within(24 * hourMs) };
}
