/** What strangers publish in DNS (RFC 1035 4.2.2: up to 64 kB) and answer over SMTP is read in time that grows with its length. */

import { isWithoutKey, parseDkim } from "../../mail/dkim/record";
import { isDmarc, parseDmarc } from "../../mail/dmarc/record";
import { parseMtaSts } from "../../mail/mta-sts/record";
import { readTagList, wsp } from "../../mail/records/tag-list";
import { parseTxt } from "../../mail/records/txt";
import { subjectOf } from "../../mail/smtp/answer";
import { isSpf, parseSpf } from "../../mail/spf/record";
import { isTlsRpt, parseTlsRpt } from "../../mail/tls-rpt/record";

const readers: [what: string, read: (text: string) => unknown][] = [
  ["SPF", (text) => isSpf(text) && parseSpf(text)],
  ...["", "include:", "a:", "a/", "ip4:", "ip6:", "exists:x", "exp="].map((term): [string, (text: string) => unknown] => [
    `SPF ${term}`,
    (text) => parseSpf(`v=spf1 ${term}${text}`),
  ]),
  ["DMARC", (text) => isDmarc(text) && parseDmarc(text)],
  ...["p=", "p=none; rua=", "p=none; rua=mailto:"].map((tag): [string, (text: string) => unknown] => [
    `DMARC ${tag}`,
    (text) => parseDmarc(`v=DMARC1; ${tag}${text}`),
  ]),
  ["DKIM", (text) => [parseDkim(`v=DKIM1; p=${text}`), isWithoutKey(text)]],
  ["TLS-RPT", (text) => [isTlsRpt(text), parseTlsRpt(`v=TLSRPTv1; rua=${text}`)]],
  ["MTA-STS", (text) => parseMtaSts(`v=STSv1; id=${text}`)],
  ["TXT", (text) => [parseTxt(text), parseTxt(`"${text}"`), parseTxt(`"${text}`)]],
  [
    "SMTP",
    (text) => [subjectOf({ phase: "auth", code: 535, text: `535 ${text}` }), subjectOf({ phase: "data", code: 554, text: `554 ${text}` })],
  ],
  ["tags", (text) => readTagList(text, { name: /^[a-z]\w*$/, ignoresCase: true, space: wsp, spaceAroundEquals: true })],
];

const letters = [
  "a",
  ".",
  "a.",
  "-",
  "a-",
  "1",
  "1.",
  ":",
  "a:",
  "::",
  "/",
  "/1",
  " ",
  "\t",
  ";",
  "=",
  "a=",
  "=;",
  ",",
  "!",
  "!1",
  "@",
  "a@",
  "%",
  "%%{",
  "%{d}",
  "%{d",
  '"',
  '\\"',
  "\\",
  '""',
  '" ',
  "mailto:",
  "v=spf1 ",
  "+",
  "A+/",
  "configuration set ",
  "configuration set sending ",
  "account user ",
  "\r\n",
  "\u202e",
];
const unique = Array.from({ length: 8_000 }, (_, at) => `t${at}=1`);

test.each(readers)("%s", (_what, read) => {
  const slowest = { ms: 0, text: "" };
  for (const text of [
    ...letters.flatMap((each) => [each.repeat(65_000 / each.length), `${each.repeat(65_000 / each.length)}\u0000`]),
    unique.join(";"),
    unique.join(" "),
  ]) {
    // Of this process alone: the machine may be busy with others.
    const began = process.cpuUsage();
    read(text);
    const ms = process.cpuUsage(began).user / 1_000;
    if (ms > slowest.ms) Object.assign(slowest, { ms, text: text.slice(0, 20) });
  }
  // The square of 65,000 steps is more than 4 s on any machine.
  expect(slowest.ms < 2_000 ? undefined : slowest).toBeUndefined();
});
