/**
 * The senders that are declared beside the sending providers, in `spf.alsoInclude` and `spf.alsoAllow`, and what a rehearsal knows of each: the
 * sandbox answers for well-known ones as they publish; for all others it has a stand-in record, so what hangs on theirs is not rehearsed.
 */

import { environmentFile, organisationFile } from "../declaration/files";
import { knownOrganisationalDomains, knownSendingDomain } from "../declaration/known-domains";
import type { Declared } from "../declaration/load";
import { organisationName } from "../declaration/names/stacks";
import { providerNames, spfIncludesOf } from "../mail/providers/sending-providers";
import { isAtOrBelow } from "../mail/records/name";
import { dependsOnMessage, expand } from "../mail/spf/macro";
import { parseSpf } from "../mail/spf/record";
import { type KnownSender, knownSenders, ownNameAtHubspot } from "../sandbox/senders/known-senders";
import type { OutsideNames } from "../sandbox/senders/publish";

export interface OtherSender {
  name: string;
  /** What `--env` names of the stack whose record it is in. */
  stack: string;
  /** Where it is declared, such as `environments/organisation.ts: domains[0].spf.alsoInclude[1]`. */
  field: string;
  kind: "include" | "host" | "exchanging";
  /** As people call it, where it is well-known. */
  sender?: string;
  /** "record": what it publishes. "name": no more than whose name it is. "nothing": it may be misspelt. */
  known: "record" | "name" | "nothing";
  /** When what it publishes was read. */
  readOn?: string;
  /** The well-known name that it might be meant to be. */
  like?: string;
}

/** Without names that the sandbox has anyway: the sending providers' and those that are declared to be ours. */
export function otherSenders(declared: Declared): OtherSender[] {
  const organisation = declared.organisation();
  const subjects = [
    ...declared.environments.map(({ name, spf }) => ({ stack: name, at: `${environmentFile(name)}: `, spf })),
    ...organisation.domains.map(({ spf }, index) => ({ stack: organisationName, at: `${organisationFile}: domains[${index}].`, spf })),
  ];
  const ours = [...declared.environments.map((each) => knownSendingDomain(each, [])), ...knownOrganisationalDomains(organisation)].flatMap(
    ({ domain, returnPaths = [] }) => [domain, ...returnPaths],
  );
  const isHere = (name: string): boolean => ours.includes(name) || spfIncludesOf(providerNames).some((each) => isAtOrBelow(name, each));
  const found = subjects.flatMap(({ stack, at, spf: { alsoInclude, alsoAllow = [] } }) => [
    ...alsoInclude.map((name, index) => ({ stack, field: `${at}spf.alsoInclude[${index}]`, ...included(name.toLowerCase()) })),
    ...alsoAllow.flatMap((term, index) => allowed(term).map((each) => ({ stack, field: `${at}spf.alsoAllow[${index}]`, ...each }))),
  ]);
  return found.filter(({ name }) => !isHere(name));
}

/** Those of which the sandbox does not know what they publish. */
export const isOutside = ({ known }: OtherSender): boolean => known !== "record";

export function outsideNames(senders: readonly OtherSender[]): OutsideNames {
  const of = (kind: OtherSender["kind"]): string[] =>
    senders.filter((each) => isOutside(each) && each.kind === kind).map(({ name }) => name);
  return { includes: of("include"), hosts: of("host"), exchanging: of("exchanging") };
}

type Judged = Omit<OtherSender, "stack" | "field">;

function included(name: string): Judged {
  const known = knownSenders.find((each) => each.include === name) ?? knownSenders.find(({ records = {} }) => name in records);
  if (known?.records) return { name, kind: "include", sender: known.sender, known: "record", readOn: known.readOn };
  const sender = known?.sender ?? (ownNameAtHubspot.test(name) ? "HubSpot" : undefined);
  if (sender !== undefined) return { name, kind: "include", sender, known: "name" };
  const like = nearest(name, knownSenders);
  return { name, kind: "include", known: "nothing", ...(like === undefined ? {} : { like }) };
}

/** A host that an "a" or "mx" names; a name that depends on the message is asked for and found nowhere, as for most messages outside. */
function allowed(term: string): Judged[] {
  const [mechanism] = parseSpf(`v=spf1 ${term}`).mechanisms;
  if (!mechanism || (mechanism.kind !== "a" && mechanism.kind !== "mx") || !mechanism.domain || dependsOnMessage(mechanism.domain))
    return [];
  const name = expand(mechanism.domain, {}).toLowerCase().replace(/\.$/, "");
  return [{ name, kind: mechanism.kind === "a" ? "host" : "exchanging", known: "nothing" }];
}

/** @returns the one at the smallest distance, if that is one or two letters. */
function nearest(name: string, senders: readonly KnownSender[]): string | undefined {
  const [first] = senders
    .map(({ include }) => ({ include, distance: distance(name, include) }))
    .filter((each) => each.distance <= 2)
    .sort((one, other) => one.distance - other.distance);
  return first?.include;
}

/** Letters to insert, delete or replace (Levenshtein). */
function distance(one: string, other: string): number {
  let row = [...Array(other.length + 1).keys()];
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, wanted] of [...other].entries()) {
      const replaced = (row[column] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
