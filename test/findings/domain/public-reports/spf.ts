/** What others judged wrongly of SPF. */
import { type Report, spf } from "./report";

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
