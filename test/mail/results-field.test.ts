import { readVerdict } from "../../mail/receiving/authentication-results";
import { parseReceived } from "../../mail/receiving/received";
import { parseResultsField } from "../../mail/receiving/results-field";

const pass = { method: "dkim", result: "pass" };

test.each([
  // RFC 8601 appendix B.7: comments between all parts.
  [
    "foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) fail policy (A dot can go here) . (like that) expired (this surprised me) = (as I wasn't expecting it) 1362471462",
    { authority: "foo.example.net", results: [{ method: "dkim", result: "fail", properties: { "policy.expired": "1362471462" } }] },
  ],
  // RFC 8601 appendix B.1: nothing was done.
  ["example.org 1; none", { authority: "example.org", results: [] }],
  // RFC 8601 2.2: another version of the field, and of a method.
  ["example.org 2; dkim=pass header.d=a.example", { authority: "example.org", results: [] }],
  ["example.org; dkim/999=pass header.d=a.example", { authority: "example.org", results: [] }],
  [
    "Example.ORG; DKIM=Pass Header.D=A.Example",
    { authority: "example.org", results: [{ ...pass, properties: { "header.d": "a.example" } }] },
  ],
  ["a; dkim = pass header . d = a.example", { authority: "a", results: [{ ...pass, properties: { "header.d": "a.example" } }] }],
  [
    'a; dkim=pass header.b="x;y" header.d=a.example',
    { authority: "a", results: [{ ...pass, properties: { "header.b": "x;y", "header.d": "a.example" } }] },
  ],
  [
    'a; dkim=pass reason="said \\"so\\"" header.d=a.example',
    { authority: "a", results: [{ ...pass, properties: { reason: 'said "so"', "header.d": "a.example" } }] },
  ],
  ["a; dkim=pass header.d=a.example header.d=b.example", { authority: "a", results: [{ ...pass, properties: { "header.d": "" } }] }],
  // What nobody understands takes nothing else with it.
  ["a; dkim=pass odd header.d=a.example ==x .y z.", { authority: "a", results: [{ ...pass, properties: { "header.d": "a.example" } }] }],
  ["a; =pass; dkim; dkim=; dkim=pass", { authority: "a", results: [{ ...pass, properties: {} }] }],
  ["a; (never closed dkim=pass", { authority: "a", results: [] }],
  [
    'a; dkim=pass header.d="never closed; dmarc=pass',
    { authority: "a", results: [{ ...pass, properties: { "header.d": "never closed; dmarc=pass" } }] },
  ],
  [
    "dkim=pass (signature was verified)\r\n header.d=a.example;dmarc=none action=none",
    {
      authority: "",
      results: [
        { ...pass, properties: { "header.d": "a.example" } },
        { method: "dmarc", result: "none", properties: { action: "none" } },
      ],
    },
  ],
  ["", { authority: "", results: [] }],
])("reads %j", (text, expected) => {
  expect(parseResultsField(text)).toEqual(expected);
});

test.each([
  ["from a.example (a.example [192.0.2.7]) by mx.b.example with ESMTPS id 1; Mon", { by: "mx.b.example", tls: "TLS", isFromOutside: true }],
  ["by 2002:a05:7022::5f with SMTP id x1csp1; Mon", { by: "2002:a05:7022::5f", tls: undefined, isFromOutside: false }],
  ["from 10.217.150.1 by atlas109.free.mail.bf1.yahoo.com with HTTPS; Mon", { isFromOutside: false }],
  ["from mx1.b.example (mx1.b.example [203.0.113.9]) by mx2.b.example with ESMTP; Mon", { isFromOutside: false }],
  // Neighbours below one public suffix are strangers.
  ["from mx.a.co.uk by mx.b.co.uk; Mon", { isFromOutside: true }],
  // A greeting by the receiver's name: what it found out of the client decides.
  ["from mx.b.example (host.evil.example [198.51.100.6]) by mx.b.example with ESMTP; Mon", { isFromOutside: true }],
  ["from mx.b.example (unknown [198.51.100.6]) by mx.b.example with ESMTP; Mon", { isFromOutside: true }],
  ["from x.prod.outlook.com (198.51.100.6) by y.mail.protection.outlook.com; Mon", { isFromOutside: true }],
  ["from x.prod.outlook.com (2603:10a6:10:35b::10) by y.prod.outlook.com; Mon", { isFromOutside: false }],
  ["from mx.b.example (mx.b.example [10.0.0.6]) by mx.b.example; Mon", { isFromOutside: false }],
  ["nonsense", { by: "", tls: undefined, isFromOutside: false }],
])("reads the hop %j", (text, expected) => {
  expect(parseReceived(text)).toMatchObject(expected);
});

/** As long as a sender likes: a reader whose time grows with the square of that would need minutes for each of these. */
const long = 300_000;
test.each([
  ["names with dots", `a; spf=pass ${"a.".repeat(long)}`],
  ["letters", `a; spf=pass ${"a".repeat(long)}`],
  ["blanks", `a; spf=pass${" ".repeat(long)}x`],
  ["folded blanks", `a; spf=pass${"\r\n ".repeat(long)}x`],
  ["open comments", `a; spf=pass ${"(".repeat(long)}`],
  ["comments", `a; spf=pass ${"()".repeat(long)}`],
  ["backslashes", `a; spf=pass (${"\\".repeat(long)}`],
  ["quotes", `a; spf=pass x="${'\\"'.repeat(long)}`],
  ["pairs of quotes", `a; spf=pass x=${'""'.repeat(long)}`],
  ["equals signs", `a; spf=pass ${"=".repeat(long)}`],
  ["semicolons", `a; spf=pass ${";".repeat(long)}`],
  ["properties", `a; spf=pass ${"a.b=c ".repeat(long)}`],
  ["words", `from ${"a ".repeat(long)}`],
  ["a client", `from ${"a".repeat(long)}`],
  ["by and by", `from a ${" by".repeat(long)}`],
  ["addresses", `from a (${"1.".repeat(long)}`],
  ["versions", `from a by b ${"version=TLS".repeat(long)}`],
])("reads %s in time that grows with their number", (_what, endless) => {
  const text = endless.slice(0, long);
  const began = performance.now();
  parseResultsField(text);
  parseReceived(text);
  readVerdict(`Authentication-Results: ${text}\r\nReceived: ${text}\r\n\r\n`);
  readVerdict(`${"Authentication-Results: a; spf=pass\r\n".repeat(10_000)}Received: from a by b\r\n${text}`);
  expect(performance.now() - began).toBeLessThan(4_000);
});
