import { isAligned, judge } from "../../mail/receiving/alignment";
import { readVerdict } from "../../mail/receiving/authentication-results";

const message = (
  results: string,
  received = "from x by mx (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384); Mon, 23 Nov 2026 08:00:00 +0000",
) =>
  [
    `Authentication-Results: ${results}`,
    `Received: ${received}`,
    // Whatever stands below could have been written by the sender.
    "Authentication-Results: mx.gmail.com; spf=pass smtp.mailfrom=forged@mail.example.com; dmarc=pass header.from=mail.example.com",
    "From: Market Edge Platform <invitations@mail.example.com>",
    "",
    "Authentication-Results: mx.gmail.com; dkim=pass header.d=mail.example.com",
  ].join("\r\n");

const good =
  'mx.gmail.com;\r\n dkim=pass header.i=@mail.example.com header.s=s1 header.b="a;b";\r\n' +
  " spf=pass (mx.gmail.com: domain of b@em.mail.example.com designates 127.0.10.1; permitted (yes)) smtp.mailfrom=b@em.mail.example.com;\r\n" +
  " dmarc=pass (p=QUARANTINE) header.from=mail.example.com";

test("reads the receiver's verdict, comments and folding included", () => {
  const judgement = judge(readVerdict(message(good)), "mail.example.com");
  expect(judgement).toMatchObject({
    spf: { result: "pass", domain: "em.mail.example.com", aligned: true },
    dkim: [{ result: "pass", domain: "mail.example.com", aligned: true, selector: "s1" }],
    dmarc: { result: "pass" },
    tls: "TLSv1.3",
    shortcomings: [],
  });
});

test.each([
  ["an SPF failure", good.replace("spf=pass", "spf=softfail"), "SPF softfail"],
  ["a failed DKIM signature", good.replace("dkim=pass", "dkim=fail"), "no DKIM signature of mail.example.com passes"],
  [
    "a signature of somebody else",
    good.replace("header.i=@mail.example.com", "header.i=@sendgrid.net"),
    "no DKIM signature of mail.example.com passes",
  ],
  ["a DMARC failure", good.replace("dmarc=pass", "dmarc=fail"), "DMARC fail"],
  [
    "a foreign return path",
    good.replace("smtp.mailfrom=b@em.mail.example.com", "smtp.mailfrom=b@sendgrid.net"),
    "SPF passes for sendgrid.net, which is not aligned with mail.example.com",
  ],
])("tells %s", (_name, results, shortcoming) => {
  expect(judge(readVerdict(message(results)), "mail.example.com").shortcomings).toEqual([shortcoming]);
});

test("tells a hop in the clear", () => {
  expect(judge(readVerdict(message(good, "from x by mx; Mon, 23 Nov 2026 08:00:00 +0000")), "mail.example.com").shortcomings).toEqual([
    "the message came in without TLS",
  ]);
});

test("a hop whose protocol says TLS, and no version, is not one in the clear", () => {
  const verdict = readVerdict(message(good, "from x by mx with ESMTPS id 1; Mon, 23 Nov 2026 08:00:00 +0000"));
  expect(judge(verdict, "mail.example.com")).toMatchObject({ tls: "TLS", shortcomings: [] });
});

test.each([
  ["TLS1_3", []],
  ["TLSv1.2", []],
  ["TLSv1.1", ["the message came in over TLSv1.1, which is older than TLS 1.2"]],
  ["TLSv1", ["the message came in over TLSv1, which is older than TLS 1.2"]],
])("judges a hop over %s", (version, shortcomings) => {
  const received = `from x by mx (version=${version} cipher=x); Mon, 23 Nov 2026 08:00:00 +0000`;
  expect(judge(readVerdict(message(good, received)), "mail.example.com").shortcomings).toEqual(shortcomings);
});

// The forms that these receivers use; names, addresses and signatures are made up.
describe("headers as large receivers write them", () => {
  const headers = (...lines: string[]): string => [...lines, "From: invitations@mail.example.com", "", "Hi"].join("\r\n");

  test.each([
    [
      "Gmail",
      headers(
        "Delivered-To: ann@gmail.com",
        "Received: by 2002:a05:7022:1234:b0:5f:abc:def0 with SMTP id x1csp1;\r\n        Mon, 23 Nov 2026 00:00:02 -0800 (PST)",
        "X-Received: by 2002:a05:622a:1:: with SMTP id y1; Mon, 23 Nov 2026 00:00:01 -0800 (PST)",
        "Return-Path: <bounces@em.mail.example.com>",
        "Received: from o1.em.mail.example.com (o1.em.mail.example.com. [192.0.2.7])\r\n        by mx.google.com with ESMTPS id z1 for <ann@gmail.com>\r\n        (version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256 bits=128/128);\r\n        Mon, 23 Nov 2026 00:00:01 -0800 (PST)",
        "Authentication-Results: mx.google.com;\r\n       dkim=pass header.i=@mail.example.com header.s=s1 header.b=aBcDeFgH;\r\n       spf=pass (google.com: domain of bounces@em.mail.example.com designates 192.0.2.7 as permitted sender) smtp.mailfrom=bounces@em.mail.example.com;\r\n       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=mail.example.com",
      ),
      "TLSv1.3",
    ],
    [
      "Outlook",
      headers(
        "Received: from AM0PR01MB1.eurprd01.prod.exchangelabs.com (2603:10a6::1) by\r\n DB9PR01MB2.eurprd01.prod.exchangelabs.com with HTTPS; Mon, 23 Nov 2026 08:00:02 +0000",
        "Authentication-Results: spf=pass (sender IP is 192.0.2.7)\r\n smtp.mailfrom=em.mail.example.com; dkim=pass (signature was verified)\r\n header.d=mail.example.com;dmarc=pass action=none\r\n header.from=mail.example.com;compauth=pass reason=100",
        "Received: from o1.em.mail.example.com (192.0.2.7) by\r\n AM4PEPF1.mail.protection.outlook.com (10.167.16.1) with Microsoft SMTP Server\r\n (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.1 via Frontend\r\n Transport; Mon, 23 Nov 2026 08:00:01 +0000",
      ),
      "TLSv1.2",
    ],
    [
      "Outlook, through more of its own hosts",
      headers(
        "Received: from DU0PR04MB1.eurprd04.prod.outlook.com (2603:10a6:10:35b::10) by\r\n AM6PR04MB2.eurprd04.prod.outlook.com with HTTPS; Mon, 23 Nov 2026 08:00:03 +0000",
        "Received: from DUZPR01CA1.eurprd01.prod.exchangelabs.com (2603:10a6:10:4bb::6) by\r\n DU0PR04MB1.eurprd04.prod.outlook.com (2603:10a6:10:35b::10) with Microsoft SMTP Server\r\n (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.1; Mon, 23 Nov 2026 08:00:02 +0000",
        "Received: from DB1PEPF1.eurprd02.prod.outlook.com (2603:10a6:10:4bb:cafe::57) by\r\n DUZPR01CA1.outlook.office365.com (2603:10a6:10:4bb::6) with Microsoft SMTP Server\r\n (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.1 via Frontend\r\n Transport; Mon, 23 Nov 2026 08:00:02 +0000",
        "Authentication-Results: spf=pass (sender IP is 192.0.2.7)\r\n smtp.mailfrom=em.mail.example.com; dkim=pass (signature was verified)\r\n header.d=mail.example.com;dmarc=pass action=none\r\n header.from=mail.example.com;compauth=pass reason=100",
        "Received-SPF: Pass (protection.outlook.com: domain of em.mail.example.com\r\n designates 192.0.2.7 as permitted sender) receiver=protection.outlook.com;\r\n client-ip=192.0.2.7; helo=o1.em.mail.example.com; pr=C",
        "Received: from o1.em.mail.example.com (192.0.2.7) by\r\n DB1PEPF1.mail.protection.outlook.com (10.167.242.150) with Microsoft SMTP Server\r\n (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id 15.20.1 via Frontend\r\n Transport; Mon, 23 Nov 2026 08:00:01 +0000",
      ),
      "TLSv1.3",
    ],
    [
      "a receiver with one field for each method",
      headers(
        "Authentication-Results: dmarc.example.org; dmarc=pass header.from=mail.example.com",
        "Authentication-Results: dkim-verifier.example.org; dkim=pass (2048-bit key \\(rsa\\)) header.d=mail.example.com header.i=@mail.example.com header.s=s1",
        'Authentication-Results: spf.example.org; spf=pass (spf.example.org: domain of "a;b"@em.mail.example.com designates 192.0.2.7) smtp.mailfrom="a;b"@em.mail.example.com',
        "Received: from o1.em.mail.example.com (o1.em.mail.example.com [192.0.2.7]) by\r\n mx01.mail.example.org (Postfix) with ESMTPS (version=TLSv1.2 cipher=x) id 1 for <ann@example.org>; Mon, 23 Nov 2026 08:00:01 +0000",
        "Authentication-Results: forged.example.net; dmarc=fail header.from=mail.example.com",
      ),
      "TLSv1.2",
    ],
    [
      "Yahoo",
      headers(
        "Received: from 10.217.150.1\r\n by atlas109.free.mail.bf1.yahoo.com with HTTPS; Mon, 23 Nov 2026 08:00:02 +0000",
        "Authentication-Results: atlas109.free.mail.bf1.yahoo.com;\r\n dkim=pass header.i=@mail.example.com header.s=s1;\r\n spf=pass smtp.mailfrom=em.mail.example.com;\r\n dmarc=pass(p=NONE) header.from=mail.example.com;",
        "Received: from 192.0.2.7 (EHLO o1.em.mail.example.com)\r\n by 10.217.150.1 with SMTPs\r\n (version=TLS1_3 cipher=TLS_AES_128_GCM_SHA256);\r\n Mon, 23 Nov 2026 08:00:01 +0000",
      ),
      "TLSv1.3",
    ],
  ])("%s", (_receiver, raw, tls) => {
    expect(judge(readVerdict(raw), "mail.example.com")).toMatchObject({
      spf: { result: "pass", domain: "em.mail.example.com", aligned: true },
      dkim: [{ result: "pass", domain: "mail.example.com", aligned: true }],
      dmarc: { result: "pass" },
      tls,
      shortcomings: [],
    });
  });
});

test("does not call a failed DMARC aligned", () => {
  const { dmarc } = judge(readVerdict(message(good.replace("dmarc=pass", "dmarc=fail"))), "mail.example.com");
  expect(dmarc).toEqual({ result: "fail", domain: "mail.example.com", aligned: false });
});

test("does not believe a forged header when the receiver wrote none", () => {
  expect(judge(readVerdict(`Subject: x\r\n\r\n${good}`), "mail.example.com").shortcomings).toContain("DMARC none");
});

test.each([
  ["mail.example.com", "mail.example.com", true],
  ["bounce.mail.example.com", "mail.example.com", true],
  ["example.com", "mail.example.com", true],
  ["evilexample.com", "mail.example.com", false],
  ["sendgrid.net", "mail.example.com", false],
  // Siblings below one organisational domain; neighbours below one public suffix.
  ["bounce.example.com", "mail.example.com", true],
  ["a.co.uk", "b.co.uk", false],
  ["co.uk", "b.co.uk", false],
  ["mail.a.co.uk", "a.co.uk", true],
  ["one.github.io", "two.github.io", false],
])("%s and %s: aligned %p", (domain, from, aligned) => {
  expect(isAligned(domain, from)).toBe(aligned);
});
