/**
 * What an SPF record costs a receiver at most (RFC 7208 4.6.4), and what it concludes about hosts that nobody named: the whole tree, for clients of
 * both kinds of addresses, since a look-up may find nothing for one kind only.
 */

import { valuesOf } from "../dns/answer";
import { cached, type Resolve } from "../dns/resolve";
import type { SpfRecord } from "./record";
import { judgeStrangers, type StrangerResult } from "./strangers";
import { type SpfError, spfLimits } from "./trace";
import { allRecords, allTerms, type ClientKind, isVoidTerm, type ReadTree, readSpfTree, type SpfTree, type SpfTreeTerm } from "./tree";

export interface SpfBudget {
  lookups: number;
  voidLookups: number;
  /** False when counting ended early: there are more. */
  isWhole: boolean;
  /** Everything in the tree that makes some message's result an error. */
  faults: SpfError[];
  tree: SpfBranch;
  /** Every record of the tree, the one at the top first. */
  records: { domain: string; record: SpfRecord }[];
  /** The weakest conclusion about a host that nobody named. */
  strangers: StrangerResult;
}

interface SpfBranch {
  domain: string;
  /** Left out when there is none, or more than one. */
  record?: string;
  /** Those that cause look-ups, in order. */
  terms: SpfBudgetTerm[];
}

interface SpfBudgetTerm {
  text: string;
  place: number;
  /** Its own and those of all records below. */
  lookups: number;
  isVoid: boolean;
  inner?: SpfBranch;
}

/** @param record the text to count; looked up unless given. */
export async function spfBudget(domain: string, resolve: Resolve, record?: string): Promise<SpfBudget> {
  const ask = cached(resolve);
  const ip4 = await readSpfTree({ domain, kind: "A", record }, ask);
  const ip6 = ip4.isOfItsKind ? await readSpfTree({ domain, kind: "AAAA", record }, ask) : ip4;
  const voids = { A: voidsFor("A", ip4, ip6), AAAA: voidsFor("AAAA", ip6, ip4) };
  const worst = voids.AAAA > voids.A ? ip6 : ip4;
  const results = [judgeStrangers(ip4.tree, "A"), judgeStrangers(ip6.tree, "AAAA")];
  return {
    lookups: Math.max(ip4.lookups, ip6.lookups),
    voidLookups: Math.max(voids.A, voids.AAAA),
    isWhole: ip4.isWhole && ip6.isWhole,
    faults: ip6 === ip4 ? ip4.faults : [...ip4.faults, ...ip6.faults.filter((fault) => !ip4.faults.some((other) => isSame(fault, other)))],
    tree: branchOf(worst.tree),
    records: allRecords(ip4.tree),
    strangers: results.find(({ qualifier }) => qualifier === "+") ??
      results.find(({ qualifier }) => qualifier === "?") ??
      results[0] ?? { qualifier: undefined },
  };
}

const isSame = (one: SpfError, other: SpfError): boolean =>
  one.id === other.id && one.domain === other.domain && one.place === other.place && one.what === other.what;

/**
 * How many look-ups find nothing for clients of one kind. Hosts that have addresses of the other kind only count where that costs somebody his
 * pass: a term behind the third names hosts of this kind. Nobody misses a result for clients that would not pass anyway.
 */
function voidsFor(kind: ClientKind, { tree }: ReadTree, other: ReadTree): number {
  const terms = allTerms(tree);
  const others = allTerms(other.tree);
  const isForBoth = (term: SpfTreeTerm): boolean =>
    others.some((each) => each.text === term.text && each.target === term.target && isVoidTerm(each));
  const found = terms.filter(isVoidTerm);
  const both = found.filter(isForBoth).length;
  const third = found[spfLimits.voidLookups];
  return third && namesBehind(tree, third, kind) ? found.length : both;
}

/** Does a term that a receiver comes to after this one name hosts of this kind? */
function namesBehind(tree: SpfTree, after: SpfTreeTerm, kind: ClientKind): boolean {
  let isBehind = false;
  const look = ({ record, terms }: SpfTree): boolean => {
    const termAt = new Map(terms.map((term) => [term.place, term]));
    for (const mechanism of record?.mechanisms ?? []) {
      const term = termAt.get(mechanism.place);
      if (isBehind && mechanism.qualifier === "+") {
        if (mechanism.kind === "all" || mechanism.kind === "ptr" || mechanism.kind === (kind === "A" ? "ip4" : "ip6")) return true;
        if (term && !term.inner && (term.answer === undefined || valuesOf(term.answer).length > 0)) return true;
      }
      if (term === after) isBehind = true;
      if (term?.inner && look(term.inner)) return true;
      if (mechanism.kind === "all") return false;
    }
    const redirect = terms.find((term) => term.kind === "redirect");
    if (redirect === after) isBehind = true;
    return redirect?.inner ? look(redirect.inner) : false;
  };
  return look(tree);
}

function branchOf({ domain, record, terms }: SpfTree): SpfBranch {
  const counted = terms.map((term): SpfBudgetTerm => {
    const inner = term.inner && branchOf(term.inner);
    const lookups = 1 + (inner?.terms.reduce((sum, each) => sum + each.lookups, 0) ?? 0);
    return { text: term.text, place: term.place, lookups, isVoid: isVoidTerm(term), ...(inner ? { inner } : {}) };
  });
  return { domain, ...(record ? { record: record.text } : {}), terms: counted };
}
