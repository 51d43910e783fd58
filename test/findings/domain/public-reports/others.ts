/** What others judged wrongly of MTA-STS, TLS-RPT, MX and names. */
import { noBreakSpace, type Report, rua } from "./report";

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
