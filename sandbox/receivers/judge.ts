/**
 * What a receiver concludes about one message: mailauth evaluates SPF, DKIM and DMARC (RFC 7208, 6376, 7489: the public suffix list, no
 * tree walk, no `np` or `t`; `pct` is not sampled), the policy turns that into a folder or a refusal, and the Authentication-Results
 * header (RFC 8601) records it. Where mailauth lets pass what an RFC refuses, strict-dkim.ts and strict-dmarc.ts decide. Touches nothing but the resolver it is given. No ARC, BIMI, content or reputation.
 */
import { type AuthenticateResult, authenticate, type DNSResolver } from "mailauth";
import { readHeaders } from "../submission/headers";
import type { Findings, ReceiverPolicy, SmtpReply } from "./policy";
import { keyFault, signatureFault } from "./strict-dkim";
import { strictDmarc } from "./strict-dmarc";

export interface Delivery {
  clientAddress: string;
  helo: string;
  /** Empty for the null sender. */
  mailFrom: string;
  message: Buffer;
}

export type Verdict = { folder: "Inbox" | "Junk" } | { refusal: SmtpReply };

export interface Assessment {
  findings: Findings;
  /** The value of Authentication-Results for a message that ends up in this folder. */
  authenticationResults(folder: "Inbox" | "Junk"): string;
}

export async function assess(delivery: Delivery, exchange: string, resolver: DNSResolver): Promise<Assessment> {
  let isWithoutPolicy = false;
  const keys = new Map<string, string>();
  const watched: DNSResolver = async (name, type) => {
    const answer = await resolver(name, type);
    if (type !== "TXT") return answer;
    const texts = (answer as string[][]).map((strings) => strings.join(""));
    if (name.includes("._domainkey.")) keys.set(name.toLowerCase(), texts[0] ?? "");
    if (!name.startsWith("_dmarc.")) return answer;
    const records = texts.map(strictDmarc).filter((record) => record !== undefined);
    // With several records DMARC is not applied (RFC 7489 6.6.3).
    if (records.length > 1 || records.includes("no processing")) isWithoutPolicy = true;
    return records.map((record) => [record]);
  };
  const authenticated = await authenticate(delivery.message, {
    ip: delivery.clientAddress,
    helo: delivery.helo,
    sender: delivery.mailFrom,
    mta: exchange,
    resolver: watched,
    trustReceived: false,
    disableArc: true,
    disableBimi: true,
  });
  const strict = withoutFaultySignatures(authenticated, delivery.message, keys);
  const result = isWithoutPolicy ? withoutPolicy(strict) : strict;
  const findings = findingsOf(result, delivery);
  return { findings, authenticationResults: (folder) => formatResults(result, findings, exchange, folder) };
}

/** @param keys texts of selectors, by name in lower case. What mailauth found out stays where it is not a pass. */
function withoutFaultySignatures(result: AuthenticateResult, message: Buffer, keys: ReadonlyMap<string, string>): AuthenticateResult {
  const signatures = readHeaders(message, "DKIM-Signature");
  const results = result.dkim.results.map((each) => {
    // Its types leave out the b of the signature.
    const { signature: written = "" } = each as { signature?: string };
    const own = signatures.findIndex((text) => text.replace(/\s/g, "").includes(`b=${written.replace(/\s/g, "")}`));
    const [signature] = own < 0 ? [] : signatures.splice(own, 1);
    if (signature === undefined || each.status.result !== "pass") return each;
    const key = keys.get(`${each.selector}._domainkey.${each.signingDomain}`.toLowerCase()) ?? "";
    const fault = signatureFault(signature, Date.now() / 1000) ?? keyFault(key, signature);
    if (!fault) return each;
    const info = each.info.replace(/^dkim=\w+(?: \([^)]*\))?/, `dkim=${fault.result} (${fault.comment})`);
    return { ...each, info, status: { ...each.status, result: fault.result } } as typeof each;
  });
  return { ...result, dkim: { ...result.dkim, results } };
}

/** With several records DMARC is not applied (RFC 7489 6.6.3); mailauth 4.13 would go on to the organisational domain's, as RFC 9989 says. */
function withoutPolicy(result: AuthenticateResult): AuthenticateResult {
  if (!result.dmarc) return result;
  const { status, domain, info } = result.dmarc;
  return { ...result, dmarc: { status: { result: "none", header: status.header }, domain, info } as typeof result.dmarc };
}

/** A DNS failure defers; then the Author Domain's own policy; then what this receiver asks of everyone or of bulk senders. */
export function judge(policy: ReceiverPolicy, findings: Findings, isBulkSender: boolean): Verdict {
  const { dmarc, dmarcPolicy, spf, dkim } = findings;
  const isUncertain = [spf, dmarc, ...dkim.map(({ result }) => result)].includes("temperror");
  if (isUncertain && dmarc !== "pass") {
    return { refusal: { code: 451, text: "4.4.3 Temporary DNS failure while authenticating the sender, try again later" } };
  }
  if (dmarc === "fail" && dmarcPolicy === "reject") return { refusal: policy.dmarcReject(findings) };
  const broken = policy.rules.find((rule) => (rule.appliesTo === "everyone" || isBulkSender) && rule.isBroken(findings));
  if (broken) return { refusal: broken.reply(findings) };
  return { folder: dmarc === "fail" && dmarcPolicy === "quarantine" ? "Junk" : "Inbox" };
}

function findingsOf({ spf, dkim, dmarc }: AuthenticateResult, delivery: Delivery): Findings {
  const [author, second] = dkim.headerFrom;
  const authorDomain = author && !second ? author.slice(author.lastIndexOf("@") + 1).toLowerCase() : undefined;
  const alignment = dmarc ? dmarc.alignment : undefined;
  const signatures = dkim.results
    .filter(({ signingDomain }) => signingDomain)
    .map(({ status, signingDomain, selector }) => ({
      result: status.result,
      domain: signingDomain,
      selector: selector ?? "",
      aligned: alignment?.dkim.strict ? signingDomain.toLowerCase() === authorDomain : Boolean(status.aligned),
    }));
  // mailauth 4.13 reads adkim=s and aspf=s, and then aligns relaxed all the same: strict alignment is decided here.
  const isSpfAligned = Boolean(alignment?.spf.result) && (!alignment?.spf.strict || alignment.spf.result === authorDomain);
  const isAligned = isSpfAligned || signatures.some(({ result, aligned }) => result === "pass" && aligned);
  const dmarcResult = dmarc ? dmarc.status.result : "none";
  return {
    clientAddress: delivery.clientAddress,
    mailFromDomain: spf ? spf.domain : "",
    authorDomain,
    organizationalDomain: dmarc ? dmarc.domain : "",
    spf: spf ? spf.status.result : "none",
    dkim: signatures,
    dmarc: dmarcResult === "pass" && !isAligned ? "fail" : dmarcResult,
    dmarcPolicy: policyWord(dmarc ? dmarc.policy : undefined),
  };
}

/** An unknown policy word counts as none (RFC 7489 6.6.3). */
function policyWord(policy: string | undefined): Findings["dmarcPolicy"] {
  const word = policy?.trim().toLowerCase();
  return word === undefined || word === "reject" || word === "quarantine" ? word : "none";
}

/** mailauth's own rows, with the signing domain and its alignment, the real Author Domain, and what became of the message. */
function formatResults(result: AuthenticateResult, findings: Findings, exchange: string, folder: "Inbox" | "Junk"): string {
  const alignment = new Map(findings.dkim.map(({ domain, selector, aligned }) => [`${domain} ${selector}`, aligned]));
  const dkim = result.dkim.results.map(({ info, signingDomain, selector }) => {
    const aligned = alignment.get(`${signingDomain} ${selector}`);
    return aligned === undefined ? info : `${info} header.d=${signingDomain} (${aligned ? "aligned" : "not aligned"})`;
  });
  const spf = result.spf ? [result.spf.info] : [];
  const disposition = folder === "Junk" ? "QUARANTINE" : "NONE";
  const published = result.dmarc ? (result.dmarc.status.comment ?? "no policy") : "no policy";
  const applied = findings.dmarcPolicy ? ` policy.dmarc=${findings.dmarcPolicy}` : "";
  const from = findings.authorDomain ? ` header.from=${findings.authorDomain}` : "";
  const dmarc = `dmarc=${findings.dmarc} (${published} dis=${disposition})${from}${applied}`;
  return [exchange, ...dkim, ...spf, dmarc].join(";\r\n ");
}
