/**
 * What a receiver concluded about a message: its Authentication-Results fields (RFC 8601) and how the message came in. Anybody may write such
 * a field into a message, so only those are believed that the receiver's border wrote: above its own Received field (RFC 8601 4.1, 5; Gmail
 * below it), in the name of that receiver, all in one name.
 */
import { type HeaderField, readHeaderFields } from "./header-fields";
import { isOfOneReceiver, mayBeAnonymous, writesBelowReceived } from "./known-receivers";
import { type Hop, parseReceived } from "./received";
import { type MethodResult, parseResultsField, type ResultsField } from "./results-field";

export interface Verdict {
  spf: MethodResult | undefined;
  dkim: MethodResult[];
  dmarc: MethodResult | undefined;
  /** The TLS version of the hop over the border, such as "TLSv1.3", or "TLS" when the receiver does not tell it; undefined when it was in the clear. */
  tls: string | undefined;
  /** Fields are there, and none of them is believed. */
  isUnbelieved: boolean;
}

type Result = ResultsField["results"][number];

/** @param rawMessage the message as stored by the receiver. */
export function readVerdict(rawMessage: string): Verdict {
  const fields = readHeaderFields(rawMessage);
  const { hops, border, place } = readBorder(fields);
  const written = fields.flatMap(({ name, value }, at) => (name === resultsName ? [{ at, ...parseResultsField(value) }] : []));
  const fits = ({ authority }: ResultsField): boolean => border !== undefined && isOfReceiver(authority, hops, border);
  const above = written.filter((field) => border && field.at < place && fits(field));
  const believed =
    above.length > 0 || !border ? above : written.filter((field) => isJustBelow(field, border, fields.slice(place + 1, field.at)));
  const [first] = believed;
  const results = believed.filter(({ authority }) => first && namesAgree(authority, first.authority)).flatMap(spokenFor);
  const of = (method: string): Result[] => results.filter((result) => result.method === method);
  return {
    spf: worst(withReturnPath(of("spf"))),
    dkim: of("dkim"),
    dmarc: worst(of("dmarc")),
    tls: border?.tls,
    isUnbelieved: written.length > 0 && believed.length === 0,
  };
}

const resultsName = "authentication-results";

/** The hops inside and over the border, and where the field of that one stands. */
function readBorder(fields: readonly HeaderField[]): { hops: Hop[]; border: Hop | undefined; place: number } {
  const received = fields.flatMap(({ name, value }, at) => (name === "received" ? [{ at, hop: parseReceived(value) }] : []));
  const outside = received.findIndex(({ hop }) => hop.isFromOutside);
  // With no hop from outside, nothing but the topmost one is certainly the receiver's.
  const last = received[Math.max(outside, 0)];
  return { hops: received.slice(0, Math.max(outside, 0) + 1).map(({ hop }) => hop), border: last?.hop, place: last?.at ?? 0 };
}

/** Names without a dot, and addresses, belong to nobody that one could compare with: then the place has to do. */
function isOfReceiver(authority: string, hops: readonly Hop[], border: Hop): boolean {
  if (authority === "") return mayBeAnonymous(border.by);
  const hosts = hops.map(({ by }) => by).filter((host) => /\.[a-z]/.test(host));
  return hosts.length === 0 || hosts.some((host) => isOfOneReceiver(authority, host));
}

/** Between the border's Received field and this one stand only fields that such a receiver writes there. */
const isJustBelow = ({ authority }: ResultsField, { by }: Hop, between: readonly HeaderField[]): boolean =>
  writesBelowReceived(by) && authority === by && between.every(({ name }) => /^(?:received-spf|arc-[a-z-]+)$/.test(name));

/** Apple has a host for each method: "dmarc.icloud.com" speaks for DMARC, "dkim-verifier.icloud.com" for DKIM, and for nothing else. */
const perMethod = /^(spf|dkim|dmarc|bimi)(?:-verifier)?\.(.+\..+)$/;

const namesAgree = (one: string, other: string): boolean =>
  one === other || (perMethod.test(one) && perMethod.test(other) && parentOf(one) === parentOf(other));

const parentOf = (authority: string): string | undefined => perMethod.exec(authority)?.[2];

function spokenFor({ authority, results }: ResultsField): Result[] {
  const method = perMethod.exec(authority)?.[1];
  return method === undefined ? results : results.filter((result) => result.method === method);
}

/** SPF is about the return path; a receiver may tell of the greeting too (RFC 8601 2.7.2). */
function withReturnPath(results: Result[]): Result[] {
  const aboutIt = results.filter(({ properties }) => "smtp.mailfrom" in properties);
  return aboutIt.length > 0 ? aboutIt : results;
}

/** Of several that contradict each other. */
const worst = (results: readonly Result[]): Result | undefined => results.find(({ result }) => result !== "pass") ?? results[0];
