/**
 * What receivers will conclude about mail of one sending provider in one DNS, live or planned: how the provider sends, then SPF of the return path
 * from an address that it really sends from, DKIM by its keys, DMARC in both readings, and each receiver's published rules.
 */
import { isWithoutKey, parseDkim } from "../dkim/record";
import { type DmarcDiscovery, discoverDmarc, isDmarcAligned } from "../dmarc/discovery";
import { type DmarcPolicy, type DmarcReading, readings } from "../dmarc/policy";
import { testedPolicy } from "../dmarc/strength";
import { isFailure, valuesOf } from "../dns/answer";
import type { Resolve } from "../dns/resolve";
import { type ProviderIdentity, unanswered } from "../providers/mail-path";
import type { ProviderName } from "../providers/sending-providers";
import { checkHost } from "../spf/check-host";
import { type Conclusion, concludeAt, type ReceiverName, receiverNames, type Seen, type Volume, volumes } from "./receivers";
import { findSendingAddress } from "./sending-address";
import { identityOf, pathOf, type SendingPath } from "./sending-path";

export interface Verdict {
  receiver: ReceiverName;
  volume: Volume;
  reading: DmarcReading;
  /** "not sent": the provider refuses. "undecided": decided at verify, since something is known only then. */
  outcome: Conclusion["outcome"] | "not sent" | "undecided";
  why?: string;
}

/** A method's result for one identifier; "undecided" with the reason. */
interface Method {
  result: "pass" | "fail" | "undecided";
  domain: string;
  why?: string | undefined;
}

export interface PathState {
  provider: ProviderName;
  authorDomain: string;
  isSetUp: boolean;
  /** How the provider differs from what is declared, and what is not known yet. */
  because: string[];
  undecided: string[];
  spf: Method;
  dkim: Method;
  /** SPF and DKIM both pass and are aligned, in both readings: either could fail and DMARC would still pass. */
  isProven: boolean;
  verdicts: Verdict[];
}

/** @param reference see identityOf. */
export async function evaluatePath(path: SendingPath, resolve: Resolve, reference?: Resolve): Promise<PathState> {
  const { provider, authorDomain } = path;
  const identity = await identityOf(path, resolve, reference);
  const [spf, dkim] = await Promise.all([spfOf(path, identity, resolve, reference), dkimOf(path, identity, resolve)]);
  const seen = await Promise.all(readings.map((reading) => readAs(reading, path, { spf, dkim }, resolve)));
  const undecided = [
    ...new Set([...identity.undecided, ...[spf, dkim, ...seen].flatMap(({ result, why }) => (result === "undecided" && why ? [why] : []))]),
  ];
  const verdicts = seen.flatMap((dmarc) => verdictsOf({ spf, dkim, dmarc, identity, isDecided: undecided.length === 0 }));
  const isProven = undecided.length === 0 && seen.every(({ spfAligned, dkimAligned }) => spfAligned && dkimAligned);
  return { provider, authorDomain, isSetUp: identity.isSetUp, because: identity.because, undecided, spf, dkim, isProven, verdicts };
}

async function spfOf(path: SendingPath, { returnPath: domain }: ProviderIdentity, resolve: Resolve, reference?: Resolve): Promise<Method> {
  const home = await pathOf(path.provider).spfHome(domain, reference ?? resolve);
  const ip = await findSendingAddress(home, resolve);
  if (ip === undefined) {
    const why = `no address that ${path.provider} sends from was found in ${home} TXT`;
    return { result: "undecided", domain, why };
  }
  const { result, fault } = await checkHost({ ip, mailFrom: `bounce@${domain}`, helo: pathOf(path.provider).domain }, resolve);
  if (result === "temperror") {
    const { question } = fault ?? {};
    return { result: "undecided", domain, why: question ? unanswered(question.name, question.type, question.response) : fault?.what };
  }
  return result === "pass"
    ? { result, domain }
    : { result: "fail", domain, why: `SPF of ${domain} is ${result}${fault ? `: ${fault.what}` : ""}` };
}

/** Providers sign every message for themselves or for the From domain; only the latter needs records of ours. */
async function dkimOf(path: SendingPath, { signsForAuthor }: ProviderIdentity, resolve: Resolve): Promise<Method> {
  if (!signsForAuthor) return { result: "pass", domain: pathOf(path.provider).domain };
  const all = await Promise.all(path.selectors.map((name) => keyAt(name, resolve)));
  const awake = all.filter(({ isResting }) => !isResting);
  // The provider signs with a key that it serves, so one that rests is missed only where every one does.
  const keys = pathOf(path.provider).keysAt === "some selectors" && awake.length > 0 ? awake : all;
  const worst = keys.find(({ result }) => result === "fail") ?? keys.find(({ result }) => result === "undecided");
  return { result: worst?.result ?? "pass", why: worst?.why, domain: path.authorDomain };
}

/** Verifiers ignore RSA keys below 1024 bits (RFC 8301 3.2). */
const shortestKey = 1024;

async function keyAt(name: string, resolve: Resolve): Promise<Pick<Method, "result" | "why"> & { isResting?: boolean }> {
  const response = await resolve(name, "TXT");
  if (isFailure(response)) return { result: "undecided", why: unanswered(name, "TXT", response) };
  const [text, ...others] = valuesOf(response);
  if (text === undefined) return { result: "fail", why: `${name} has no key`, isResting: response.outcome === "no-data" };
  if (others.length > 0) return { result: "fail", why: `${name} has ${others.length + 1} records` };
  const { isRevoked, isTesting, bits, keyType, errors } = parseDkim(text);
  if (isWithoutKey(text)) return { result: "fail", why: isRevoked ? `the key at ${name} is revoked` : `${name} is empty`, isResting: true };
  if (errors[0]) return { result: "fail", why: `${name}: "${errors[0].text}" ${errors[0].problem}` };
  if (keyType === "rsa" && (bits ?? 0) < shortestKey) return { result: "fail", why: `the key at ${name} has ${bits} bits` };
  if (isTesting) return { result: "fail", why: `the key at ${name} is marked with t=y, so what it signs counts as unsigned` };
  return { result: "pass" };
}

interface DmarcSeen {
  reading: DmarcReading;
  result: Seen["dmarc"] | "undecided";
  policy: DmarcPolicy | undefined;
  spfAligned: boolean;
  dkimAligned: boolean;
  why?: string;
}

async function readAs(
  reading: DmarcReading,
  { authorDomain }: SendingPath,
  { spf, dkim }: { spf: Method; dkim: Method },
  resolve: Resolve,
): Promise<DmarcSeen> {
  const discovery = await discoverDmarc(authorDomain, reading, resolve);
  const { found, failed } = discovery;
  const none = { reading, policy: undefined, spfAligned: false, dkimAligned: false };
  if (failed) return { ...none, result: "undecided", why: unanswered(`_dmarc.${failed.domain}`, "TXT", failed.response) };
  const aligned = (method: Method, mode: "r" | "s"): Promise<boolean> =>
    method.result === "pass" ? isDmarcAligned({ identifier: method.domain, authorDomain, mode }, reading, resolve) : Promise.resolve(false);
  const [spfAligned, dkimAligned] = await Promise.all([aligned(spf, found?.record.aspf ?? "r"), aligned(dkim, found?.record.adkim ?? "r")]);
  const policy = appliedPolicy(discovery);
  const result = policy === undefined ? "none" : spfAligned || dkimAligned ? "pass" : "fail";
  return { reading, result, policy, spfAligned, dkimAligned };
}

export const appliedPolicy = ({ found, policy, reading }: DmarcDiscovery): DmarcPolicy | undefined =>
  testedPolicy(policy, found?.record, reading);

interface Sight {
  spf: Method;
  dkim: Method;
  dmarc: DmarcSeen;
  identity: ProviderIdentity;
  isDecided: boolean;
}

function verdictsOf({ spf, dkim, dmarc, identity, isDecided }: Sight): Verdict[] {
  const { reading } = dmarc;
  return receiverNames.flatMap((receiver) =>
    volumes.map((volume): Verdict => {
      const about = { receiver, volume, reading };
      if (!identity.sends) return { ...about, outcome: "not sent", why: identity.because.join("; ") };
      if (!isDecided || dmarc.result === "undecided") return { ...about, outcome: "undecided" };
      const seen = { spf: spf.result === "pass", dkim: dkim.result === "pass", dmarc: dmarc.result, policy: dmarc.policy };
      return { ...about, ...concludeAt(receiver, seen, volume) };
    }),
  );
}
