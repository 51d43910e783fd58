/**
 * Every record that an SPF record leads to, read as for a client that nothing matches: nothing about a message is known, so a name that depends on one
 * is not asked for, and neither is the client's name (ptr). Levels are resolved at once; loops and hostile trees end at `countedAtMost`.
 */

import { type DnsAnswer, isFailure, isVoid, valuesOf } from "../dns/answer";
import type { DnsType } from "../dns/record";
import type { Resolve } from "../dns/resolve";
import { parseErrorText } from "../records/parse-error";
import { isDomainName } from "./check";
import type { ClientAddress } from "./client-address";
import { dependsOnMessage, expand, type MacroString, usesLetter } from "./macro";
import { isSpf, parseSpf, type SpfMechanism, type SpfRecord } from "./record";
import { type SpfError, type SpfQuestion, spfLimits } from "./trace";

const countedAtMost = 100;

/** Which addresses the client has: what a host or a macro leads to differs. */
export type ClientKind = ClientAddress["type"];

export interface SpfTree {
  domain: string;
  /** Left out when there is none, or more than one. */
  record?: SpfRecord;
  /** Those that cause look-ups, in order. */
  terms: SpfTreeTerm[];
}

export interface SpfTreeTerm {
  text: string;
  place: number;
  kind: SpfMechanism["kind"] | "redirect";
  /** Undefined when it depends on the message, or is no name. */
  target: string | undefined;
  /** Of the term's own question; an include's and a redirect's is in `inner`. */
  answer?: DnsAnswer;
  inner?: SpfTree;
}

export interface ReadTree {
  tree: SpfTree;
  lookups: number;
  /** False when reading ended early: there are more. */
  isWhole: boolean;
  /** Everything in the tree that makes some message's result an error. */
  faults: SpfError[];
  /** A client of the other kind has other answers. */
  isOfItsKind: boolean;
}

interface Reading extends ReadTree {
  kind: ClientKind;
  ask: Resolve;
}

/** A term to be asked about, and the record that it stands in. */
interface Pending {
  term: SpfTreeTerm;
  domain: string;
}

/** @param record the text to read; looked up unless given. */
export async function readSpfTree(
  { domain, kind, record }: { domain: string; kind: ClientKind; record: string | undefined },
  ask: Resolve,
): Promise<ReadTree> {
  const tree: SpfTree = { domain, terms: [] };
  const reading: Reading = { tree, kind, ask, lookups: 0, isWhole: true, faults: [], isOfItsKind: false };
  let level = record === undefined ? await readRecord(tree, reading) : openRecord(tree, record, reading);
  while (level.length > 0) {
    const counted = level.slice(0, countedAtMost - reading.lookups);
    reading.lookups += counted.length;
    if (counted.length < level.length) reading.isWhole = false;
    level = (await Promise.all(counted.map((pending) => follow(pending, reading)))).flat();
  }
  return reading;
}

/** @returns what in the record has to be asked next. */
async function readRecord(tree: SpfTree, reading: Reading): Promise<Pending[]> {
  const { domain } = tree;
  const question: SpfQuestion = { name: domain, type: "TXT", response: await reading.ask(domain, "TXT") };
  if (isFailure(question.response)) {
    const what = `${domain} TXT could not be looked up: ${question.response.failure}`;
    reading.faults.push({ id: "spf/dns-failure", what, domain, question });
    return [];
  }
  const [text, ...others] = valuesOf(question.response).filter(isSpf);
  if (text === undefined) return [];
  if (others.length > 0) {
    reading.faults.push({ id: "spf/several-records", what: `${domain} has ${others.length + 1} SPF records`, domain, question });
    return [];
  }
  return openRecord(tree, text, reading);
}

function openRecord(tree: SpfTree, text: string, reading: Reading): Pending[] {
  const record = parseSpf(text);
  tree.record = record;
  for (const error of record.errors) {
    reading.faults.push({ id: "spf/syntax", what: parseErrorText(error), domain: tree.domain, place: error.place });
  }
  tree.terms = termsOf(record, tree.domain, reading);
  return tree.terms.map((term) => ({ term, domain: tree.domain }));
}

/** What stands behind "all" is never looked at (RFC 7208 5.1), nor a redirect beside it (6.1). */
function termsOf({ mechanisms, redirect }: SpfRecord, domain: string, reading: Reading): SpfTreeTerm[] {
  const end = mechanisms.findIndex(({ kind }) => kind === "all");
  const looked = end < 0 ? mechanisms : mechanisms.slice(0, end);
  const term = (kind: SpfTreeTerm["kind"], { text, place }: SpfTreeTerm | SpfMechanism, target?: MacroString): SpfTreeTerm => {
    if (kind === "a" || (target && usesLetter(target, "v"))) reading.isOfItsKind = true;
    return { text, place, kind, target: kind === "ptr" ? undefined : nameOf(target, domain, reading) };
  };
  return [
    ...looked.flatMap((each) => (each.kind === "all" || "network" in each ? [] : [term(each.kind, each, each.domain)])),
    ...(redirect && end < 0 ? [term("redirect", { ...redirect, kind: "redirect", target: undefined }, redirect.domain)] : []),
  ];
}

function nameOf(target: MacroString | undefined, domain: string, { tree, kind }: Reading): string | undefined {
  if (target && dependsOnMessage(target)) return undefined;
  const values = { d: domain, o: tree.domain, v: kind === "A" ? "in-addr" : "ip6" };
  const name = target ? expand(target, values).toLowerCase().replace(/\.$/, "") : domain;
  return isDomainName(name) ? name : undefined;
}

async function follow({ term, domain }: Pending, reading: Reading): Promise<Pending[]> {
  const { kind, target } = term;
  if (target === undefined) return [];
  if (kind === "include" || kind === "redirect") {
    term.inner = { domain: target, terms: [] };
    const faults = reading.faults.length;
    const below = await readRecord(term.inner, reading);
    if (term.inner.record === undefined && reading.faults.length === faults) {
      const what = `"${term.text}" leads to ${target}, which has no SPF record`;
      const id = kind === "include" ? "spf/include-without-record" : "spf/redirect-without-record";
      reading.faults.push({ id, what, domain, place: term.place });
    }
    return below;
  }
  const type: DnsType = kind === "mx" ? "MX" : kind === "a" ? reading.kind : "A";
  const response = await reading.ask(target, type);
  term.answer = response;
  const about = { domain, place: term.place, question: { name: target, type, response } };
  if (isFailure(response)) {
    reading.faults.push({ ...about, id: "spf/dns-failure", what: `${target} ${type} could not be looked up: ${response.failure}` });
  }
  const hosts = kind === "mx" ? valuesOf(response).length : 0;
  if (hosts > spfLimits.names) {
    const what = `"${term.text}" leads to ${hosts} mail exchangers, expected at most ${spfLimits.names}`;
    reading.faults.push({ ...about, id: "spf/too-many-exchangers", what });
  }
  return [];
}

/** A look-up that finds nothing, for clients of this kind. */
export const isVoidTerm = ({ answer }: SpfTreeTerm): boolean => answer !== undefined && isVoid(answer);

/** In the order in which a receiver comes to them. */
export const allTerms = ({ terms }: SpfTree): SpfTreeTerm[] => terms.flatMap((term) => [term, ...(term.inner ? allTerms(term.inner) : [])]);

/** Each record once, with its domain; the one at the top first. */
export function allRecords(tree: SpfTree): { domain: string; record: SpfRecord }[] {
  const found = new Map<string, SpfRecord>();
  const add = ({ domain, record, terms }: SpfTree): void => {
    if (record && !found.has(domain)) found.set(domain, record);
    for (const { inner } of terms) if (inner) add(inner);
  };
  add(tree);
  return [...found].map(([domain, record]) => ({ domain, record }));
}
