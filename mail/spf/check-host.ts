/**
 * Evaluates SPF for one message (RFC 7208 4 to 7, complete): the result, why, and what it cost. mailauth judges messages too, but says neither which
 * mechanism decided nor what was looked up (docs/decisions/0012-evaluate-spf-with-our-own-code.md). What is evaluated is the
 * return path's domain: the record at the From domain decides about no message.
 */

import { isFailure, valuesOf } from "../dns/answer";
import type { Resolve } from "../dns/resolve";
import { parseErrorText } from "../records/parse-error";
import { ask, type Check, countLookup, countVoid, dnsFailure, isDomainName, missingRecord, type SpfQuery, Stop } from "./check";
import { isInNetwork, isSameNetwork, parseClientAddress } from "./client-address";
import { expandDomain, findPointers, macroValues } from "./expansion";
import { expand, type MacroString, parseMacroString } from "./macro";
import { isSpf, parseSpf, type Qualifier, type SpfMechanism, type SpfModifier } from "./record";
import { type SpfError, type SpfResult, type SpfTermTrace, type SpfTrace, spfLimits } from "./trace";

export interface SpfVerdict {
  result: SpfResult;
  domain: string;
  lookups: number;
  voidLookups: number;
  trace: SpfTrace;
  /** Of an error. */
  fault?: SpfError;
  /** What the domain says about a fail, if it says anything. */
  explanation?: string;
}

/** A result, and where an explanation of it would be. */
interface Conclusion {
  result: SpfResult;
  exp?: { modifier: SpfModifier; domain: string } | undefined;
}

/** @throws RangeError when `ip` is no address. */
export async function checkHost(query: SpfQuery, resolve: Resolve): Promise<SpfVerdict> {
  const sender = senderOf(query);
  const check: Check = { query, client: parseClientAddress(query.ip), sender, resolve, lookups: 0, voidLookups: 0 };
  const trace: SpfTrace = { domain: sender.domain, result: "none", terms: [] };
  const verdict = (result: SpfResult): SpfVerdict => ({
    result,
    domain: sender.domain,
    lookups: check.lookups,
    voidLookups: check.voidLookups,
    trace,
  });
  try {
    const { result, exp } = await evaluate(sender.domain, check, trace);
    const explanation = result === "fail" && exp ? await explain(exp, check) : undefined;
    return { ...verdict(result), ...(explanation === undefined ? {} : { explanation }) };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { ...verdict(error.result), fault: error.fault };
  }
}

/** RFC 7208 2.4 and 4.3: without a local part it is the postmaster. */
function senderOf({ mailFrom, helo }: SpfQuery): Check["sender"] {
  const at = mailFrom.lastIndexOf("@");
  const domain = mailFrom === "" ? helo : mailFrom.slice(at + 1);
  return { local: mailFrom.slice(0, Math.max(at, 0)) || "postmaster", domain: domain.replace(/\.$/, "") };
}

/** The recursive check_host() of RFC 7208 4. */
async function evaluate(domain: string, check: Check, trace: SpfTrace): Promise<Conclusion> {
  try {
    const conclusion = await conclude(domain, check, trace);
    trace.result = conclusion.result;
    return conclusion;
  } catch (error) {
    if (error instanceof Stop) trace.result = error.result;
    throw error;
  }
}

async function conclude(domain: string, check: Check, trace: SpfTrace): Promise<Conclusion> {
  if (!isDomainName(domain) || !domain.includes(".")) return { result: "none" };
  const question = await ask(domain, "TXT", check);
  if (isFailure(question.response)) throw dnsFailure(question, domain);
  const [text, ...others] = valuesOf(question.response).filter(isSpf);
  if (text === undefined) return { result: "none" };
  if (others.length > 0) {
    throw new Stop("permerror", { id: "spf/several-records", what: `${domain} has ${others.length + 1} SPF records`, domain, question });
  }
  trace.record = text;
  const { mechanisms, redirect, exp, errors } = parseSpf(text);
  const [error] = errors;
  if (error) {
    throw new Stop("permerror", { id: "spf/syntax", what: parseErrorText(error), domain, place: error.place, question });
  }
  for (const mechanism of mechanisms) {
    const matched = await traced(mechanism, check, trace, (term) => matches(mechanism, domain, check, term));
    if (matched) return { result: results[mechanism.qualifier], exp: exp && { modifier: exp, domain } };
  }
  return redirect ? traced(redirect, check, trace, (term) => follow(redirect, domain, check, term)) : { result: "neutral" };
}

const results: Record<Qualifier, SpfResult> = { "+": "pass", "-": "fail", "~": "softfail", "?": "neutral" };

/** Whatever becomes of a term, the trace has it. */
async function traced<T>(
  { text, place }: SpfModifier | SpfMechanism,
  check: Check,
  trace: SpfTrace,
  run: (term: SpfTermTrace) => Promise<T>,
): Promise<T> {
  const term: SpfTermTrace = { text, place, asked: [], matched: false, lookups: 0, voidLookups: 0 };
  trace.terms.push(term);
  try {
    const outcome = await run(term);
    term.matched = outcome !== false;
    return outcome;
  } finally {
    term.lookups = check.lookups;
    term.voidLookups = check.voidLookups;
  }
}

async function follow(redirect: SpfModifier, domain: string, check: Check, term: SpfTermTrace): Promise<Conclusion> {
  countLookup(check, domain, term);
  const conclusion = await evaluateInner(redirect.domain, domain, check, term);
  if (conclusion.result === "none") throw missingRecord("spf/redirect-without-record", domain, term);
  return conclusion;
}

async function evaluateInner(target: MacroString, domain: string, check: Check, term: SpfTermTrace): Promise<Conclusion> {
  const name = await expandDomain(target, domain, check, term);
  term.inner = { domain: name, result: "none", terms: [] };
  return evaluate(name, check, term.inner);
}

async function matches(mechanism: SpfMechanism, domain: string, check: Check, term: SpfTermTrace): Promise<boolean> {
  if (mechanism.kind === "all") return true;
  if ("network" in mechanism) return isInNetwork(check.client, mechanism.network, mechanism.prefix);
  countLookup(check, domain, term);
  if (mechanism.kind === "include") {
    const { result } = await evaluateInner(mechanism.domain, domain, check, term);
    if (result === "none") throw missingRecord("spf/include-without-record", domain, term);
    return result === "pass";
  }
  const name = mechanism.domain ? await expandDomain(mechanism.domain, domain, check, term) : domain;
  // What cannot be asked for does not exist (RFC 7208 4.8).
  if (!isDomainName(name)) return false;
  if (mechanism.kind === "ptr") return (await findPointers(check, domain, name, term)).length > 0;
  const type = mechanism.kind === "mx" ? "MX" : mechanism.kind === "exists" ? "A" : check.client.type;
  const question = await ask(name, type, check, term);
  countVoid(question, check, domain, term);
  if (isFailure(question.response)) throw dnsFailure(question, domain, term);
  const values = valuesOf(question.response);
  if (mechanism.kind === "exists") return values.length > 0;
  if (mechanism.kind === "a") return values.some((value) => isSameNetwork(check.client, value, mechanism));
  return matchesExchanger(values, mechanism, domain, check, term);
}

/** RFC 7208 5.4. A null MX (RFC 7505) names nobody. */
async function matchesExchanger(
  values: readonly string[],
  range: { prefix4: number; prefix6: number },
  domain: string,
  check: Check,
  term: SpfTermTrace,
): Promise<boolean> {
  const hosts = values.map((value) => value.slice(value.indexOf(" ") + 1)).filter((host) => host !== "." && isDomainName(host));
  if (hosts.length > spfLimits.names) {
    const what = `"${term.text}" leads to ${hosts.length} mail exchangers, expected at most ${spfLimits.names}`;
    throw new Stop("permerror", { id: "spf/too-many-exchangers", what, domain, place: term.place });
  }
  for (const question of await Promise.all(hosts.map((host) => ask(host, check.client.type, check, term)))) {
    if (isFailure(question.response)) throw dnsFailure(question, domain, term);
    if (valuesOf(question.response).some((value) => isSameNetwork(check.client, value, range))) return true;
  }
  return false;
}

/** RFC 7208 6.2: whatever is wrong with it, it is as if there were none. */
async function explain({ modifier, domain }: { modifier: SpfModifier; domain: string }, check: Check): Promise<string | undefined> {
  const name = await expandDomain(modifier.domain, domain, check);
  if (!isDomainName(name)) return undefined;
  const [text, ...others] = valuesOf((await ask(name, "TXT", check)).response);
  if (text === undefined || others.length > 0) return undefined;
  const { parts, problem } = parseMacroString(text, "explanation");
  return problem ? undefined : expand(parts, await macroValues(parts, domain, check));
}
