import { isCovered, parseMtaStsPolicy } from "../../mail/mta-sts/policy";
import { verifyDomain } from "../../workflows/verify-domain";
import { rsaPublicKey } from "../fixtures/rsa-public-keys";
import { resolverOf, type Zone } from "../mail/dns-zone";

const zone: Zone = {
  "example.com TXT": ["v=spf1 include:a.example.org a:gone.example.org -all"],
  "a.example.org TXT": ["v=spf1 ip4:192.0.2.1 include:b.example.org ~all"],
  "b.example.org TXT": ["v=spf1 ip4:192.0.2.2 ~all"],
  "example.com MX": ["10 mx.example.com"],
  "mx.example.com A": ["192.0.2.25"],
  "_dmarc.example.com TXT": ["v=DMARC1; p=reject; rua=mailto:r@example.com"],
  "_smtp._tls.example.com TXT": ["v=TLSRPTv1; rua=mailto:r@example.com"],
  "_mta-sts.example.com TXT": ["v=STSv1; id=1"],
  "google._domainkey.example.com TXT": [`v=DKIM1; p=${rsaPublicKey(1024)}`],
  "k1._domainkey.example.com CNAME": ["dkim.gone.example"],
};
const policy = "version: STSv1\r\nmode: enforce\r\nmx: mx.example.com\r\nmax_age: 86400\r\n";
const verify = (changes: Zone = {}, answer: { text: string } | { failure: string } = { text: policy }, selectors: string[] = []) => {
  const { resolve } = resolverOf({ ...zone, ...changes });
  const looks = async (name: string, type: Parameters<typeof resolve>[1]) => [await resolve(name, type)];
  return verifyDomain({ domain: "example.com", selectors }, { resolve, published: looks, visible: looks, readPolicy: async () => answer });
};

test("without a selector the usual ones are tried, and what is there is checked", async () => {
  const { triedSelectors, findings } = await verify();
  expect(triedSelectors).toMatchObject({ found: ["google", "k1"], unknown: 0 });
  expect(findings.map(({ id, where }) => `${id} ${where.split(" ")[0]}`)).toEqual(
    expect.arrayContaining(["dkim/weak-key google._domainkey.example.com", "dns/dangling-alias k1._domainkey.example.com"]),
  );
});

test("what could not be asked is unknown, not absent; a wildcard is no selector", async () => {
  expect((await verify({ "s1._domainkey.example.com TXT": "servfail" })).triedSelectors).toMatchObject({ unknown: 1 });
  expect((await verify({ "*._domainkey.example.com TXT": ["v=spf1 -all"] })).triedSelectors).toMatchObject({ found: [] });
  expect((await verify({}, undefined, ["google"])).triedSelectors).toBeUndefined();
});

test("the SPF record is a tree with the cost of each term", async () => {
  const { spf } = await verify();
  expect(spf).toMatchObject({
    ...{ lookups: 3, voidLookups: 1 },
    tree: {
      terms: [{ text: "include:a.example.org", lookups: 2, inner: { terms: [{ text: "include:b.example.org" }] } }, { isVoid: true }],
    },
  });
});

test.each([
  [{ text: policy }, undefined],
  [{ text: policy.replace("mx.example.com", "*.example.com") }, undefined],
  [{ text: "version: STSv1\nmode: none\nmax_age: 60\n" }, undefined],
  [{ text: policy.replace("mx.example.com", "other.example.com") }, "mta-sts/mx-not-named"],
  [{ text: policy.replace("enforce", "strict") }, "mta-sts/policy-invalid"],
  [{ text: policy.replace(/max_age.*/, "") }, "mta-sts/policy-invalid"],
  [{ text: "<html>" }, "mta-sts/policy-invalid"],
  [{ failure: "no connection (CERT_HAS_EXPIRED)" }, "mta-sts/policy-unreachable"],
])("the MTA-STS policy %j: %s", async (answer, id) => {
  const { findings } = await verify({}, answer);
  expect(findings.map((finding) => finding.id).filter((each) => each.startsWith("mta-sts/"))).toEqual(id ? [id] : []);
});

test("a wildcard of a policy stands for one label (RFC 8461 4.1)", () => {
  const { mx } = parseMtaStsPolicy("version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 1\n");
  expect([isCovered("a.example.com", { mx }), isCovered("a.b.example.com", { mx }), isCovered("example.com", { mx })]).toEqual([
    true,
    false,
    false,
  ]);
});

test("says last what was not looked at", async () => {
  expect((await verify()).notLookedAt.join()).toContain("blocklists");
});
