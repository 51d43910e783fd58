/**
 * What differs between receivers, as data: the replies they publish and whom they refuse beyond the Author Domain's own DMARC policy.
 */

export interface SmtpReply {
  code: number;
  /** Enhanced status code included (RFC 3463). */
  text: string;
}

/** What a receiver has found out about one message. Results are words of RFC 8601: pass, fail, softfail, neutral, none, temperror, ... */
export interface Findings {
  clientAddress: string;
  /** The domain that SPF was evaluated for: of MAIL FROM, or of HELO when that is empty. */
  mailFromDomain: string;
  /** The Author Domain; undefined when From has not exactly one address. */
  authorDomain: string | undefined;
  /** By the public suffix list; what volume is counted for. */
  organizationalDomain: string;
  spf: string;
  dkim: { result: string; domain: string; selector: string; aligned: boolean }[];
  dmarc: string;
  /** The policy that the Author Domain asks for; undefined without a DMARC record. */
  dmarcPolicy: "none" | "quarantine" | "reject" | undefined;
}

interface Rule {
  /** Bulk senders: more than 5,000 messages in a day for one organisational domain. */
  appliesTo: "everyone" | "bulk senders";
  isBroken(findings: Findings): boolean;
  reply(findings: Findings): SmtpReply;
}

export interface ReceiverPolicy {
  name: "gmail" | "outlook" | "yahoo";
  domain: "gmail.com" | "outlook.com" | "yahoo.com";
  /** The host that the domain's MX record names. */
  exchange: string;
  mxPriority: number;
  /** Whether Authentication-Results stands below its own Received field; other receivers write it above (RFC 8601 4.1). */
  resultsBelowReceived?: true;
  /** The reply to MAIL before STARTTLS. */
  tlsRequired: SmtpReply;
  /** The reply to a message that fails DMARC under p=reject. */
  dmarcReject(findings: Findings): SmtpReply;
  /** In the order of their evaluation. */
  rules: readonly Rule[];
}

export const passesSpf = ({ spf }: Findings): boolean => spf === "pass";
export const passesDkim = ({ dkim }: Findings): boolean => dkim.some(({ result }) => result === "pass");
export const passesSpfOrDkim = (findings: Findings): boolean => passesSpf(findings) || passesDkim(findings);
