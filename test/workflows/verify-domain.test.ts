/** When the records have settled, the domain is judged as receivers would. */
import { verify } from "../../workflows/verify";
import { resolverOf, type Zone } from "../mail/dns-zone";
import { answer, dkim, mx, request, spf, texts, world } from "./verify-world";

describe("the domain", () => {
  const zone: Zone = {
    "mail.example.com TXT": [spf.value],
    "sendgrid.net TXT": ["v=spf1 ip4:192.0.2.0/24 ~all"],
    "s1._domainkey.mail.example.com CNAME": [dkim.value],
    "s1.domainkey.u1.wl.sendgrid.net TXT": ["v=DKIM1; p="],
    "bounce.mail.example.com MX": ["10 feedback-smtp.eu-west-1.amazonses.com"],
    "feedback-smtp.eu-west-1.amazonses.com A": ["192.0.2.25"],
    "bounce.mail.example.com TXT": ["v=spf1 include:amazonses.com ~all"],
    "amazonses.com TXT": ["v=spf1 ip4:192.0.2.0/24 ~all"],
    "_dmarc.mail.example.com TXT": ["v=DMARC1; p=reject; rua=mailto:dmarc@example.com"],
    "_smtp._tls.mail.example.com TXT": ["v=TLSRPTv1; rua=mailto:tls@example.com"],
    "example.com MX": ["0 ."],
  };
  const known = { selectors: ["s1"], returnPaths: ["bounce.mail.example.com"], replyDomain: "example.com", reportDomains: ["example.com"] };
  const domains = [{ domain: "mail.example.com", ...known }];

  test("is judged as receivers would, once its records have settled; no question is put twice", async () => {
    const { resolve, asked } = resolverOf(zone);
    let lookups = 0;
    const visible = async (name: string) => {
      expect(asked).toEqual([]);
      return [answer(...(++lookups > 3 ? [texts[name] ?? ""] : []))];
    };
    const { findings } = await verify({ ...request, domains }, world({ resolve, visible }));
    expect(findings.map(({ id, severity }) => [id, severity])).toEqual([
      ["dkim/revoked", "warning"],
      ["mx/null", "warning"],
    ]);
    expect(findings[1]?.what).toBe("example.com says that it takes no mail, and replies and reports go there");
    expect(new Set(asked).size).toBe(asked.length);
  });

  test("an error in it is one of the verification, and several domains share their questions", async () => {
    const { resolve, asked } = resolverOf({ ...zone, "sendgrid.net TXT": ["v=spf1 ipv4:192.0.2.1 ~all"] });
    const other = { domain: "bounce.mail.example.com", replyDomain: "example.com" };
    const { findings } = await verify({ ...request, domains: [...domains, other] }, world({ resolve }));
    expect(findings[0]).toMatchObject({ id: "spf/syntax", severity: "error", where: "sendgrid.net TXT, character 8" });
    expect(findings.filter(({ id }) => id === "mx/null")).toHaveLength(2);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test.each([
    ["an SPF record that is missing", spf, { "mail.example.com TXT": undefined }],
    ["one that is another still", spf, { "mail.example.com TXT": ["v=spf1 include:gone.example ptr"] }],
    ["an alias whose key is not there", dkim, { "s1._domainkey.mail.example.com CNAME": undefined }],
    ["an exchanger of the return path", mx, { "bounce.mail.example.com MX": undefined }],
  ])("is not blamed for %s: that has been told", async (_, late, changes) => {
    const changed = Object.entries({ ...zone, ...changes }).filter(([, values]) => values !== undefined);
    const { resolve } = resolverOf(Object.fromEntries(changed) as Zone);
    const visible = async (name: string) => [answer(...(name === late.name ? [] : [texts[name] ?? ""]))];
    const { findings } = await verify({ ...request, domains, timeoutMs: 1 }, world({ resolve, visible }));
    expect(findings.filter(({ severity }) => severity === "error")).toMatchObject([
      { id: "dns/not-visible-yet", where: `${late.name} ${late.type}` },
    ]);
    expect(findings.filter(({ id, where }) => where.startsWith(late.name) && id !== "dns/not-visible-yet")).toEqual([]);
  });

  test("its SPF record costs what resolving it does: an include may have grown", async () => {
    const grown = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`s${index}.example TXT`, ["v=spf1 ~all"]]));
    const includes = Object.keys(grown).map((key) => `include:${key.split(" ")[0]}`);
    const { resolve } = resolverOf({ ...zone, ...grown, "sendgrid.net TXT": [`v=spf1 ${includes.join(" ")} ~all`] });
    const { findings } = await verify({ ...request, domains }, world({ resolve }));
    expect(findings[0]).toMatchObject({ id: "spf/too-many-lookups", severity: "error", where: "mail.example.com TXT" });
    expect(findings[0]?.what).toContain("12 look-ups, expected at most 10: include:sendgrid.net 12");
  });
});
