/**
 * What an SPF record costs a receiver at most (RFC 7208 4.6.4): every look-up and every void one of the whole tree, as for a client that nothing
 * matches. Nothing about a message is known here, so a target with macros counts and is not asked for, and neither is the client's name (ptr).
 * Levels of the tree are resolved at once; loops and hostile trees end at `countedAtMost`.
 */

import { isFailure, isVoid, valuesOf } from "../dns/answer";
import type { DnsType } from "../dns/record";
import { cached, type Resolve } from "../dns/resolve";
import { parseErrorText } from "../records/parse-error";
import { isDomainName } from "./check";
import { expand, hasMacro, type MacroString } from "./macro";
import { isSpf, parseSpf, type SpfMechanism, type SpfRecord } from "./record";
import { type SpfError, type SpfQuestion, spfLimits } from "./trace";

const countedAtMost = 100;

export interface SpfBudget {
  lookups: number;
  voidLookups: number;
  /** False when counting ended early: there are more. */
  isWhole: boolean;
  /** Everything in the tree that makes some message's result an error. */
  faults: SpfError[];
  tree: SpfBranch;
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

/** A term to be asked about, and the branch that it stands in. */
interface Pending {
  term: SpfBudgetTerm;
  mechanism: { kind: SpfMechanism["kind"] | "redirect"; target: string | undefined };
  branch: SpfBranch;
}

/** @param record the text to count; looked up unless given. */
export async function spfBudget(domain: string, resolve: Resolve, record?: string): Promise<SpfBudget> {
  const ask = cached(resolve);
  const tree: SpfBranch = { domain, terms: [] };
  const budget: SpfBudget = { lookups: 0, voidLookups: 0, isWhole: true, faults: [], tree };
  let level = record === undefined ? await readBranch(tree, ask, budget) : openBranch(tree, record, budget);
  while (level.length > 0) {
    const counted = level.slice(0, countedAtMost - budget.lookups);
    budget.lookups += counted.length;
    if (counted.length < level.length) budget.isWhole = false;
    level = (await Promise.all(counted.map((pending) => follow(pending, ask, budget)))).flat();
  }
  sumUp(tree);
  return budget;
}

/** Asks for the record of a branch. @returns what in it has to be asked next. */
async function readBranch(branch: SpfBranch, ask: Resolve, budget: SpfBudget): Promise<Pending[]> {
  const { domain } = branch;
  const question: SpfQuestion = { name: domain, type: "TXT", response: await ask(domain, "TXT") };
  if (isFailure(question.response)) {
    const what = `${domain} TXT could not be looked up: ${question.response.failure}`;
    budget.faults.push({ id: "spf/dns-failure", what, domain, question });
    return [];
  }
  const [text, ...others] = valuesOf(question.response).filter(isSpf);
  if (text === undefined) return [];
  if (others.length > 0) {
    budget.faults.push({ id: "spf/several-records", what: `${domain} has ${others.length + 1} SPF records`, domain, question });
    return [];
  }
  return openBranch(branch, text, budget);
}

function openBranch(branch: SpfBranch, text: string, budget: SpfBudget): Pending[] {
  branch.record = text;
  const record = parseSpf(text);
  for (const error of record.errors) {
    budget.faults.push({ id: "spf/syntax", what: parseErrorText(error), domain: branch.domain, place: error.place });
  }
  const pending = lookupTerms(record, branch);
  branch.terms = pending.map(({ term }) => term);
  return pending;
}

/** What stands behind "all" is never looked at (RFC 7208 5.1), nor a redirect beside it (6.1). */
function lookupTerms({ mechanisms, redirect }: SpfRecord, branch: SpfBranch): Pending[] {
  const end = mechanisms.findIndex(({ kind }) => kind === "all");
  const looked = end < 0 ? mechanisms : mechanisms.slice(0, end);
  const pending = (kind: Pending["mechanism"]["kind"], text: string, place: number, domain?: MacroString): Pending => {
    const written = domain === undefined ? branch.domain : hasMacro(domain) ? "" : expand(domain, {}).toLowerCase().replace(/\.$/, "");
    const target = kind !== "ptr" && isDomainName(written) ? written : undefined;
    return { term: { text, place, lookups: 1, isVoid: false }, mechanism: { kind, target }, branch };
  };
  return [
    ...looked.flatMap((each) => (each.kind === "all" || "network" in each ? [] : [pending(each.kind, each.text, each.place, each.domain)])),
    ...(redirect && end < 0 ? [pending("redirect", redirect.text, redirect.place, redirect.domain)] : []),
  ];
}

async function follow({ term, mechanism, branch }: Pending, ask: Resolve, budget: SpfBudget): Promise<Pending[]> {
  const { kind, target } = mechanism;
  if (target === undefined) return [];
  if (kind === "include" || kind === "redirect") {
    term.inner = { domain: target, terms: [] };
    const faults = budget.faults.length;
    const below = await readBranch(term.inner, ask, budget);
    if (term.inner.record === undefined && budget.faults.length === faults) {
      const what = `"${term.text}" leads to ${target}, which has no SPF record`;
      const id = kind === "include" ? "spf/include-without-record" : "spf/redirect-without-record";
      budget.faults.push({ id, what, domain: branch.domain, place: term.place });
    }
    return below;
  }
  const question = await askTarget(target, kind === "mx" ? "MX" : "A", ask, kind === "a");
  const { response } = question;
  if (isVoid(response)) {
    term.isVoid = true;
    budget.voidLookups++;
  }
  if (isFailure(response)) {
    const what = `${target} ${question.type} could not be looked up: ${response.failure}`;
    budget.faults.push({ id: "spf/dns-failure", what, domain: branch.domain, place: term.place, question });
  }
  if (kind === "mx" && valuesOf(response).length > spfLimits.names) {
    const what = `"${term.text}" leads to ${valuesOf(response).length} mail exchangers, expected at most ${spfLimits.names}`;
    budget.faults.push({ id: "spf/too-many-exchangers", what, domain: branch.domain, place: term.place, question });
  }
  return [];
}

/** A host with addresses of one kind only is not void: which kind is asked for depends on the client. */
async function askTarget(name: string, type: DnsType, ask: Resolve, either: boolean): Promise<SpfQuestion> {
  const response = await ask(name, type);
  if (!either || !isVoid(response)) return { name, type, response };
  return { name, type: "AAAA", response: await ask(name, "AAAA") };
}

function sumUp(branch: SpfBranch): number {
  let total = 0;
  for (const term of branch.terms) {
    if (term.inner) term.lookups = 1 + sumUp(term.inner);
    total += term.lookups;
  }
  return total;
}
