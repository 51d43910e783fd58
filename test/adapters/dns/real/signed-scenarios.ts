/** Zones with DNSSEC: healthy ones, rollovers, and what a resolver that validates finds wrong. */
import { all, dkim, dkimLine, oldLine, right, type Scenario, spf, spfLine, whole } from "./scenario";

export const signedScenarios: Scenario[] = [
  ...whole.map((host) => ({
    ...right(`a signed zone at ${host}`, [host], spf, [spfLine]),
    signing: { first: "whole", confirmed: true } as const,
  })),
  {
    ...right("a key of two strings in a signed zone", all, dkim, [dkimLine]),
    signing: { first: "whole", confirmed: true },
  },
  {
    ...right("a signed zone of which the parent knows nothing", ["nsd"], spf, [spfLine]),
    signing: { first: "no-ds", confirmed: false },
  },
  {
    ...right("a key rollover with DS of both keys", ["knot"], spf, [spfLine]),
    signing: { first: "two-ds", confirmed: true },
  },
  {
    title: "a key rollover that left DS of the old key",
    delegatedTo: ["nsd"],
    record: spf,
    holds: [spfLine],
    signing: { first: "stale-ds", confirmed: false },
    first: "dns/dnssec-broken",
    settled: "dns/dnssec-broken",
  },
  {
    title: "DS of a zone that is not signed any more",
    delegatedTo: ["bind"],
    record: spf,
    holds: [spfLine],
    signing: { first: "unsigned", confirmed: false },
    first: "dns/dnssec-broken",
    settled: "dns/dnssec-broken",
  },
  {
    title: "signatures that have expired",
    delegatedTo: ["knot"],
    record: spf,
    holds: [spfLine],
    signing: { first: "expired", mended: "whole", confirmed: true },
    first: "dns/dnssec-broken",
  },
  {
    title: "a text that its signature does not fit",
    delegatedTo: ["bind"],
    record: spf,
    holds: [spfLine],
    signing: { first: "forged", mended: "whole", confirmed: true },
    first: "dns/dnssec-broken",
  },
  {
    title: "nothing there, and the signatures say so",
    delegatedTo: ["bind"],
    record: spf,
    holds: [],
    signing: { first: "whole", confirmed: true },
    first: "dns/record-missing",
    mended: [spfLine],
  },
  {
    title: "a server behind in a signed zone",
    delegatedTo: ["nsd", "knot"],
    record: spf,
    holds: [spfLine],
    except: { knot: [oldLine] },
    signing: { first: "whole", confirmed: true },
    first: "dns/split-answers",
    mended: [spfLine],
  },
];
