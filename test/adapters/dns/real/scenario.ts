/** One zone for a test with real name servers, and the records that most of them are about. */
import type { MailRecord } from "../../../../mail/records/mail-record";
import type { Signing } from "./signing";

/** nsd, knot, bind: whole servers. noTcp: one that does not take TCP. mute: takes datagrams and says nothing. nobody: a closed port. */
export type Host = "nsd" | "knot" | "bind" | "noTcp" | "mute" | "nobody" | "nowhere";

/** Zone-file lines, below the zone's own SOA and NS; "broken" cannot be loaded; "absent" is a server that does not know the zone. */
export type Content = string[] | "broken" | "absent";

export interface Scenario {
  title: string;
  /** Whom the parent names. */
  delegatedTo: Host[];
  /** Whom the zone itself names; the same unless told. */
  named?: Host[];
  record: Pick<MailRecord, "type" | "value" | "priority"> & { label: string };
  /** Held by every server, unless told for one. */
  holds: Content;
  except?: Partial<Record<Host, Content>>;
  /** What resolvers were asked for before it changed to that. */
  cached?: Content;
  /** A zone below it that one server holds. */
  below?: { label: string; host: Host; holds: string[] };
  /** Resolvers have a key for the zone that its signatures do not fit. */
  wrongAnchor?: boolean;
  /** DNSSEC below the signed zone "test": at first, and what it is after settling where somebody mends it. */
  signing?: { first: Signing; mended?: Signing /** A resolver that validates says so in the end. */; confirmed: boolean };
  /** What is found at first: the id of a finding, or nothing. */
  first: string | undefined;
  /** The same after settling: all servers that know the zone hold `mended`. */
  settled?: string;
  mended?: string[];
}

export const spf = { label: "mail", type: "TXT" as const, value: "v=spf1 include:sendgrid.net ~all" };
export const spfLine = `mail TXT "${spf.value}"`;
export const oldLine = 'mail TXT "v=spf1 -all"';
export const key = `v=DKIM1; k=rsa; p=${"MIIB".repeat(90)}`;
export const dkim = { label: "k._domainkey", type: "TXT" as const, value: key };
export const dkimLine = `k._domainkey TXT "${key.slice(0, 255)}" "${key.slice(255)}"`;
export const cname = { label: "em", type: "CNAME" as const, value: "u1.wl.sendgrid.net" };
export const mx = { label: "bounce", type: "MX" as const, value: "feedback-smtp.eu-west-1.amazonses.com", priority: 10 };
/** More than fits a datagram. */
export const big = [spfLine, ...Array.from({ length: 12 }, (_, index) => `mail TXT "site-verification-${index}=${"x".repeat(200)}"`)];

export const whole = ["nsd", "knot", "bind"] as const;
export const all: Host[] = [...whole];
export const right = (title: string, delegatedTo: Host[], record: Scenario["record"], holds: string[]): Scenario => ({
  title,
  delegatedTo,
  record,
  holds,
  first: undefined,
});
export const others = (host: Host): Host[] => all.filter((each) => each !== host);
