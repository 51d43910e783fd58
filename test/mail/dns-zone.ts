/** DNS for tests: a zone as data, answered as a recursive resolver would. */

import type { Alias, DnsAnswer } from "../../mail/dns/answer";
import type { DnsType } from "../../mail/dns/record";
import type { Resolve } from "../../mail/dns/resolve";

/** Values by "name TYPE"; a CNAME is followed. The words "timeout" and "servfail" in place of values say how the question fails. */
export type Zone = Record<string, readonly string[] | "timeout" | "servfail">;

export interface ZoneResolver {
  resolve: Resolve;
  /** What was asked, in order. */
  asked: string[];
}

export function resolverOf(zone: Zone, { authenticated }: { authenticated?: boolean } = {}): ZoneResolver {
  const asked: string[] = [];
  const about = { server: "192.0.2.53", ...(authenticated === undefined ? {} : { authenticated }) };
  const answer = (name: string, type: DnsType, aliases: Alias[]): DnsAnswer => {
    const found = zone[`${name} ${type}`];
    if (typeof found === "string") return { ...about, aliases, values: [], outcome: "failed", failure: found };
    if (found) return { ...about, aliases, outcome: "answer", values: found, ttl: 300 };
    const target = type === "CNAME" ? undefined : zone[`${name} CNAME`]?.[0];
    if (target !== undefined) {
      if (aliases.length > 8) return { ...about, aliases, values: [], outcome: "failed", failure: "servfail", reason: "CNAME loop" };
      return answer(target, type, [...aliases, { name, target, ttl: 300 }]);
    }
    const exists = Object.keys(zone).some((key) => key.startsWith(`${name} `) || key.split(" ")[0]?.endsWith(`.${name}`));
    return { ...about, aliases, values: [], outcome: exists ? "no-data" : "no-such-name", ttl: 60 };
  };
  return {
    asked,
    resolve: async (name, type) => {
      asked.push(`${name} ${type}`);
      return answer(name, type, []);
    },
  };
}
