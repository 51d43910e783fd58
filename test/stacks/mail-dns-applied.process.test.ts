/** Any set of records, applied by the real terraform to the Cloudflare stand-in, which normalises as Cloudflare does: nothing is left to change. */
import { CloudflareProvider } from "@cdktf/provider-cloudflare/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import fc from "fast-check";
import type { MailRecord } from "../../mail/records/mail-record";
import { CertificateAuthority } from "../../sandbox/certificate-authority";
import { type Cloudflare, startCloudflare } from "../../sandbox/cloudflare/start";
import { ZoneStore } from "../../sandbox/dns/zones";
import { RequestLog } from "../../sandbox/request-log";
import { startTerraformProviders, type TerraformProviders } from "../../sandbox/terraform-providers/start";
import { calm } from "../../sandbox/trouble";
import { MailDns } from "../../stacks/constructs/mail-dns";
import { prepareTerraform } from "../sandbox/terraform-providers/terraform";
import { testingApp } from "./testing-app";

jest.setTimeout(600_000);

const zoneId = "0123456789abcdef0123456789abcdef";
const terraform = prepareTerraform();
let cloudflare: Cloudflare;
let providers: TerraformProviders;

beforeAll(async () => {
  const authority = await CertificateAuthority.create();
  const surroundings = { zones: new ZoneStore(), resolver: "", authority, log: new RequestLog(), trouble: calm() };
  cloudflare = await startCloudflare(surroundings, { zones: [{ id: zoneId, name: "example.com" }] });
  const sendgrid = { url: "http://127.0.0.1:1", apiKey: "none" };
  providers = await startTerraformProviders({ cloudflare: { url: cloudflare.url, token: cloudflare.token }, sendgrid });
  terraform.reattach = providers.reattach;
});
afterAll(async () => {
  await providers.stop();
  await cloudflare.stop();
  terraform.remove();
});

const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9-]{0,20}[a-z0-9])?$/);
const host = fc.tuple(label, label).map((labels) => `${labels.join(".")}.example.net`);
// What text records can hold as text, with what quoting, chunks and Terraform's templates could stumble over.
const piece = fc.oneof(
  fc.stringMatching(/^[ -~]{1,60}$/),
  fc.constantFrom('"', "\\", "${", "%{i}", "%%{", "$${", "; ", '" "', '\\"', "p=".padEnd(255, "A")),
);
const text = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => `v=x${pieces.join("")}y`);
const ttl = fc.constantFrom(60, 300, 3_600);
const record = fc.oneof(
  fc.record({ type: fc.constant("TXT" as const), value: text, ttl }),
  fc.record({ type: fc.constant("CNAME" as const), value: host, ttl }),
  fc.record({ type: fc.constant("MX" as const), value: host, ttl, priority: fc.integer({ min: 0, max: 65_535 }) }),
);

test("100 records of any content: applied once, the next plan is empty, and each is served as it was meant", async () => {
  const records = fc
    .sample(fc.tuple(record, label), { numRuns: 100, seed: 20261124 })
    .map(([each, name], index): MailRecord => ({ ...each, id: `record-${index}`, name: `${name}.r${index}.example.com` }));
  const stack = new TerraformStack(testingApp(), "any");
  new CloudflareProvider(stack, "cloudflare");
  new MailDns(stack, "dns", { dns: { host: "cloudflare", zone: "example.com", zoneId }, records });
  terraform.write(JSON.parse(Testing.synth(stack, false)) as object);

  await terraform.must(0, "init");
  await terraform.must(0, "apply", "-auto-approve");
  await terraform.must(0, "plan", "-detailed-exitcode");
  const kept = [...(cloudflare.state.zones.get(zoneId)?.records.values() ?? [])];
  expect(kept).toHaveLength(records.length);
  const unquoted = (content: string): string =>
    [...content.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
      .map(([, chunk = ""]) =>
        chunk.replace(/\\(\d{3}|.)/g, (_, escaped: string) => (escaped.length === 3 ? String.fromCharCode(Number(escaped)) : escaped)),
      )
      .join("");
  const served = new Map(kept.map(({ name, type, content }) => [name, type === "TXT" ? unquoted(content) : content]));
  expect(Object.fromEntries(served)).toEqual(Object.fromEntries(records.map(({ name, value }) => [name, value])));
});
