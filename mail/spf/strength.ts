/**
 * How strong an SPF record is (RFC 7208): what it says about hosts that it does not name, and whom it includes. Judged from the record alone: nothing is
 * looked up, so what an include or a redirect leads to is not known here.
 */
import { expand, hasMacro } from "./macro";
import { parseSpf, type SpfMechanism, type SpfRecord } from "./record";

export interface SpfStrength {
  /** "+all" also when a network of the record covers everybody; without an "all" the result is neutral, as with "?all" (4.7). */
  others: "-all" | "~all" | "?all" | "+all" | `redirect=${string}` | "permerror";
  /** Domains whose hosts may send, in lower case. What stands behind "all" is never looked at (5.1). */
  includes: string[];
}

export function spfStrength({ mechanisms, redirect, errors }: SpfRecord): SpfStrength {
  // 4.6: whatever is right in it, nobody passes.
  if (errors.length > 0) return { others: "permerror", includes: [] };
  const end = mechanisms.findIndex(({ kind }) => kind === "all");
  const looked = end < 0 ? mechanisms : mechanisms.slice(0, end);
  const includes = looked.flatMap((each) =>
    each.kind === "include" && each.qualifier === "+" && !hasMacro(each.domain) ? [expand(each.domain, {}).toLowerCase()] : [],
  );
  const all = mechanisms[end];
  // A redirect counts only where there is no "all" (6.1).
  const others = all ? (`${all.qualifier}all` as const) : redirect ? (redirect.text.toLowerCase() as `redirect=${string}`) : "?all";
  return { others: looked.some(coversEverybody) ? "+all" : others, includes };
}

/** A network larger than any that one organisation holds, be it around an address or around a host's. */
function coversEverybody(mechanism: SpfMechanism): boolean {
  if (mechanism.qualifier !== "+") return false;
  if ("network" in mechanism) return mechanism.prefix < 8;
  return "prefix4" in mechanism && (mechanism.prefix4 < 8 || mechanism.prefix6 < 8);
}

/** "~all" equals "-all", because DMARC decides about both. The target of a redirect is not known here, so it counts as "?all", as an error does. */
export const spfRefusal = (record: string): number =>
  ({ "-all": 2, "~all": 2, "?all": 1, "+all": 0 })[spfStrength(parseSpf(record)).others as "-all"] ?? 1;
