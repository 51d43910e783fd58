/**
 * What can be between a record as declared and what the world sees, one zone of its own each: what every server holds at first, what is
 * wrong with it, and what is left of that after everything that could be mended was, and caches have run out.
 */
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

const spf = { label: "mail", type: "TXT" as const, value: "v=spf1 include:sendgrid.net ~all" };
const spfLine = `mail TXT "${spf.value}"`;
const oldLine = 'mail TXT "v=spf1 -all"';
const key = `v=DKIM1; k=rsa; p=${"MIIB".repeat(90)}`;
const dkim = { label: "k._domainkey", type: "TXT" as const, value: key };
const dkimLine = `k._domainkey TXT "${key.slice(0, 255)}" "${key.slice(255)}"`;
const cname = { label: "em", type: "CNAME" as const, value: "u1.wl.sendgrid.net" };
const mx = { label: "bounce", type: "MX" as const, value: "feedback-smtp.eu-west-1.amazonses.com", priority: 10 };
/** More than fits a datagram. */
const big = [spfLine, ...Array.from({ length: 12 }, (_, index) => `mail TXT "site-verification-${index}=${"x".repeat(200)}"`)];

const whole = ["nsd", "knot", "bind"] as const;
const all: Host[] = [...whole];
const right = (title: string, delegatedTo: Host[], record: Scenario["record"], holds: string[]): Scenario => ({
  title,
  delegatedTo,
  record,
  holds,
  first: undefined,
});
const others = (host: Host): Host[] => all.filter((each) => each !== host);

export const scenarios: Scenario[] = [
  ...whole.map((host) => right(`an SPF record at ${host}`, [host], spf, [spfLine])),
  right("a key of two strings at three servers", all, dkim, [dkimLine]),
  right("an alias at three servers", all, cname, ["em CNAME u1.wl.sendgrid.net."]),
  right("an alias in capital letters", all, cname, ["EM CNAME U1.WL.SendGrid.net."]),
  right("an exchanger", all, mx, ["bounce MX 10 feedback-smtp.eu-west-1.amazonses.com."]),
  right("a null MX", ["knot", "bind"], { label: "bounce", type: "MX", value: ".", priority: 0 }, ["bounce MX 0 ."]),
  right("other texts beside it", all, spf, [spfLine, 'mail TXT "site-verification=1"']),
  ...whole.map((host) => right(`texts that need TCP, at ${host}`, [host], spf, big)),
  {
    ...right("a key below a zone cut that only its question meets", ["nsd"], { ...dkim, label: "k.cut._domainkey" }, [
      "cut._domainkey NS knot.dns.test.",
    ]),
    below: { label: "cut._domainkey", host: "knot", holds: [dkimLine.replace("k._domainkey", "k")] },
  },

  {
    title: "texts that need TCP, where there is none",
    delegatedTo: ["nsd", "noTcp"],
    record: spf,
    holds: big,
    first: "dns/answer-truncated",
    mended: [spfLine],
  },
  ...whole.map(
    (host): Scenario => ({
      title: `nothing there, at ${host}`,
      delegatedTo: [host],
      record: spf,
      holds: [],
      first: "dns/record-missing",
      mended: [spfLine],
    }),
  ),
  ...whole.map(
    (host): Scenario => ({
      title: `something of another type there, at ${host}`,
      delegatedTo: [host],
      record: spf,
      holds: ["mail A 192.0.2.1"],
      first: "dns/record-missing",
      mended: [spfLine],
    }),
  ),
  {
    title: "an alias where the text should be",
    delegatedTo: all,
    record: spf,
    holds: ["mail CNAME nowhere.dns.test."],
    first: "dns/record-missing",
    mended: [spfLine],
  },
  ...whole.map(
    (host): Scenario => ({
      title: `${host} is behind`,
      delegatedTo: all,
      record: spf,
      holds: [spfLine],
      except: { [host]: [oldLine] },
      first: "dns/split-answers",
      mended: [spfLine],
    }),
  ),
  ...whole.map(
    (host): Scenario => ({
      title: `${host} lacks it`,
      delegatedTo: all,
      record: mx,
      holds: ["bounce MX 10 feedback-smtp.eu-west-1.amazonses.com."],
      except: { [host]: [] },
      first: "dns/split-answers",
      mended: ["bounce MX 10 feedback-smtp.eu-west-1.amazonses.com."],
    }),
  ),
  {
    title: "a server behind that only the zone itself names",
    delegatedTo: ["nsd"],
    named: ["nsd", "knot"],
    record: spf,
    holds: [spfLine],
    except: { knot: [oldLine] },
    first: "dns/split-answers",
    mended: [spfLine],
  },
  { title: "another text everywhere", delegatedTo: all, record: spf, holds: [oldLine], first: "dns/record-differs", mended: [spfLine] },
  {
    title: "another exchanger everywhere",
    delegatedTo: all,
    record: mx,
    holds: ["bounce MX 10 mx.dns.test."],
    first: "dns/record-differs",
    mended: ["bounce MX 10 feedback-smtp.eu-west-1.amazonses.com."],
  },
  {
    title: "a second SPF record",
    delegatedTo: all,
    record: spf,
    holds: [spfLine, oldLine],
    first: "dns/record-differs",
    mended: [spfLine],
  },
  { title: "a wildcard's text", delegatedTo: all, record: spf, holds: ['* TXT "hello"'], first: "dns/record-differs", mended: [spfLine] },
  {
    title: "a key that was cut",
    delegatedTo: all,
    record: dkim,
    holds: [`k._domainkey TXT "${key.slice(0, 255)}"`],
    first: "dns/record-cut",
    mended: [dkimLine],
  },
  ...whole.map(
    (host): Scenario => ({
      title: `${host} does not know the zone`,
      delegatedTo: all,
      record: spf,
      holds: [spfLine],
      except: { [host]: "absent" },
      first: "dns/lame-server",
      settled: "dns/lame-server",
    }),
  ),
  {
    title: "the only server does not know the zone",
    delegatedTo: ["bind"],
    record: spf,
    holds: "absent",
    first: "dns/lame-server",
    settled: "dns/lame-server",
  },
  ...whole.map(
    (host): Scenario => ({
      title: `${host} cannot load the zone`,
      delegatedTo: all,
      record: spf,
      holds: [spfLine],
      except: { [host]: "broken" },
      first: "dns/server-fails",
      mended: [spfLine],
    }),
  ),
  {
    title: "a server that is silent",
    delegatedTo: ["nsd", "mute"],
    record: spf,
    holds: [spfLine],
    first: "dns/no-answer",
    settled: "dns/no-answer",
  },
  {
    title: "a server that is off",
    delegatedTo: ["nsd", "nobody"],
    record: spf,
    holds: [spfLine],
    first: "dns/no-answer",
    settled: "dns/no-answer",
  },
  {
    title: "a server without an address",
    delegatedTo: ["nsd", "nowhere"],
    record: spf,
    holds: [spfLine],
    first: "dns/no-answer",
    settled: "dns/no-answer",
  },
  ...whole.map(
    (host): Scenario => ({
      title: `the old text of ${host} in caches`,
      delegatedTo: [host],
      record: spf,
      cached: [oldLine],
      holds: [spfLine],
      first: "dns/not-visible-yet",
    }),
  ),
  { title: "a cached absence of the name", delegatedTo: all, record: spf, cached: [], holds: [spfLine], first: "dns/not-visible-yet" },
  {
    title: "a cached absence of the type",
    delegatedTo: all,
    record: spf,
    cached: ["mail A 192.0.2.1"],
    holds: [spfLine],
    first: "dns/not-visible-yet",
  },
  {
    title: "no signatures where there must be some",
    delegatedTo: others("knot"),
    record: spf,
    holds: [spfLine],
    wrongAnchor: true,
    first: "dns/dnssec-broken",
    settled: "dns/dnssec-broken",
  },
  {
    title: "the same for an alias",
    delegatedTo: all,
    record: cname,
    holds: ["em CNAME u1.wl.sendgrid.net."],
    wrongAnchor: true,
    first: "dns/dnssec-broken",
    settled: "dns/dnssec-broken",
  },
  ...whole.map((host) => ({
    ...right(`a signed zone at ${host}`, [host], spf, [spfLine]),
    signing: { first: "whole", confirmed: true } as const,
  })),
  {
    ...right("a key of two strings in a signed zone", all, dkim, [dkimLine]),
    signing: { first: "whole", confirmed: true },
  },
  {
    ...right("a signed zone of which the parent knows nothing", ["nsd"], spf, [spfLine]),
    signing: { first: "no-ds", confirmed: false },
  },
  {
    ...right("a key rollover with DS of both keys", ["knot"], spf, [spfLine]),
    signing: { first: "two-ds", confirmed: true },
  },
  {
    title: "a key rollover that left DS of the old key",
    delegatedTo: ["nsd"],
    record: spf,
    holds: [spfLine],
    signing: { first: "stale-ds", confirmed: false },
    first: "dns/dnssec-broken",
    settled: "dns/dnssec-broken",
  },
  {
    title: "DS of a zone that is not signed any more",
    delegatedTo: ["bind"],
    record: spf,
    holds: [spfLine],
    signing: { first: "unsigned", confirmed: false },
    first: "dns/dnssec-broken",
    settled: "dns/dnssec-broken",
  },
  {
    title: "signatures that have expired",
    delegatedTo: ["knot"],
    record: spf,
    holds: [spfLine],
    signing: { first: "expired", mended: "whole", confirmed: true },
    first: "dns/dnssec-broken",
  },
  {
    title: "a text that its signature does not fit",
    delegatedTo: ["bind"],
    record: spf,
    holds: [spfLine],
    signing: { first: "forged", mended: "whole", confirmed: true },
    first: "dns/dnssec-broken",
  },
  {
    title: "nothing there, and the signatures say so",
    delegatedTo: ["bind"],
    record: spf,
    holds: [],
    signing: { first: "whole", confirmed: true },
    first: "dns/record-missing",
    mended: [spfLine],
  },
  {
    title: "a server behind in a signed zone",
    delegatedTo: ["nsd", "knot"],
    record: spf,
    holds: [spfLine],
    except: { knot: [oldLine] },
    signing: { first: "whole", confirmed: true },
    first: "dns/split-answers",
    mended: [spfLine],
  },
];
