import fc from "fast-check";
import { knownAfterApply } from "../../../mail/dns/record";
import { adoptionText } from "../../../reports/adoption/text";
import { plain } from "../../../reports/layout";
import { recordsText } from "../../../reports/records/text";
import type { ListedRecord } from "../../../workflows/records";

const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9_-]{0,20}[a-z0-9])?$/);
const name = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join("."));
const shared = { name, ttl: fc.integer({ min: 1, max: 86_400 }), publisher: fc.constant("you") };
const printable = fc.string({ unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)), maxLength: 700 });
const record: fc.Arbitrary<ListedRecord> = fc.oneof(
  fc.record({ type: fc.constant("TXT" as const), value: printable, ...shared }),
  fc.record({ type: fc.constant("CNAME" as const), value: name, ...shared }),
  fc.record({ type: fc.constant("MX" as const), value: fc.oneof(name, fc.constant(".")), priority: fc.nat(65_535), ...shared }),
);

/** Reads a zone file by RFC 1035 5.1, written from the RFC and not from our code: comments, quoted strings, escapes, final dots. */
function parseZoneFile(text: string): ListedRecord[] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith(";"))
    .map((line) => {
      const words: string[] = [];
      for (let at = 0; at < line.length; ) {
        if (line[at] === " ") at++;
        else if (line[at] === '"') {
          let word = "";
          for (at++; line[at] !== '"'; at++) word += line[at] === "\\" ? line[++at] : line[at];
          at++;
          if (Buffer.byteLength(word) > 255) throw new Error("a string is longer than 255 bytes");
          words.push(word);
        } else {
          const end = `${line} `.indexOf(" ", at);
          words.push(line.slice(at, end));
          at = end;
        }
      }
      const [owner = "", ttl, zoneClass, type, ...data] = words;
      if (zoneClass !== "IN" || !owner.endsWith(".")) throw new Error(`not understood: ${line}`);
      const host = (full = ""): string => {
        if (!full.endsWith(".")) throw new Error(`relative: ${full}`);
        return full === "." ? "." : full.slice(0, -1);
      };
      const head = { name: host(owner), ttl: Number(ttl), publisher: "you" };
      if (type === "TXT") return { ...head, type, value: data.join("") };
      if (type === "MX") return { ...head, type, priority: Number(data[0]), value: host(data[1]) };
      return { ...head, type: "CNAME", value: host(data[0]) };
    });
}

/** RFC 4180 2. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const line of text.split("\r\n").slice(0, -1)) {
    rows.push(
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ""),
    );
  }
  return rows;
}

test("any records read back the same from the zone file", () => {
  fc.assert(fc.property(fc.array(record), (records) => expect(parseZoneFile(recordsText("bind", records))).toEqual(records)));
});

test("any records read back the same from the comma-separated values", () => {
  fc.assert(
    fc.property(fc.array(record), (records) => {
      const rows = parseCsv(recordsText("csv", records));
      expect(rows).toEqual([
        ["type", "name", "ttl", "priority", "value"],
        ...records.map(({ type, name, ttl, priority, value }) => [type, name, String(ttl), String(priority ?? ""), value]),
      ]);
    }),
  );
});

const known: ListedRecord = {
  type: "TXT",
  name: "mail.example.com",
  ttl: 300,
  value: "v=spf1 -all",
  publisher: "Terraform at Cloudflare",
};
const later: ListedRecord = {
  type: "CNAME",
  name: "em.mail.example.com",
  ttl: 300,
  value: knownAfterApply,
  publisher: "you",
};

test("what is known only after apply is a comment in the zone file", () => {
  const text = recordsText("bind", [known, later]);
  expect(text).toBe('mail.example.com. 300 IN TXT "v=spf1 -all"\n; em.mail.example.com. 300 IN CNAME (known after apply).\n');
  expect(parseZoneFile(text)).toEqual([{ ...known, publisher: "you" }]);
});

test("a table says who publishes each record", () => {
  expect(plain(recordsText("table", [known, later]))).toBe(
    [
      "PUBLISHED BY             TYPE   NAME                 TTL  PRIORITY  VALUE",
      "Terraform at Cloudflare  TXT    mail.example.com     300            v=spf1 -all",
      "you                      CNAME  em.mail.example.com  300            (known after apply)",
      "",
    ].join("\n"),
  );
});

test("an adoption tells what is taken over, where the blocks are, and what is in the way", () => {
  const place = { host: "cloudflare" as const, zoneId: "z", recordId: "r" };
  const text = adoptionText("prod", {
    resources: [{ address: "aws_iam_user.u", type: "aws_iam_user", importId: "twinpost-prod-smtp" }],
    imports: [
      { ...place, address: "a", name: "mail.example.com", type: "TXT", live: "v=spf1 ~all", declared: "v=spf1 include:sendgrid.net ~all" },
      { ...place, address: "b", name: "em.mail.example.com", type: "CNAME", live: "u1.wl.sendgrid.net", declared: "u1.wl.sendgrid.net" },
    ],
    file: "cdktf.out/stacks/email-prod/imports.tf",
    findings: [{ id: "adopt/blocked", severity: "error", where: "x MX", what: "there is already MX", remedy: "delete it" }],
    unknown: ["CNAME (known after apply)"],
    compared: 8,
  });
  expect(text).toBe(
    [
      "prod: 8 records compared, 2 to import, 1 in the way",
      "  TXT mail.example.com",
      '    "v=spf1 ~all"',
      '    becomes "v=spf1 include:sendgrid.net ~all"',
      "  CNAME em.mail.example.com",
      '    "u1.wl.sendgrid.net"',
      "other resources that exist: 1 to import",
      '  aws_iam_user.u "twinpost-prod-smtp"',
      "import blocks for the next plan: cdktf.out/stacks/email-prod/imports.tf",
      "error adopt/blocked: x MX",
      "  there is already MX",
      "  delete it",
      "not compared, since the name is known only after apply: 1",
      "",
    ].join("\n"),
  );
});
