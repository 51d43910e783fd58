/** What can be seen of a zone whose DNS host we have no access to: that the world is led to it, and that those who are named answer for it. */
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
        const what = `the world finds no name servers for ${zone}, got ${saw} from ${without.server}`;
        const remedy =
          without.outcome === "no-data"
            ? "there is no zone of that name: write the name of the zone that your DNS host shows in dns.zone"
            : "have the zone delegated to your DNS host, at the registrar or in the zone above; no record is seen until then";
        return { saw, blocks: true, findings: [findingOf("doctor/delegation", { where, what, remedy })] };
      },
    },
    {
      id: "name-servers",
      title: "its name servers answer",
      where: `${zone} NS`,
      needs: "delegation",
      look: async (where) => {
        const answers = await use.authoritative(zone);
        const silent = answers.filter(({ outcome }) => outcome !== "answer");
        const saw = `${answers.length - silent.length} of ${answers.length}`;
        const told = silent.map(({ server, reason, outcome }) => `${server}: ${reason ?? outcome}`).join("; ");
        const what = `not every name server that the delegation names answers for ${zone}: ${told || "none was found"}`;
        if (silent.length === 0 && answers.length > 0) return { saw };
        return { saw, findings: [findingOf("doctor/name-servers", { where, what })] };
      },
    },
  ];
}
