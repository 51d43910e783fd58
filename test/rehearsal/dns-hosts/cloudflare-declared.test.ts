import { editDeclared } from "../../../rehearsal/dns-hosts/cloudflare-declared";

const record = { id: "spf", type: "TXT" as const, name: "mail.example.com", value: "v=spf1 ~all", ttl: 300 };
const declared = { zone_id: "z", type: "TXT", name: "mail.example.com", content: '"v=spf1 ~all"', ttl: 300, proxied: false };
const key = { zone_id: "z", type: "CNAME", name: `\${token}._domainkey.x`, content: `\${token}.y`, ttl: 300, proxied: false };
const stack = { output: { kept: true }, resource: { aws_kms_key: {}, cloudflare_dns_record: { dns_spf: declared, dns_key: key } } };
const records = (edited: unknown) => (edited as typeof stack).resource.cloudflare_dns_record;

test("a record that says something else stays the same resource, and everything else is left alone", () => {
  const edited = editDeclared(stack, [{ before: record, after: { ...record, value: "v=spf1 exists:%{i}.x -all" } }]);
  expect(records(edited)).toEqual({ dns_spf: { ...declared, content: '"v=spf1 exists:%%{i}.x -all"' }, dns_key: key });
  expect(edited).toMatchObject({ output: { kept: true }, resource: { aws_kms_key: {} } });
  expect(records(stack).dns_spf).toBe(declared);
});

test("a name that is declared by reference stays one", () => {
  const before = { ...record, id: "key", type: "CNAME" as const, name: "abc._domainkey.x", value: "abc.y" };
  expect(records(editDeclared(stack, [{ before, after: { ...before, value: "other" } }])).dns_key).toEqual({ ...key, content: "other" });
});

test("a record goes, another one comes beside it", () => {
  const edited = records(editDeclared(stack, [{ before: record }, { after: { ...record, id: "second", name: "_dmarc.x" } }]));
  expect(Object.keys(edited)).toEqual(["dns_key", "dns_second"]);
  expect(edited).toMatchObject({ dns_second: { zone_id: "z", type: "TXT", name: "_dmarc.x", content: '"v=spf1 ~all"', proxied: false } });
});

test("a record that the stack does not declare cannot be edited", () => {
  expect(() => editDeclared(stack, [{ before: { ...record, id: "dmarc" } }])).toThrow(
    'does not declare mail.example.com TXT as "dns_dmarc"',
  );
});
