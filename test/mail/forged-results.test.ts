/** Who may be believed (RFC 8601 4.1, 5, 7.1): the 14 cases are what senders and hops before the receiver can write. */
import { judge } from "../../mail/receiving/alignment";
import { readVerdict } from "../../mail/receiving/authentication-results";

const domain = "mail.example.com";
const results = `spf=pass smtp.mailfrom=b@em.${domain}; dkim=pass header.d=${domain} header.s=s1; dmarc=pass header.from=${domain}`;
const own = (authority: string, said = results): string => `Authentication-Results: ${authority}; ${said}`;
const hop = (by: string, from = "o1.em.mail.example.com (o1.em.mail.example.com [192.0.2.7])"): string =>
  `Received: from ${from} by ${by} with ESMTPS (version=TLSv1.3 cipher=x) id 1; Mon, 23 Nov 2026 08:00:01 +0000`;
const without = (method: string): string =>
  results
    .split("; ")
    .filter((each) => !each.startsWith(method))
    .join("; ");
const message = (...fields: string[]): string => [...fields, `From: invitations@${domain}`, "", "Hi"].join("\r\n");
const judged = (...fields: string[]) => judge(readVerdict(message(...fields)), domain);

const enterprise = hop("mx.customer.example");
const gmail = hop("mx.google.com");
const outlook = hop("AM4PEPF1.mail.protection.outlook.com", "o1.em.mail.example.com (192.0.2.7)");

test.each([
  ["its name, above its own Received", [own("mx.customer.example"), enterprise]],
  ["a name of its organisation", [own("customer.example"), enterprise]],
  ["a name below a longer public suffix", [own("mx.customer.co.uk"), hop("mx2.customer.co.uk")]],
  [
    "hops inside before it",
    [hop("imap.customer.example", "mx.customer.example (mx.customer.example [10.0.0.2])"), own("mx.customer.example"), enterprise],
  ],
  [
    "one field for each method, in one name",
    [own("mx.customer.example", without("dmarc")), own("mx.customer.example", `dmarc=pass header.from=${domain}`), enterprise],
  ],
  [
    "Gmail: just below its own Received, after a hop inside",
    [
      "Received: by 2002:a05:7022::5f with SMTP id x1; Mon",
      "X-Received: by 2002:a05:: with SMTP id y1; Mon",
      gmail,
      "Received-SPF: pass",
      own("mx.google.com"),
    ],
  ],
  ["Gmail, with ARC", ["ARC-Seal: i=1", own("mx.google.com").replace(/^/, "ARC-"), gmail, own("mx.google.com")]],
  [
    "Outlook: no name",
    [
      hop("DB9.eurprd01.prod.exchangelabs.com", "AM0.eurprd01.prod.exchangelabs.com (2603:10a6::1)"),
      `Authentication-Results: ${results}`,
      outlook,
    ],
  ],
  [
    "iCloud: a host for each method",
    ["spf", "dkim", "dmarc"]
      .map((method) =>
        own(
          `${method === "dkim" ? "dkim-verifier" : method}.icloud.com`,
          results.split("; ").find((each) => each.startsWith(method)),
        ),
      )
      .concat(hop("p46-smtpin.me.com")),
  ],
])("believes %s", (_what, fields) => {
  expect(judged(...fields)).toMatchObject({ shortcomings: [], tls: "TLSv1.3", spf: { domain: `em.${domain}` } });
});

test.each([
  ["a field below the receiver's own Received", [enterprise, own("mx.customer.example")]],
  ["a field of another authority, where the receiver writes none", [enterprise, own("mx.elsewhere.example")]],
  ["a field of another authority above the Received", [own("mx.elsewhere.example"), enterprise]],
  ["a field in the name of Gmail, at another receiver", [enterprise, own("mx.google.com")]],
  ["a neighbour below one public suffix", [own("mx.evil.co.uk"), hop("mx.customer.co.uk")]],
  ["a customer of one hoster", [own("evil.github.io"), hop("customer.github.io")]],
  ["a field without a name, at a receiver that writes one", [`Authentication-Results: ${results}`, enterprise]],
  ["a field without a name below Outlook's Received", [outlook, `Authentication-Results: ${results}`]],
  ["a field in Gmail's name below what the sender wrote", [gmail, "Subject: x", own("mx.google.com")]],
  ["a field of a neighbour of Gmail's", [gmail, own("evil.google.com")]],
  ["a field above a forged Received", [enterprise, own("mx.customer.example"), hop("mx.customer.example")]],
  [
    "a field below a hop that greets by the receiver's name",
    [
      hop("mx.customer.example", "mx.customer.example (host.evil.example [198.51.100.6])"),
      own("mx.customer.example"),
      hop("mx.customer.example"),
    ],
  ],
  ["a field of a message without any Received", [own("mx.customer.example")]],
  ["a field of another version", [own("mx.customer.example 2"), enterprise]],
  ["a folded name", [enterprise, `Authentication-Results:\r\n mx.customer.example;\r\n ${results}`]],
])("does not believe %s", (_what, fields) => {
  const { spf, dkim, dmarc, shortcomings } = judged(...fields);
  expect([spf.result, dkim.length, dmarc.result]).toEqual(["none", 0, "none"]);
  expect(shortcomings).not.toEqual([]);
});

test.each([
  [
    "a lower field that supplies what the receiver's own lacks",
    [own("mx.google.com", without("dmarc")), gmail, own("mx.google.com", `dmarc=pass header.from=${domain}`)],
  ],
  ["evil.google.com beside mx.google.com", [own("mx.google.com", without("dmarc")), own("evil.google.com"), gmail]],
  ["a second name of one receiver", [own("mx.customer.example", without("dmarc")), own("mx2.customer.example"), enterprise]],
  [
    "a method's host that speaks for another method",
    [own("dkim.icloud.com", without("dmarc")), own("spf.icloud.com", results), hop("mx.me.com")],
  ],
])("takes nothing from %s", (_what, fields) => {
  expect(judged(...fields).dmarc.result).toBe("none");
});

test.each([
  ["dmarc=pass with another header.from", results.replace(`header.from=${domain}`, "header.from=evil.example")],
  ["dmarc=pass without header.from", results.replace(` header.from=${domain}`, "")],
  ["header.from twice", `${results} header.from=evil.example`],
  ["dmarc twice, once failed", `${results}; dmarc=fail header.from=${domain}`],
  ["header.d twice", results.replace(`header.d=${domain}`, `header.d=evil.example header.d=${domain}`)],
  ["header.d twice beside header.i", results.replace(`header.d=${domain}`, `header.d=a.example header.d=${domain} header.i=@${domain}`)],
  ["smtp.mailfrom twice", results.replace("smtp.mailfrom=", `smtp.mailfrom=b@evil.example smtp.mailfrom=`)],
  ["SPF of the greeting only", results.replace("smtp.mailfrom=b@", "smtp.helo=")],
  [
    "SPF passed for the greeting, failed for the return path",
    `spf=pass smtp.helo=em.${domain}; ${results.replace("spf=pass", "spf=fail")}`,
  ],
  ["a domain that only ends like ours", results.replace(`header.d=${domain}`, `header.d=evil${domain.replace("mail.", "")}`)],
])("finds fault with %s", (_what, said) => {
  expect(judged(own("mx.customer.example", said), enterprise).shortcomings).toHaveLength(1);
});
