/**
 * Records that tools of this field have judged wrongly, with what is right and who says so. Most are shaped after public bug reports of such tools,
 * named beside them; the others are siblings of those. Names are examples. Two that are contested are left out, and nothing is told of them: one
 * exchanger with more than ten addresses (a permanent error by the letter of RFC 7208 4.6.4, which no known reader counts so), and bytes
 * behind the DER of a key (which OpenSSL reads).
 */
import { rsaPublicKey } from "../../fixtures/rsa-public-keys";

export interface Report {
  id: string;
  /** Where a tool got one like it wrong, or which row it is a sibling of. */
  like: string;
  /** The document that says what is right. */
  source: string;
  /** `name TYPE value`, see zone-text.ts. */
  zone: readonly string[];
  /** Ids that have to be found; one that ends in "/" stands for any of its family. */
  tells?: readonly string[];
  /** Ids that must not be found. */
  silent?: readonly string[];
}

const key = rsaPublicKey(2048);
const dkim = (text: string): string => `s1._domainkey TXT "${text}"`;
const dmarc = (text: string): string => `_dmarc TXT "${text}"`;
const spf = (text: string): string => `@ TXT "${text}"`;
const rua = "rua=mailto:r@DOMAIN";
const healthyDmarc = dmarc(`v=DMARC1; p=reject; ${rua}`);
const ed25519 = "5IdFsGCFL20FMKZd4f0AKiFcqglzr0nMGZaSSYWXq/4=";
const noBreakSpace = "\u00a0";

export const spfReports: readonly Report[] = [
  ...(
    [
      ["S04", "checkdmarc#134, #135", [spf("v=spf1 include=inc.DOMAIN -all"), 'inc TXT "v=spf1 ip4:192.0.2.1 -all"']],
      ["A1", "S04", [spf("v=spf1 ip4=192.0.2.1 -all")]],
      ["A2", "S04", [spf("v=spf1 a=mail.DOMAIN -all")]],
      ["A3", "S04", [spf("v=spf1 mx=DOMAIN ~all")]],
      ["A4", "S04", [spf("v=spf1 include:inc.DOMAIN -all"), 'inc TXT "v=spf1 include=x.DOMAIN -all"', 'x TXT "v=spf1 ip4:192.0.2.1 -all"']],
      ["A6", "S04", [spf("v=spf1 exists=x.DOMAIN ptr=DOMAIN ip6=2001:db8::1 all=1 -all")]],
    ] as const
  ).map(([id, like, zone]) => ({ id, like, zone, source: "RFC 7208 6: an unknown modifier is ignored", tells: ["spf/never-read"] })),
  {
    ...{
      id: "S05",
      like: "RFC 6652 3",
      source: "RFC 6652 3: registered modifiers",
      zone: [spf("v=spf1 ip4:192.0.2.1 ra=postmaster rp=10 rr=all -all")],
    },
    silent: ["spf/"],
  },
  ...(
    [
      ["S18", "mailauth#125", [spf("v=spf1 include:%{d}.has.provider.DOMAIN -all")], "spf/include-without-record"],
      ["B1", "S18", [spf("v=spf1 redirect=_spf.%{d}")], "spf/redirect-without-record"],
      [
        "B2",
        "S18",
        [spf("v=spf1 include:_spf.%{d} -all"), '_spf TXT "v=spf1 ip4:192.0.2.1 -all"', '_spf TXT "v=spf1 ip4:192.0.2.2 -all"'],
        "spf/several-records",
      ],
      [
        "B3",
        "S18",
        [
          spf(`v=spf1 include:_spf.%{d} ${[0, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => `include:i${index}.DOMAIN`).join(" ")} -all`),
          '_spf TXT "v=spf1 include:i0.DOMAIN -all"',
          ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => `i${index} TXT "v=spf1 ip4:192.0.2.${index} -all"`),
        ],
        "spf/too-many-lookups",
      ],
      ["B4", "S18", [spf("v=spf1 a:x.%{d} a:y.%{d} a:z.%{d} -all")], "spf/too-many-void-lookups"],
      ["B5", "S18", [spf("v=spf1 include:%{d2}.has.DOMAIN -all")], "spf/include-without-record"],
      ["B6", "S18", [spf("v=spf1 include:_spf.%{o} -all")], "spf/include-without-record"],
      ["B7", "S18", [spf("v=spf1 include:_%{v}.DOMAIN -all")], "spf/include-without-record"],
    ] as const
  ).map(([id, like, zone, finding]) => ({ id, like, zone, source: "RFC 7208 7.2: d is the domain of the record", tells: [finding] })),
  {
    id: "S17",
    like: "S18",
    source: "RFC 7208 7.2",
    zone: [spf("v=spf1 redirect=%{l1r+}._spf.%{d}")],
    silent: ["spf/redirect-without-record"],
  },
  ...(
    [
      [
        "S20",
        "pyspf#41, #40, mailauth#104",
        [
          spf("v=spf1 a:h1.DOMAIN a:h2.DOMAIN a:h3.DOMAIN ip6:2001:db8::/32 ~all"),
          ...["h1 A 192.0.2.1", "h2 A 192.0.2.2", "h3 A 192.0.2.3"],
        ],
      ],
      [
        "C1",
        "S20",
        [
          spf("v=spf1 a:h1.DOMAIN a:h2.DOMAIN a:h3.DOMAIN ip4:192.0.2.0/24 -all"),
          ...["h1 AAAA 2001:db8::1", "h2 AAAA 2001:db8::2", "h3 AAAA 2001:db8::3"],
        ],
      ],
      [
        "C2",
        "S20",
        [spf("v=spf1 a a:www.DOMAIN a:mail.DOMAIN ip6:2001:db8::/32 -all"), ...["@ A 192.0.2.1", "www A 192.0.2.2", "mail A 192.0.2.3"]],
      ],
      ["C3", "S20", [spf("v=spf1 a:gone.DOMAIN a:h1.DOMAIN a:h2.DOMAIN ip6:2001:db8::/32 -all"), ...["h1 A 192.0.2.1", "h2 A 192.0.2.2"]]],
      [
        "C4",
        "S20",
        [
          spf("v=spf1 include:inc.DOMAIN ip6:2001:db8::/32 -all"),
          'inc TXT "v=spf1 a:h1.DOMAIN a:h2.DOMAIN a:h3.DOMAIN -all"',
          ...["h1 A 192.0.2.1", "h2 A 192.0.2.2", "h3 A 192.0.2.3"],
        ],
      ],
      [
        "C6",
        "S20",
        [
          spf("v=spf1 a:h1.DOMAIN a:h2.DOMAIN a:h3.DOMAIN a:h4.DOMAIN -all"),
          ...["h1 A 192.0.2.1", "h2 A 192.0.2.2", "h3 A 192.0.2.3", "h4 AAAA 2001:db8::4"],
        ],
      ],
    ] as const
  ).map(([id, like, zone]) => ({ id, like, zone, source: "RFC 7208 5, 4.6.4", tells: ["spf/too-many-void-lookups"] })),
  {
    ...{ id: "C7", like: "S20", source: "RFC 7208 4.6.4: hosts of one kind; nobody else is listed" },
    zone: [spf("v=spf1 a:h1.DOMAIN a:h2.DOMAIN a:h3.DOMAIN -all"), ...["h1 A 192.0.2.1", "h2 A 192.0.2.2", "h3 A 192.0.2.3"]],
    silent: ["spf/"],
  },
  ...(
    [
      ["S27", "trustymail#7, ScubaGear#857", [spf("v=spf1 redirect=inc.DOMAIN"), 'inc TXT "v=spf1 ip4:192.0.2.1 ?all"'], "spf/no-end"],
      ["S28", "eliza#29141", [spf("v=spf1 include:inc.DOMAIN -all"), 'inc TXT "v=spf1 +all"'], "spf/everybody"],
      ["S29", "S27", [spf("v=spf1 redirect=inc.DOMAIN"), 'inc TXT "v=spf1 +all"'], "spf/everybody"],
      ["E1", "S27", [spf("v=spf1 redirect=inc.DOMAIN"), 'inc TXT "v=spf1 ip4:192.0.2.1"'], "spf/no-end"],
      [
        "E2",
        "S27",
        [spf("v=spf1 redirect=i1.DOMAIN"), 'i1 TXT "v=spf1 redirect=i2.DOMAIN"', 'i2 TXT "v=spf1 ip4:192.0.2.1 ?all"'],
        "spf/no-end",
      ],
      [
        "E3",
        "S28",
        [spf("v=spf1 include:i1.DOMAIN -all"), 'i1 TXT "v=spf1 include:i2.DOMAIN -all"', 'i2 TXT "v=spf1 ip4:192.0.2.1 all"'],
        "spf/everybody",
      ],
      ["E4", "S28", [spf("v=spf1 include:inc.DOMAIN -all"), 'inc TXT "v=spf1 ip4:0.0.0.0/0 -all"'], "spf/everybody"],
      ["E5", "S28", [spf("v=spf1 exists:www.DOMAIN -all"), "www A 192.0.2.80"], "spf/everybody"],
      ["E6", "S28", [spf("v=spf1 redirect=inc.DOMAIN"), 'inc TXT "v=spf1 ptr -all"'], "spf/ptr"],
      ["E8", "S28", [spf("v=spf1 include:inc.DOMAIN -all"), 'inc TXT "v=spf1 ip6:::/0 -all"'], "spf/everybody"],
      ["E9", "S28", [spf("v=spf1 a/0 -all"), "@ A 192.0.2.1"], "spf/everybody"],
      ["E10", "S28", [spf("v=spf1 mx/0 -all")], "spf/everybody"],
      ["E11", "S28", [spf("v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all")], "spf/everybody"],
      ["E12", "S27", [spf("v=spf1 ?include:inc.DOMAIN -all"), 'inc TXT "v=spf1 +all"'], "spf/no-end"],
      [
        "E13",
        "S28",
        [spf("v=spf1 include:inc.DOMAIN -all"), 'inc TXT "v=spf1 exists:www.%{d} -all"', "www.inc A 192.0.2.80"],
        "spf/everybody",
      ],
    ] as const
  ).map(([id, like, zone, finding]) => ({ id, like, zone, source: "RFC 7208 5.2, 6.1, 4.7, 5.7", tells: [finding] })),
  ...(
    [
      ["E7", "S27", [spf("v=spf1 redirect=inc.DOMAIN"), 'inc TXT "v=spf1 ip4:192.0.2.1 ~all"']],
      ["S61", "pyspf#18", [spf("v=spf1 mx -ip4:0.0.0.0/0 -ip6:::/0 +all")]],
      ["E14", "S61", [spf("v=spf1 -include:inc.DOMAIN ip4:192.0.2.1 +all"), 'inc TXT "v=spf1 +all"']],
      ["E15", "S28", [spf("v=spf1 include:inc.DOMAIN -all"), 'inc TXT "v=spf1 ip4:192.0.2.1 ?all"']],
      ["E16", "S28", [spf("v=spf1 exists:%{i}.list.DOMAIN -all")]],
      ["E17", "S28", [spf("v=spf1 a/0 -all")]],
    ] as const
  ).map(([id, like, zone]) => ({ id, like, zone, source: "RFC 7208 4.6.2", silent: ["spf/everybody", "spf/no-end"] })),
];

export const dmarcReports: readonly Report[] = [
  ...(
    [
      ["D01", "trailofbits/dmarc#24, mail-dmarc#113, checkdmarc#75", [dmarc(`V=DMARC1; p=reject; ${rua}`)]],
      ["F1", "D01", [dmarc(`V = DMARC1; p=reject; ${rua}`)]],
    ] as const
  ).map(([id, like, zone]) => ({ id, like, zone, source: "RFC 9989 4.8, RFC 5234 2.3", silent: ["dmarc/"] })),
  {
    ...{ id: "F2", like: "D01", source: "RFC 9989 4.8, RFC 9990 4" },
    zone: [dmarc("v=DMARC1; p=reject; rua=mailto:r@reports.example.org"), 'DOMAIN._report._dmarc.reports.example.org. TXT "V=DMARC1"'],
    silent: ["dmarc/"],
  },
  {
    ...{ id: "F3", like: "D01", source: "RFC 9989 4.10" },
    zone: [dmarc(`v=DMARC1; p=reject; ${rua}`), dmarc(`V=DMARC1; p=none; ${rua}`)],
    tells: ["dmarc/several-records"],
  },
  { id: "F4", like: "D01", source: 'RFC 9989 4.8: %s"DMARC1"', zone: [dmarc(`v=dmarc1; p=reject; ${rua}`)], tells: ["dmarc/missing"] },
  ...(
    [
      ["D10", "checkdmarc#195, Internet.nl#1810", "DOMAIN._report._dmarc.reports.example.org. TXT servfail"],
      ["G1", "D10", "DOMAIN._report._dmarc.reports.example.org. TXT timeout"],
    ] as const
  ).map(([id, like, line]) => ({
    ...{ id, like, source: "RFC 9990 4 step 5, RFC 7489 7.1", zone: [dmarc("v=DMARC1; p=reject; rua=mailto:r@reports.example.org"), line] },
    tells: ["dns/no-answer"],
    silent: ["dmarc/report-authorisation"],
  })),
  {
    ...{ id: "G2", like: "D10", source: "RFC 9990 4 step 5" },
    zone: [
      dmarc("v=DMARC1; p=reject; rua=mailto:r@reports.example.org"),
      "DOMAIN._report._dmarc.reports.example.org. CNAME consent.dead.example.",
      "consent.dead.example. TXT servfail",
    ],
    tells: ["dns/no-answer"],
    silent: ["dmarc/report-authorisation"],
  },
  {
    ...{ id: "G4", like: "D10", source: "RFC 9990 4: the organisational domain of the report domain is not known either" },
    zone: [dmarc("v=DMARC1; p=reject; rua=mailto:r@reports.example.org"), "_dmarc.reports.example.org. TXT servfail"],
    silent: ["dmarc/missing"],
  },
  ...(
    [
      ["D12", "declaresub/abnf#239", dmarc(`v=DMARC1; p=reject; ${rua},https://reports.DOMAIN/dmarc`)],
      ["D43", "RFC 6068 2", dmarc(`v=DMARC1; p=reject; ${rua}?subject=report`)],
      ["U1", "D12", dmarc(`v=DMARC1; p=reject; ${rua}; ruf=https://DOMAIN/ruf`)],
      ["U2", "D12", dmarc("v=DMARC1; p=reject; rua=mailto:a%2Cb@DOMAIN")],
      ["U3", "D12", dmarc("v=DMARC1; p=reject; rua=https://DOMAIN/dmarc")],
      ["U4", "D12", dmarc("v=DMARC1; p=reject; rua=MAILTO:r@DOMAIN!50M")],
    ] as const
  ).map(([id, like, line]) => ({ id, like, source: "RFC 9989 4.7, RFC 7489 6.2", zone: [line], silent: ["dmarc/syntax"] })),
  ...(
    [
      ["D18", "RFC 9989 4.10.1", `v=DMARC1; p=reject; np=discard; ${rua}`],
      ["R1", "D18", `v=DMARC1; p=reject; np=; ${rua}`],
      ["R2", "D18", "v=DMARC1; p=reject; np=discard"],
      ["R6", "D18", "v=DMARC1; p=reject; np=Reject!"],
    ] as const
  ).map(([id, like, text]) => ({
    id,
    like,
    source: "RFC 9989 4.10.1, RFC 7489 6.3",
    zone: [dmarc(text)],
    tells: ["dmarc/readings-differ"],
  })),
  {
    ...{ id: "R3", like: "D18", source: "RFC 9989 4.10.1, RFC 7489 6.6.3: both read sp" },
    zone: [dmarc(`v=DMARC1; p=reject; sp=discard; ${rua}`)],
    tells: ["dmarc/syntax", "dmarc/policy-none"],
    silent: ["dmarc/readings-differ"],
  },
  ...(
    [
      ["D27", "checkdmarc#71, trustymail#138", "fo=2"],
      ["H1", "D27", "fo=0:1"],
      ["H2", "D27", "fo=1,d,s"],
      ["H3", "D27", "fo=all"],
      ["H5", "D27", "fo="],
      ["H6", "D27", "fo=1:d:d"],
    ] as const
  ).map(([id, like, fo]) => ({
    ...{ id, like, source: "RFC 9989 4.7, 4.8: dmarc-fo", zone: [dmarc(`v=DMARC1; p=reject; ${rua}; ruf=mailto:r@DOMAIN; ${fo}`)] },
    tells: ["dmarc/unread-tag"],
  })),
  ...["fo=0", "fo=1", "fo=1:d:s", "fo=d:s", "fo=D : S", "fo=0:d"].map((fo) => ({
    ...{ id: `H4 ${fo}`, like: "D27", source: "RFC 9989 4.7, 4.8: dmarc-fo" },
    zone: [dmarc(`v=DMARC1; p=reject; ${rua}; ruf=mailto:r@DOMAIN; ${fo}`)],
    silent: ["dmarc/"],
  })),
  ...(
    [
      ["D40", "copy and paste", `v=DMARC1; p=reject${noBreakSpace}; ${rua}`],
      ["W1", "D40", `v=DMARC1; p=reject; adkim=s\u3000; ${rua}`],
      ["W2", "D40", `v=DMARC1; p=reject;${noBreakSpace}${rua}`],
      ["W3", "D40", `v=DMARC1; p=reject\n; ${rua}`],
      ["W7", "D40", `v=DMARC1; p=reject\u200b; ${rua}`],
    ] as const
  ).map(([id, like, text]) => ({ id, like, source: "RFC 9989 4.8", zone: [dmarc(text)], tells: ["dmarc/syntax"] })),
  ...(
    [
      [
        "D42",
        "RFC 1034 3.6.2; subdomain takeover",
        ["_dmarc CNAME gone.provider.example.", '_dmarc.example.com. TXT "v=DMARC1; p=reject"'],
      ],
      ["J1", "D42", ["_smtp._tls CNAME gone.provider.example."]],
      ["J2", "D42", ["_mta-sts CNAME gone.provider.example."]],
      ["J3", "D42", ["_dmarc CNAME gone.provider.example."]],
      ["J4", "D42", ["s1._domainkey CNAME gone.provider.example."]],
    ] as const
  ).map(([id, like, zone]) => ({ id, like, source: "RFC 1034 3.6.2", zone, tells: ["dns/dangling-alias"] })),
  {
    ...{ id: "N31", like: "checkdmarc#276", source: "RFC 1034 3.6.2, RFC 2181 10.1" },
    zone: [healthyDmarc, "_dmarc CNAME other.provider.example.", 'other.provider.example. TXT "v=DMARC1; p=none"'],
    tells: ["dns/alias-beside-data"],
  },
  ...(
    [
      ["Z1", "mail-dmarc#39", `v=DMARC1; p=reject; sp=none; ${rua}; example.net`],
      ["Z2", "Z1", `v=DMARC1;; p=reject; np=none; ${rua}`],
      ["Z4", "Z1", `v=DMARC1; p=reject; sp=none; adkim=x; ${rua}`],
      ["Z5", "Z1", `v=DMARC1; p=reject; sp=none; rua=r@DOMAIN`],
    ] as const
  ).map(([id, like, text]) => ({
    id,
    like,
    source: "RFC 9989 4.8",
    zone: [dmarc(text)],
    tells: ["dmarc/syntax", "dmarc/weaker-subdomains"],
  })),
];

export const dkimReports: readonly Report[] = [
  ...(
    [
      ["K08", "zpanelx#143, AynOps#213", `v=DKIM1; k=rsa; P=${key}`],
      ["K09", "K08", `v=DKIM1; k=RSA; p=${key}`],
      ["Q1", "K08", `v=DKIM1; h=SHA256; p=${key}`],
      ["Q2", "K08", `v=DKIM1; k=Ed25519; p=${ed25519}`],
      ["Q4", "K08", `v=DKIM1; K=ed25519; p=${ed25519}`],
      ["Q5", "K08", "v=DKIM1; k=rsa; P="],
      ["K07", "K08", `v=dkim1; k=rsa; p=${key}`],
      ["K32", "copy and paste", `v=DKIM1; k=rsa; p=${key.slice(0, 200)}${noBreakSpace}${key.slice(200)}`],
      ["W4", "K32", `v=DKIM1; k=rsa; p=\ufeff${key}`],
      ["W5", "K32", `${noBreakSpace}v=DKIM1; k=rsa; p=${key}`],
      ["W8", "K32", `v=DKIM1; k=rsa; p=${key.slice(0, 200)}\u200b${key.slice(200)}`],
      ["K17", "DomainDetective#584, badkeys#39", `v=DKIM1; k=rsa; p=${rsaPublicKey(1024).slice(0, -1)}`],
      ["O1", "K17", `v=DKIM1; k=ed25519; p=${ed25519.slice(0, -1)}`],
      ["O2", "K17", `v=DKIM1; k=rsa; p=${key}A`],
      ["O5", "K17", `v=DKIM1; k=rsa; p=${key.slice(0, 100)}=${key.slice(101)}`],
    ] as const
  ).map(([id, like, text]) => ({
    id,
    like,
    source: "RFC 6376 3.2, 2.8, 3.6.1; RFC 4648 3.2",
    zone: [dkim(text)],
    tells: ["dkim/not-a-key"],
  })),
  { id: "Q5b", like: "K08", source: "RFC 6376 3.2", zone: [dkim("v=DKIM1; k=rsa; P=")], silent: ["dkim/revoked"] },
  { id: "Q3", like: "K08", source: "RFC 6376 3.2", zone: [dkim(`v=DKIM1; T=y; p=${key}`)], silent: ["dkim/testing"] },
  ...(
    [
      ["K11", "forwardemail#316", `s1._domainkey TXT "${key.slice(-100)}"`],
      ["L1", "K11", 's1._domainkey TXT "v=spf1 -all"'],
      ["L2", "K11", 's1._domainkey TXT "google-site-verification=abc"'],
      ["L3", "K11", 's1._domainkey TXT ""'],
      ["L4", "K11", `s1._domainkey TXT "v=DKIM1; k=ed25519; p=${ed25519}"`],
    ] as const
  ).map(([id, like, line]) => ({
    ...{ id, like, source: "RFC 6376 3.6.2.2", zone: [dkim(`v=DKIM1; k=rsa; p=${key}`), line] },
    tells: ["dkim/several-records"],
  })),
];

export const otherReports: readonly Report[] = [
  ...(
    [
      ["M01", "hardenize-public#41", ['_mta-sts TXT "v=STSv1; id=1"', '_mta-sts TXT "v=STSv1; id=2"'], "mta-sts/several-records"],
      ["M02", "checkdmarc#273", ['_mta-sts TXT "v=STSv1; id=2026-01-01"'], "mta-sts/syntax"],
      ["V1", "M02", ['_mta-sts TXT "v=STSv1;"'], "mta-sts/syntax"],
      ["V2", "M02", [`_mta-sts TXT "v=STSv1; id=${"1".repeat(33)}"`], "mta-sts/syntax"],
      ["V4", "M02", ['_mta-sts TXT "v=STSv1; ID=20260101"'], "mta-sts/syntax"],
    ] as const
  ).map(([id, like, zone, finding]) => ({ id, like, zone, source: "RFC 8461 3.1", tells: [finding] })),
  { id: "V3", like: "M01", source: "RFC 8461 3.1", zone: ['_mta-sts TXT "v=STSv1; id=20260101T000000;"'], silent: ["mta-sts/"] },
  ...(
    [
      ["M07", "RFC 8460 3", `v=TLSRPTv1; ${rua}!10m`],
      ["Y1", "M07", "v=TLSRPTv1; RUA=mailto:r@DOMAIN"],
      ["Y2", "M07", "v=TLSRPTv1; rua = mailto:r@DOMAIN"],
      ["Y4", "M07", "v=TLSRPTv1; rua=mailto:r@DOMAIN;mailto:s@DOMAIN"],
      ["W6", "D40", `v=TLSRPTv1;${noBreakSpace}${rua}`],
    ] as const
  ).map(([id, like, text]) => ({ id, like, source: "RFC 8460 3", zone: [`_smtp._tls TXT "${text}"`], tells: ["tls-rpt/syntax"] })),
  ...(
    [
      ["X01", "Internet.nl#189, truemail#10, stalwart#165, irmago#525", ["@ A 192.0.2.25"]],
      ["I1", "X01", ["@ AAAA 2001:db8::25"]],
      ["I2", "X01", ["@ CNAME host.example.org.", "host.example.org. A 192.0.2.25"]],
    ] as const
  ).map(([id, like, zone]) => ({
    id,
    like,
    source: "RFC 5321 5.1",
    zone: ["@ -", ...zone],
    tells: ["mx/implicit"],
    silent: ["mx/missing"],
  })),
  { id: "I3", like: "X01", source: "RFC 5321 5.1", zone: ["@ -"], tells: ["mx/missing"], silent: ["mx/implicit"] },
  ...(
    [
      ["X02", "Internet.nl#1329", ["@ MX 0 .", "@ MX 10 mx", "mx A 192.0.2.25"]],
      ["I4", "X02", ["@ MX 10 .", "@ MX 20 mx", "mx A 192.0.2.25"]],
      ["I5", "X02", ["@ MX 0 .", "@ MX 10 gone"]],
    ] as const
  ).map(([id, like, zone]) => ({ id, like, source: "RFC 7505 3", zone, tells: ["mx/null-beside-others"], silent: ["mx/null"] })),
  { id: "I5b", like: "X02", source: "RFC 7505 3", zone: ["@ MX 0 .", "@ MX 10 gone"], tells: ["mx/unresolvable"] },
  { id: "I6", like: "X02", source: "RFC 7505 3", zone: ["@ MX 0 ."], tells: ["mx/null"] },
  { id: "I7", like: "X02", source: "RFC 7505 3: preference 0", zone: ["@ MX 10 ."], tells: ["mx/null"] },
];
