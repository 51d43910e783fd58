/** The zone file, read by the name servers that it is for: BIND prints what it understood, NSD checks it. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { knownAfterApply } from "../../../mail/dns/record";
import { parseTxt } from "../../../mail/records/txt";
import { isPending, recordsText } from "../../../reports/records/text";
import type { ListedRecord } from "../../../workflows/records";

const programs = { compile: "/usr/bin/named-compilezone", check: "/usr/sbin/nsd-checkzone" };
const missing = Object.values(programs).filter((file) => !existsSync(file));
const whenInstalled = missing.length === 0 ? test : test.skip;
if (missing.length > 0) console.warn(`zone file: skipped, since ${missing.join(", ")} is missing: apt-get install bind9-utils nsd`);

const directory = mkdtempSync(join(tmpdir(), "zone-file-"));
afterAll(() => rmSync(directory, { recursive: true }));

const shared = { ttl: 300, publisher: "you" };
const txt = (name: string, value: string): ListedRecord => ({ type: "TXT", name: `${name}.example.org`, value, ...shared });
const records: ListedRecord[] = [
  txt("mail", "v=spf1 include:sendgrid.net include:amazonses.com ~all"),
  txt("_dmarc.mail", "v=DMARC1; p=none; rua=mailto:dmarc@example.org"),
  txt("key", `v=DKIM1; p=${"A".repeat(392)}`),
  txt("odd", 'a "quoted" \\ word; $ORIGIN @ (x)'),
  { ...txt("s1._domainkey.mail", ""), type: "CNAME", value: "s1.domainkey.u1.wl.sendgrid.net" },
  { ...txt("bounce.mail", ""), type: "MX", value: "feedback-smtp.eu-west-1.amazonses.com", priority: 10 },
  { ...txt("silent", ""), type: "MX", value: ".", priority: 0 },
  { ...txt("later", ""), type: "CNAME", value: knownAfterApply },
];

whenInstalled("BIND and NSD read every record as it was meant", () => {
  const file = join(directory, "zone");
  const apex = "example.org. 300 IN SOA ns1.other-dns.net. root.example.org. 1 2 3 4 5\nexample.org. 300 IN NS ns1.other-dns.net.\n";
  writeFileSync(file, apex + recordsText("bind", records));
  expect(spawnSync(programs.check, ["example.org", file], { encoding: "utf8" })).toMatchObject({ status: 0 });

  const { status, stdout } = spawnSync(programs.compile, ["-q", "-k", "ignore", "-i", "none", "-o", "-", "example.org", file], {
    encoding: "utf8",
  });
  expect(status).toBe(0);
  const understood = stdout.split("\n").flatMap((line) => {
    const [, name = "", ttl, type, data = ""] = /^(\S+)\.\s+(\d+)\s+IN\s+(TXT|CNAME|MX)\s+(.*)$/.exec(line) ?? [];
    return type ? [`${name} ${ttl} ${type} ${type === "TXT" ? parseTxt(data) : data}`] : [];
  });
  const meant = records
    .filter((record) => !isPending(record))
    .map(({ name, ttl, type, value, priority }) => {
      const host = value === "." ? "." : `${value}.`;
      return `${name} ${ttl} ${type} ${type === "TXT" ? value : priority === undefined ? host : `${priority} ${host}`}`;
    });
  expect(understood.sort()).toEqual(meant.sort());
});
