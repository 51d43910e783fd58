/** Checks a zone without access to its DNS host: that it is delegated, and that each of its name servers answers for it. */
import { findingOf } from "../../../findings/finding";
import type { DnsAnswer } from "../../../mail/dns/answer";
import type { Check } from "../checks";

export interface DelegationEffects {
  /** The name servers that each resolver has for the zone. */
  delegation(zone: string): Promise<DnsAnswer[]>;
  /** What each of those servers says itself. */
  authoritative(zone: string): Promise<DnsAnswer[]>;
}

export function delegationChecks(zone: string, use: DelegationEffects): Check[] {
  return [
    {
      id: "delegation",
      title: "zone is delegated",
      where: `${zone} NS`,
      look: async (where) => {
        const answers = await use.delegation(zone);
        const heard = answers.filter(({ outcome }) => outcome !== "failed");
        const without = heard.find(({ outcome }) => outcome !== "answer") ?? (heard.length > 0 ? undefined : answers[0]);
        if (!without) return { saw: [...new Set(heard.flatMap(({ values }) => values))].join(", ") };
        const saw = without.reason ?? without.outcome;
        const what = `resolvers find no name servers for ${zone}, got ${saw} from ${without.server}`;
        const remedy =
          without.outcome === "no-data"
            ? "no zone has this name: set dns.zone to the name that your DNS host shows"
            : "delegate the zone to your DNS host, at the registrar or in the parent zone; until then, receivers see no record";
        return { saw, blocks: true, findings: [findingOf("doctor/delegation", { where, what, remedy })] };
      },
    },
    {
      id: "name-servers",
      title: "name servers answer",
      where: `${zone} NS`,
      needs: "delegation",
      look: async (where) => {
        const answers = await use.authoritative(zone);
        const silent = answers.filter(({ outcome }) => outcome !== "answer");
        const saw = `${answers.length - silent.length} of ${answers.length}`;
        const told = silent.map(({ server, reason, outcome }) => `${server}: ${reason ?? outcome}`).join("; ");
        const what = `name servers of the delegation do not answer for ${zone}: ${told || "none was found"}`;
        if (silent.length === 0 && answers.length > 0) return { saw };
        return { saw, findings: [findingOf("doctor/name-servers", { where, what })] };
      },
    },
  ];
}
