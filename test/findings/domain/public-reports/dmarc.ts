/** What others judged wrongly of DMARC. */
import { dmarc, healthyDmarc, noBreakSpace, type Report, rua } from "./report";

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
