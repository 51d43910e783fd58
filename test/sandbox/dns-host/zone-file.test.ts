import { parseZoneFile } from "../../../sandbox/dns-host/zone-file";

test("reads names in full, comments, escapes, several strings, a null exchanger", () => {
  const text = [
    "; made by hand",
    'mail.example.org. 300 IN TXT "v=spf1 ~all" ; the sender',
    'long.example.org. 60 IN TXT "a;b \\"quoted\\" \\\\ " "\\195\\164"',
    "s1._domainkey.example.org. 300 IN CNAME s1.provider.example.",
    "silent.example.org. 300 IN MX 0 .",
    "",
  ].join("\r\n");
  expect(parseZoneFile(text)).toEqual([
    { name: "mail.example.org", ttl: 300, type: "TXT", strings: ["v=spf1 ~all"] },
    { name: "long.example.org", ttl: 60, type: "TXT", strings: ['a;b "quoted" \\ ', "ä"] },
    { name: "s1._domainkey.example.org", ttl: 300, type: "CNAME", target: "s1.provider.example" },
    { name: "silent.example.org", ttl: 300, type: "MX", priority: 0, target: "." },
  ]);
});

test.each([
  ['mail.example.org 300 IN TXT "x"', 'line 1: "mail.example.org" is relative'],
  ["\nmail.example.org. 300 IN CNAME target", 'line 2: "target" is relative'],
  ['mail.example.org. IN TXT "x"', "expected <name>. <ttl> IN <type> <data>"],
  ["mail.example.org. 300 IN TXT v=spf1", "expected quoted strings"],
  [`mail.example.org. 300 IN TXT "${"x".repeat(256)}"`, "256 bytes, expected at most 255"],
  ['mail.example.org. 300 IN TXT "x', "does not end"],
  ["mail.example.org. 300 IN MX mx.example.org.", "expected MX <preference> <host>."],
  ["mail.example.org. 300 IN CNAME a. b.", "one target"],
  ["mail.example.org. 300 IN A 192.0.2.1", "does not imitate A records"],
])("refuses %j", (text, message) => {
  expect(() => parseZoneFile(text)).toThrow(message);
});
