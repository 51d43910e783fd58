/** What a forecast says of DMARC: whose mail that fails is treated otherwise than before. */
import type { PathForecast } from "../../findings/forecast/forecast";
import type { DmarcPolicy } from "../../mail/dmarc/policy";
import type { DmarcChange } from "../../mail/forecast/changes";

export interface DmarcTold {
  /** A domain, or in words the names below it. */
  whom: string;
  /** Absent where both readings agree. */
  reading?: DmarcChange["reading"];
  was: string;
  willBe: string;
}

const whatHappens = { none: "delivered and reported", quarantine: "junk", reject: "refused" };

type DmarcState = NonNullable<DmarcChange["before"]>;

/** Both readings at once where they agree. */
export function dmarcTold(changes: readonly DmarcChange[], paths: readonly PathForecast[]): DmarcTold[] {
  const told = changes.flatMap(({ domain, reading, before, after }) => {
    const line = (whom: string, of: (state: DmarcState) => DmarcPolicy | undefined): Required<DmarcTold>[] => {
      const policyText = (state: DmarcState | undefined): string => {
        const policy = state && of(state);
        return !state ? "unknown" : policy === undefined ? "no policy" : whatHappens[policy];
      };
      const [was, willBe] = [policyText(before), policyText(after)];
      return was === willBe ? [] : [{ whom, reading, was, willBe }];
    };
    const own = line(domain, ({ policy }) => policy);
    // Policies for subdomains matter at organisational domains. Nobody sends from below an environment's own domain.
    if (paths.some(({ after: { authorDomain } }) => authorDomain === domain)) return own;
    const below = line(`names below ${domain} that have no record`, (state) => state.below?.existing);
    const isAsOwn = below.length > 0 && below[0]?.was === own[0]?.was && below[0]?.willBe === own[0]?.willBe;
    return [
      ...(isAsOwn ? line(`${domain} and names below it that have no record`, ({ policy }) => policy) : [...own, ...below]),
      ...line(`names below ${domain} that do not exist`, ({ below }) => below?.missing),
    ];
  });
  return told.flatMap((each) => {
    const same = told.filter(({ whom, was, willBe }) => whom === each.whom && was === each.was && willBe === each.willBe);
    if (same.length === 1) return [each];
    const { reading: _, ...both } = each;
    return same[0] === each ? [both] : [];
  });
}
