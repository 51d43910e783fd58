import type { DeclaredRecord } from "../../changes/declared-records";
import type { ResourceImport } from "../../changes/import-blocks";
import { readPlanJson } from "../../changes/plan";
import { knownAfterApply, type PlannedText } from "../../mail/dns/record";
import type { LiveRecord } from "../../mail/records/standing";
import { parseTxt } from "../../mail/records/txt";
import { type AdoptEffects, adopt as adoptIn } from "../../workflows/adopt/adopt";
import { resolverOf, type Zone } from "../mail/dns-zone";

const record = <Text extends PlannedText>(id: string, type: "TXT" | "CNAME" | "MX", name: Text, value: Text, more: object = {}) => ({
  ...{ address: `cloudflare_dns_record.dns_${id}`, host: "cloudflare" as const, zoneId: "z1", type, name, value, ttl: 300 },
  ...more,
});
const spf = record("spf", "TXT", "mail.example.com", "v=spf1 include:sendgrid.net ~all");
const dmarc = record("dmarc", "TXT", "_dmarc.mail.example.com", "v=DMARC1; p=none; adkim=r; aspf=r; rua=mailto:a@example.com");
const tlsRpt = record("tls-rpt", "TXT", "_smtp._tls.mail.example.com", "v=TLSRPTv1; rua=mailto:a@example.com");
const mx = record("mx", "MX", "mail.example.com", "mx.example.com", { priority: 10 });
const dkim = record("dkim", "CNAME", { knownAfterApply: "(known after apply)._domainkey.mail.example.com" }, knownAfterApply);
const all = [spf, dmarc, tlsRpt, mx, dkim];

const dns: Zone = {
  "sendgrid.net TXT": ["v=spf1 ip4:192.0.2.0/24 ~all"],
  "_spf.google.com TXT": ["v=spf1 include:_netblocks.google.com ~all"],
  "_netblocks.google.com TXT": ["v=spf1 ip4:198.51.100.0/24 ~all"],
};

const place = { account: "444455556666", region: "eu-west-1" };
const adopt = (source: string, use: AdoptEffects) => adoptIn({ source, place }, use);

function world(
  live: (Omit<LiveRecord, "id"> & { id?: string })[],
  managed: Record<string, string> = {},
  zone: Zone = dns,
  records: DeclaredRecord[] = all,
) {
  const kept: ResourceImport[][] = [];
  const asked: string[] = [];
  const use: AdoptEffects = {
    terraform: {
      plan: async () => ({ plan: readPlanJson({}), records, managed: new Map(Object.entries(managed)) }),
      keep: (imports) => {
        kept.push([...imports]);
        return imports.length > 0 ? "imports.tf" : undefined;
      },
    },
    services: { lookUp: async () => undefined, orphanedKeys: async () => [] },
    dns: {
      live: async ({ zoneId, name }) => {
        asked.push(`${zoneId} ${name}`);
        return live.map((each, index) => ({ id: `r${index + 1}`, ...each })).filter((each) => each.name === name);
      },
      resolve: resolverOf(zone).resolve,
    },
  };
  return { use, kept, asked };
}
const txt = (name: string, content: string) => ({ type: "TXT", name, value: parseTxt(content) });

test("an empty zone has nothing in the way; each name is asked for once, unknown names not at all", async () => {
  const { use, kept, asked } = world([]);
  expect(await adopt("environments/prod.ts", use)).toEqual({
    ...{ resources: [], imports: [], findings: [], compared: 4 },
    unknown: ["CNAME (known after apply)._domainkey.mail.example.com"],
  });
  expect(asked).toEqual(["z1 mail.example.com", "z1 _dmarc.mail.example.com", "z1 _smtp._tls.mail.example.com"]);
  expect(kept).toEqual([[]]);
});

test("records that say the same are imported", async () => {
  const { use, kept } = world([txt(spf.name, spf.value), { type: "MX", name: mx.name, value: "MX.example.com", priority: 20 }]);
  const { imports, file, findings } = await adopt("environments/prod.ts", use);
  expect(imports).toEqual([
    {
      address: spf.address,
      host: "cloudflare",
      zoneId: "z1",
      recordId: "r1",
      name: spf.name,
      type: "TXT",
      live: spf.value,
      declared: spf.value,
    },
    {
      address: mx.address,
      host: "cloudflare",
      zoneId: "z1",
      recordId: "r2",
      name: mx.name,
      type: "MX",
      live: "20 MX.example.com",
      declared: "mx.example.com",
    },
  ]);
  expect({ file, findings, kept: kept.flat().length }).toEqual({ file: "imports.tf", findings: [], kept: 2 });
});

test.each<[string, ReturnType<typeof txt>, string]>([
  ["an include", txt(spf.name, "v=spf1 include:_spf.google.com ~all"), "include:_spf.google.com (spf.alsoInclude)"],
  ["another mechanism and a stricter end", txt(spf.name, "v=spf1 mx -all"), "mx (spf.alsoAllow), -all (spf.all)"],
  ["ptr", txt(spf.name, "v=spf1 ptr ~all"), "ptr (cannot be declared: ptr is deprecated, remove it at the DNS host first)"],
  [
    "a stricter policy",
    txt(dmarc.name, "v=DMARC1; p=reject; sp=quarantine"),
    "p=reject (dmarc.policy), sp=quarantine (dmarc.sp), np=quarantine (dmarc.np)",
  ],
  [
    "report addresses",
    txt(dmarc.name, "v=DMARC1; p=none; rua=mailto:x@example.org; ruf=mailto:y@example.org"),
    "rua=mailto:x@example.org (dmarc.reportTo), ruf=mailto:y@example.org (dmarc.failureReportTo)",
  ],
  ["strict alignment", txt(dmarc.name, "v=DMARC1; p=none; aspf=s"), "aspf=s (cannot be declared: relax it at the DNS host first)"],
  ["a TLS report target", txt(tlsRpt.name, "v=TLSRPTv1; rua=https://tls.example.org"), "rua=https://tls.example.org (tlsRpt.reportTo)"],
])("another tool's record with %s is to be merged, and it is said where to declare it", async (_, live, missing) => {
  const { findings, imports } = await adopt("environments/prod.ts", world([live]).use);
  expect(findings).toMatchObject([{ id: "adopt/merge", severity: "error", where: `${live.name} TXT` }]);
  expect(findings[0]?.remedy).toContain(`also declare in environments/prod.ts: ${missing}; the merged record is "v=`);
  expect(imports).toEqual([]);
});

/** RFC 9989 4.8, 4.10; RFC 7489 6.3: what a live record says in other letters counts, and what weakens it is told. */
test.each<[string, ReturnType<typeof txt>[], string | undefined]>([
  ["V=DMARC1 is a record", [txt(dmarc.name, "V=DMARC1; p=none; rua=mailto:x@example.org")], "rua=mailto:x@example.org (dmarc.reportTo)"],
  [
    "V = DMARC1 is a record",
    [txt(dmarc.name, "V = DMARC1; p=none; rua=mailto:x@example.org")],
    "rua=mailto:x@example.org (dmarc.reportTo)",
  ],
  [
    "two records in other letters",
    [txt(dmarc.name, "v=DMARC1; p=none; rua=mailto:a@example.com"), txt(dmarc.name, "V=DMARC1; p=reject; rua=mailto:a@example.com")],
    "delete all but one of the 2 records there",
  ],
  [
    "pct of an enforced policy",
    [txt(dmarc.name, "v=DMARC1; p=reject; pct=0; rua=mailto:a@example.com")],
    "not carried over: pct=0 (cannot be declared",
  ],
  [
    "t of an enforced policy",
    [txt(dmarc.name, "v=DMARC1; p=reject; t=y; rua=mailto:a@example.com")],
    "not carried over: t=y (cannot be declared",
  ],
  ["pct of p=none changes nothing", [txt(dmarc.name, "v=DMARC1; p=none; pct=50; rua=mailto:a@example.com")], undefined],
  [
    "exp",
    [txt(spf.name, "v=spf1 include:sendgrid.net ~all exp=explain.example.org")],
    "not carried over: exp=explain.example.org (cannot be declared",
  ],
  ["mx/0", [txt(spf.name, "v=spf1 mx/0 ~all")], "mx/0 (cannot be declared: it lets everybody send"],
  ["~include", [txt(spf.name, "v=spf1 ~include:_spf.example.org ~all")], "~include:_spf.example.org (cannot be declared"],
])("adopt tells of %s", async (_, live, remedy) => {
  const { findings, imports } = await adopt("environments/prod.ts", world(live).use);
  expect(imports).toHaveLength(remedy === undefined ? 1 : 0);
  if (remedy === undefined) expect(findings).toEqual([]);
  else expect(findings.map((finding) => finding.remedy).join()).toContain(remedy);
});

test("adopt tells of a subdomain policy and a percentage that are weaker than what is declared", async () => {
  const strict = { ...dmarc, value: "v=DMARC1; p=reject; sp=reject; adkim=r; aspf=r; rua=mailto:a@example.com" };
  const live = txt(dmarc.name, "v=DMARC1; p=reject; sp=none; pct=0; rua=mailto:a@example.com");
  const { findings } = await adopt("environments/prod.ts", world([live], {}, dns, [strict]).use);
  expect(findings[0]?.remedy).toContain("not carried over: sp=none (dmarc.sp), pct=0 (cannot be declared");
});

test("a merged SPF record that breaks the look-up limit is told", async () => {
  const many = Array.from({ length: 10 }, (_, index) => `include:s${index}.example.org`).join(" ");
  const { findings } = await adopt("environments/prod.ts", world([txt(spf.name, `v=spf1 ${many} ~all`)]).use);
  expect(findings[0]?.remedy).toContain("which causes 11 look-ups where 10 are allowed");
});

test("look-ups are counted in the records that an include leads to, and those that find nothing as well", async () => {
  const nested = Array.from({ length: 9 }, (_, index) => `a:h${index}.example.org`).join(" ");
  const zone: Zone = { ...dns, "_spf.example.org TXT": [`v=spf1 ${nested} -all`] };
  const live = txt(spf.name, "v=spf1 include:_spf.example.org ~all");
  const { findings } = await adopt("environments/prod.ts", world([live], {}, zone).use);
  expect(findings[0]?.remedy).toContain("(include:_spf.example.org 10, include:sendgrid.net 1)");
  const google = await adopt("environments/prod.ts", world([txt(spf.name, "v=spf1 include:_spf.google.com ~all")]).use);
  expect(google.findings[0]?.remedy).toMatch(/include:sendgrid.net ~all"$/);
});

test.each(["s1.domainkey.u1.wl.sendgrid.net", "tok.dkim.amazonses.com"])(
  "a key at %s is in use: nobody is told to delete it",
  async (target) => {
    const key = { ...spf, id: "key", type: "CNAME" as const, name: `s1._domainkey.${spf.name}`, value: "other.example" };
    const { use } = world([{ type: "CNAME", name: key.name, value: target }], {}, dns, [...all, key]);
    const { findings } = await adopt("environments/prod.ts", use);
    expect(findings).toMatchObject([{ id: "adopt/blocked", remedy: expect.stringContaining("do not delete it") }]);
  },
);

test("what cannot stand beside ours is in the way", async () => {
  const alias = { type: "CNAME", name: "_dmarc.mail.example.com", value: "dmarc.vendor.example" };
  const rival = { type: "MX", name: mx.name, value: "aspmx.l.google.com", priority: 1 };
  const { findings } = await adopt("environments/prod.ts", world([alias, rival]).use);
  expect(findings.map(({ id, where, what }) => [id, where, what])).toEqual([
    ["adopt/blocked", "_dmarc.mail.example.com TXT", 'there is already CNAME "dmarc.vendor.example"'],
    ["adopt/blocked", "mail.example.com MX", 'there is already MX "1 aspmx.l.google.com"'],
  ]);
});

test("what Terraform manages already is left alone; a second record beside it is in the way even if it says the same", async () => {
  const managed = { [spf.address]: "r1" };
  expect((await adopt("environments/prod.ts", world([txt(spf.name, spf.value)], managed).use)).findings).toEqual([]);
  const { findings, imports } = await adopt(
    "environments/prod.ts",
    world([txt(spf.name, spf.value), txt(spf.name, "v=spf1 ~all")], managed).use,
  );
  expect(imports).toEqual([]);
  expect(findings).toMatchObject([{ id: "adopt/second", what: 'there is already TXT "v=spf1 ~all"' }]);
});
