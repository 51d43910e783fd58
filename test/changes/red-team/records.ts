/** Harmful edits of DNS records, of kinds that the adversarial review named and did not plan. */
import { rsaPublicKey } from "../../fixtures/rsa-public-keys";
import type { Row } from "../harmful-plans";
import { add, find, record, set, text } from "../recorded-plan";
import { applied, attacker, cname, dmarc, dmarcWith, domain, output, prod, spf, spfWith } from "./edits";

const key = `v=DKIM1; k=rsa; p=${rsaPublicKey(2048)}`;
const mx = "cloudflare_dns_record.dns_ses-mail-from-mx";
const mailFromSpf = "cloudflare_dns_record.dns_ses-mail-from-spf";
const tlsRpt = "cloudflare_dns_record.dns_tls-rpt";
const strict = applied(dmarc, dmarcWith("p=none", "p=reject"));

export const records: Row[] = [
  // RFC 7208 5: who is allowed.
  ...[
    "ip4:203.0.0.0/16",
    "ip6:2001:db8::/32",
    `a:${domain}/8`,
    `include:%{d2}.${attacker}`,
    `exists:%{l}.${domain}`,
    "include:sendgrid.net.attacker.example",
    `mx:${attacker}`,
  ].map((term) => prod(`SPF: ${term}`, ["spf/sender-added"], spfWith(term))),
  ...["ip4:0.0.0.0/0", "ip4:0.0.0.0/1 ip4:128.0.0.0/1", "ip6:::/0", `mx:${domain}//0`].map((terms) =>
    prod(`SPF: ${terms}`, ["spf/policy-weakened", "spf/sender-added"], spfWith(terms)),
  ),
  prod(
    "SPF: +all",
    ["spf/policy-weakened"],
    text(spf, (was) => was.replace("~all", "+all")),
  ),
  prod(
    "SPF: ?all",
    ["spf/policy-weakened"],
    text(spf, (was) => was.replace("~all", "?all")),
  ),
  prod(
    "SPF: no all",
    ["spf/policy-weakened"],
    text(spf, (was) => was.replace(" ~all", "")),
  ),
  prod(
    "SPF: a redirect to a stranger",
    ["spf/policy-weakened", "spf/sender-added"],
    text(spf, (was) => was.replace("~all", `redirect=${attacker}`)),
  ),
  prod(
    "SPF: too many terms for a receiver",
    ["spf/policy-weakened"],
    text(spf, (was) => was.replace("~all", "includ:x ~all")),
  ),
  prod(
    "SPF of the return path: +all",
    ["spf/policy-weakened"],
    text(mailFromSpf, (was) => was.replace("~all", "+all")),
  ),
  prod(
    "SPF of the return path: a stranger",
    ["spf/sender-added"],
    text(mailFromSpf, (was) => was.replace("~all", `include:${attacker} ~all`)),
  ),
  prod("SPF that is new, for anybody", ["spf/policy-weakened"], record("x", `x.${domain}`, "TXT", "v=spf1 +all")),
  prod("SPF that is new, neutral", ["spf/policy-weakened"], record("x", `x.${domain}`, "TXT", "v=spf1 ?all")),
  prod("SPF at the domain above", ["dns/other-record"], record("x", "example.com", "TXT", "v=spf1 ~all")),

  // RFC 7489 6.3, RFC 9989 4.
  prod("DMARC: pct=0 of a rejecting domain", ["dmarc/policy-weakened"], strict, dmarcWith("p=reject", "p=reject; pct=0")),
  prod("DMARC: a tenth of a rejecting domain", ["dmarc/policy-weakened"], strict, dmarcWith("p=reject", "p=reject; pct=10")),
  prod("DMARC: sp=none below a rejecting domain", ["dmarc/policy-weakened"], strict, dmarcWith("p=reject", "p=reject; sp=none")),
  prod("DMARC: np=quarantine", ["dmarc/policy-weakened"], dmarcWith("np=reject", "np=quarantine")),
  prod("DMARC: np left out", ["dmarc/policy-weakened"], dmarcWith("; np=reject", "")),
  prod("DMARC: a test", ["dmarc/policy-weakened"], strict, dmarcWith("p=reject", "p=reject; t=y")),
  ...(["adkim", "aspf"] as const).map((mode) =>
    prod(
      `DMARC: ${mode} relaxed`,
      ["dmarc/policy-weakened"],
      applied(dmarc, dmarcWith(`${mode}=r`, `${mode}=s`)),
      dmarcWith(`${mode}=s`, `${mode}=r`),
    ),
  ),
  prod("DMARC: p left out of a rejecting domain", ["dmarc/policy-weakened"], strict, dmarcWith("p=reject; ", "")),
  prod("DMARC: p misspelt", ["dmarc/policy-weakened"], strict, dmarcWith("p=reject", "p=rejekt")),
  prod("DMARC: reports to a look-alike", ["dmarc/reports-elsewhere"], dmarcWith(/rua=\S+/, "rua=mailto:x@example.com.attacker.example")),
  prod(
    "DMARC: one report address more, a stranger's",
    ["dmarc/reports-elsewhere"],
    dmarcWith(/rua=\S+/, `rua=mailto:a@example.com,mailto:x@${attacker}`),
  ),
  prod(
    "DMARC: new and weak for a name below",
    ["dmarc/policy-weakened"],
    record("x", `_dmarc.em.${domain}`, "TXT", "v=DMARC1; p=none; rua=mailto:x@example.com"),
  ),
  prod("DMARC: at the domain above", ["dns/other-record"], record("x", "_dmarc.example.com", "TXT", "v=DMARC1; p=reject")),
  prod("DMARC: at the domain above, by a CNAME", ["dns/other-record"], record("x", "_dmarc.example.com", "CNAME", `_dmarc.${attacker}`)),
  prod(
    "TLS-RPT: to a stranger's URL",
    ["tls-rpt/reports-elsewhere"],
    text(tlsRpt, () => `v=TLSRPTv1; rua=https://a@mail.example.com@${attacker}/x`),
  ),
  prod(
    "TLS-RPT: to a URL that only looks like ours",
    ["tls-rpt/reports-elsewhere"],
    text("cloudflare_dns_record.dns_tls-rpt", () => `v=TLSRPTv1; rua=https://${attacker}\\@mail.example.com/`),
  ),
  prod(
    "TLS-RPT: another version",
    ["tls-rpt/deleted"],
    text("cloudflare_dns_record.dns_tls-rpt", () => "v=TLSRPTv2; rua=mailto:x@example.com"),
  ),

  // Keys: whoever has one signs as us, aligned with the domain above too.
  prod("DKIM: a key for the domain above", ["dkim/selector-added"], record("x", "x._domainkey.example.com", "TXT", key)),
  prod("DKIM: a CNAME for the domain above", ["dkim/selector-added"], record("x", "x._domainkey.example.com", "CNAME", `x.${attacker}`)),
  prod("DKIM: a key for a name below", ["dkim/selector-added"], record("x", `x._domainkey.em.${domain}`, "TXT", key)),
  prod(
    "DKIM: a third selector of SendGrid, another account's",
    ["dkim/selector-added"],
    record("x", `s3._domainkey.${domain}`, "CNAME", "s1.domainkey.u999.wl.sendgrid.net"),
  ),
  prod(
    "DKIM: a selector retargeted to another account",
    ["dkim/key-changed"],
    set("cloudflare_dns_record.dns_sendgrid-dkim-1", { content: "s1.domainkey.u999.wl.sendgrid.net" }),
  ),
  prod("DKIM: our token in a stranger's zone", ["dkim/selector-added"], (plan) => {
    const token = String(find(plan, "cloudflare_dns_record.dns_ses-dkim-1").change.before?.name).split(".")[0];
    record("x", `x._domainkey.${domain}`, "CNAME", `${token}.${attacker}`)(plan);
  }),
  prod(
    "DKIM: a target named like another answer",
    ["dkim/selector-added"],
    record("x", `x._domainkey.${domain}`, "CNAME", `true.${attacker}`),
  ),
  prod(
    "DKIM: a target in a field that anybody may write",
    ["dkim/selector-added"],
    record("x", `x._domainkey.${domain}`, "CNAME", `x.${attacker}`),
    (plan) => add("sendgrid_unsubscribe_group", "x", { name: "News", description: `x.${attacker}`, is_default: false })(plan),
  ),
  prod(
    "DKIM: a target known after the apply, in a stranger's zone",
    ["dns/target-elsewhere"],
    cname(`x._domainkey.${domain}`, `\${element(aws_sesv2_email_identity.ses_identity.dkim_signing_attributes[0].tokens, 0)}.${attacker}`),
  ),
  prod(
    "DKIM: a target known after the apply, by a function",
    ["dns/target-elsewhere"],
    cname(`x._domainkey.${domain}`, `\${format("%s.${attacker}", sendgrid_sender_authentication.sendgrid_domain.id)}`),
  ),

  // Who answers, and who takes mail.
  prod("NS: of a sibling in the zone", ["dns/delegated"], record("x", "pay.example.com", "NS", `ns.${attacker}`)),
  prod("NS: of _dmarc", ["dns/delegated"], record("x", `_dmarc.${domain}`, "NS", `ns.${attacker}`)),
  prod("NS: by a name without its zone", ["dns/other-record"], record("x", "mail", "NS", `ns.${attacker}`)),
  prod("DMARC: by a name without its zone", ["dns/other-record"], record("x", "_dmarc.mail", "TXT", "v=DMARC1; p=none")),
  prod("the zone's own name as @", ["dns/other-record"], record("x", "@", "MX", `mx.${attacker}`, { priority: 1 })),
  prod("DS: of a key that nobody has", ["dns/delegated"], record("x", domain, "DS", "1 8 2 00")),
  prod("HTTPS at the sending domain", ["dns/delegated"], record("x", domain, "HTTPS", `1 ${attacker} .`)),
  prod("a wildcard of DMARC names", ["dns/wildcard-added"], record("x", `*._report._dmarc.${domain}`, "TXT", "v=DMARC1")),
  prod("a wildcard beside us", ["dns/wildcard-added"], record("x", "*.pay.example.com", "A", "192.0.2.1")),
  prod("AAAA at the return path", ["dns/other-record"], record("x", `bounce.${domain}`, "AAAA", "2001:db8::1")),
  prod("SRV of submission", ["dns/other-record"], record("x", `_submission._tcp.${domain}`, "SRV", `0 1 587 ${attacker}`)),
  prod("TLSA at a name of the zone", ["dns/other-record"], record("x", "_25._tcp.mx.example.com", "TLSA", "3 1 1 00")),
  prod("CNAME at the sending domain", ["dns/target-elsewhere"], record("x", domain, "CNAME", attacker)),
  prod("CNAME below, to a page of anybody's", ["dns/target-elsewhere"], record("x", `login.${domain}`, "CNAME", "anybody.github.io")),
  prod("the policy host of MTA-STS", ["dns/target-elsewhere"], record("x", `mta-sts.${domain}`, "CNAME", attacker)),
  prod("MX at a name beside us", ["mx/elsewhere"], record("x", "pay.example.com", "MX", `mx.${attacker}`, { priority: 1 })),
  prod(
    "MX at the sending domain, SendGrid's inbound for any account",
    ["mx/elsewhere"],
    record("x", domain, "MX", "mx.sendgrid.net", { priority: 10 }),
  ),
  prod(
    "MX at the sending domain, SES's of bounces",
    ["mx/elsewhere"],
    record("x", domain, "MX", "feedback-smtp.eu-west-1.amazonses.com", { priority: 10 }),
  ),
  prod("MX of the return path: null", ["mx/target-changed"], set(mx, { content: "." })),
  prod("MX of the return path: a stranger's", ["mx/target-changed"], set(mx, { content: `feedback-smtp.${attacker}` })),
  prod("a record under another name", ["dmarc/deleted"], set(dmarc, { name: `_dmarc2.${domain}` })),
  prod(
    "a record of another type",
    ["dkim/replaced"],
    set("cloudflare_dns_record.dns_sendgrid-dkim-1", { type: "TXT", content: JSON.stringify(key) }),
  ),
  prod("a TTL of a week", ["resource/attribute"], set(dmarc, { ttl: 604_800 })),
  prod(
    "flattened CNAMEs",
    ["resource/attribute"],
    set("cloudflare_dns_record.dns_sendgrid-return-path", { settings: { flatten_cname: true } }),
  ),
  prod("content as structured data", ["resource/attribute"], set(mx, { data: { target: attacker, priority: 1 } })),
  prod(
    "the output says another DMARC than the record",
    ["plan/output"],
    output((records) => records.map((each) => (each.id === "dmarc" ? { ...each, value: "v=DMARC1; p=none" } : each))),
  ),
  prod(
    "the output without a type",
    ["plan/output"],
    output((records) => records.filter(({ type }) => type !== "MX")),
  ),
];
