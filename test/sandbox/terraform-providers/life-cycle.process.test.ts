import { CertificateAuthority } from "../../../sandbox/certificate-authority";
import { type Cloudflare, startCloudflare } from "../../../sandbox/cloudflare/start";
import { ZoneStore } from "../../../sandbox/dns/zones";
import { RequestLog } from "../../../sandbox/request-log";
import { startTerraformProviders, type TerraformProviders } from "../../../sandbox/terraform-providers/start";
import { calm } from "../../../sandbox/trouble";
import { type FakeSendgrid, startFakeSendgrid } from "./fake-sendgrid";
import { prepareTerraform } from "./terraform";

const zoneId = "0123456789abcdef0123456789abcdef";
const zones = new ZoneStore();
const log = new RequestLog();
const terraform = prepareTerraform();
let cloudflare: Cloudflare;
let sendgrid: FakeSendgrid;
let providers: TerraformProviders;

beforeAll(async () => {
  const authority = await CertificateAuthority.create();
  const surroundings = { zones, resolver: "", authority, log, trouble: calm() };
  cloudflare = await startCloudflare(surroundings, { zones: [{ id: zoneId, name: "example.com" }] });
  sendgrid = await startFakeSendgrid();
  providers = await startTerraformProviders({
    cloudflare: { url: cloudflare.url, token: cloudflare.token },
    sendgrid: { url: sendgrid.url, apiKey: "the-key-of-the-sandbox" },
  });
  terraform.reattach = providers.reattach;
  terraform.write(configuration());
  await terraform.must(0, "init");
}, 60_000);

afterAll(async () => {
  await providers.stop();
  await sendgrid.stop();
  await cloudflare.stop();
  terraform.remove();
});

const record = (name: string, type: string, content: string, more: object = {}) => ({
  zone_id: zoneId,
  name,
  type,
  content,
  ttl: 300,
  ...more,
});
const plan = (code: number) => terraform.must(code, "plan", "-detailed-exitcode");
const apply = () => terraform.must(0, "apply", "-auto-approve");
const recordNamed = (name: string, type = "CNAME") => {
  const zone = cloudflare.state.zones.get(zoneId);
  const found = [...(zone?.records.values() ?? [])].find((each) => each.name === name && each.type === type);
  if (!zone || !found) throw new Error(`no record ${name} ${type}`);
  return { zone, found };
};

// Terraform expressions, not template strings.
const expression = (text: string): string => `\${${text}}`;
const target = expression(`one([for d in sendgrid_sender_authentication.this.dns : d.data if startswith(d.host, "s1._domainkey")])`);
const longText = `v=DKIM1; p=${"A".repeat(300)}`;
const canonical = `"${longText.slice(0, 255)}" "${longText.slice(255)}"`;

const configuration = (records: object = {}, webhook: object = {}) => ({
  terraform: {
    required_providers: {
      cloudflare: { source: "cloudflare/cloudflare", version: "5.14.0" },
      sendgrid: { source: "kenzo0107/sendgrid", version: "3.1.0" },
    },
  },
  provider: { cloudflare: {}, sendgrid: {} },
  data: {
    cloudflare_zone: { this: { filter: { name: "example.com" } } },
    sendgrid_event_webhook: { this: { id: expression("sendgrid_event_webhook.this.id") } },
  },
  resource: {
    sendgrid_sender_authentication: { this: { domain: "mail.example.com", subdomain: "em", automatic_security: true, default: false } },
    sendgrid_link_branding: { this: { domain: "mail.example.com", subdomain: "links" } },
    sendgrid_event_webhook: { this: { url: "https://hooks.example.com/", enabled: true, bounce: true, signed: true, ...webhook } },
    sendgrid_enforce_tls: { this: { require_tls: true, require_valid_cert: false, version: 1.2 } },
    sendgrid_unsubscribe_group: { this: { name: "invitations", description: "Who was invited" } },
    sendgrid_click_tracking_settings: { this: { enabled: false } },
    sendgrid_bounce_settings: { this: { soft_bounces: 5 } },
    cloudflare_dns_record: {
      dkim: record("s1._domainkey.mail.example.com", "CNAME", target, { proxied: false }),
      spf: record("mail.example.com", "TXT", '"v=spf1 -all"', { comment: "SPF" }),
      mx: record("mail.example.com", "MX", "mx.example.net", { priority: 10 }),
      long: record("key._domainkey.mail.example.com", "TXT", canonical),
      ...records,
    },
  },
  output: {
    zone: { value: expression("data.cloudflare_zone.this.zone_id") },
    status: { value: expression("data.cloudflare_zone.this.status") },
    public_key: { value: expression("sendgrid_event_webhook.this.public_key") },
    read_key: { value: expression("data.sendgrid_event_webhook.this.public_key") },
    tls_version: { value: expression("sendgrid_enforce_tls.this.version") },
  },
});

// One life cycle: each test goes on from where the one before it stopped.
describe("terraform with the stand-in providers", () => {
  it("applies both providers at once, a target of SendGrid's flowing into a record", async () => {
    await apply();
    expect(zones.resolve("s1._domainkey.mail.example.com", "CNAME").records).toMatchObject([{ target: "s1.domainkey.u1.wl.sendgrid.net" }]);
    expect(zones.resolve("key._domainkey.mail.example.com", "TXT").records).toMatchObject([
      { strings: [longText.slice(0, 255), longText.slice(255)] },
    ]);
    const keys = { public_key: "a-public-key", read_key: "a-public-key" };
    expect(await terraform.outputs()).toEqual({ zone: zoneId, status: "active", ...keys, tls_version: 1.2 });
    expect(sendgrid.calls.filter((call) => call.includes("validate"))).toEqual([]);
    expect([...sendgrid.tokens]).toEqual(["the-key-of-the-sandbox"]);
  });

  it("plans nothing the second time", async () => {
    expect(await plan(0)).toContain("No changes");
  });

  it("changes a record in place and leaves its other attributes alone", async () => {
    const before = recordNamed("mail.example.com", "TXT").found;
    terraform.write(configuration({ spf: record("mail.example.com", "TXT", '"v=spf1 ~all"', { comment: "SPF" }) }));
    const output = await plan(2);
    expect(output).toContain("~ modified_on");
    expect(output).not.toContain("created_on ");
    expect(output).toContain("0 to add, 1 to change, 0 to destroy");
    await apply();
    expect(recordNamed("mail.example.com", "TXT").found).toMatchObject({ id: before.id, content: '"v=spf1 ~all"' });
    await plan(0);
  });

  it("loses a webhook's key from the state when the webhook changes, and reads it in the same apply", async () => {
    const spf = record("mail.example.com", "TXT", '"v=spf1 ~all"', { comment: "SPF" });
    terraform.write(configuration({ spf }, { delivered: true }));
    await apply();
    expect(await terraform.outputs()).toMatchObject({ public_key: "", read_key: "a-public-key" });
  });

  it("creates again what was deleted behind its back", async () => {
    const { zone, found } = recordNamed("s1._domainkey.mail.example.com");
    cloudflare.state.remove(zone, found.id);
    expect(await plan(2)).toContain("1 to add, 0 to change, 0 to destroy");
    await apply();
    await plan(0);
  });

  it("replaces a record whose type changes", async () => {
    terraform.write(configuration({ spf: record("mail.example.com", "NS", "ns1.example.net") }));
    expect(await plan(2)).toContain("# forces replacement");
  });

  it("shows a change for ever where Cloudflare normalises what was declared", async () => {
    const dotted = record("dotted.mail.example.com", "CNAME", "target.example.net.");
    const unsplit = record("unsplit.mail.example.com", "TXT", `"${longText}"`);
    terraform.write(configuration({ dotted, unsplit }));
    await apply();
    expect(await plan(2)).toContain("0 to add, 2 to change, 0 to destroy");
  });

  it("takes a short name and another case for what Cloudflare made of them", async () => {
    terraform.write(configuration({ short: record("short", "CNAME", "Target.example.net") }));
    await apply();
    terraform.write(configuration({ short: record("short", "CNAME", "target.EXAMPLE.net") }));
    await plan(0);
  });

  it("imports a record", async () => {
    const { found } = recordNamed("short.example.com");
    await terraform.must(0, "state", "rm", "cloudflare_dns_record.short");
    await terraform.must(0, "import", "cloudflare_dns_record.short", `${zoneId}/${found.id}`);
    await plan(0);
  });

  it("says what the API said when a record is refused", async () => {
    terraform.write(configuration({ second: record("s1._domainkey.mail.example.com", "CNAME", "elsewhere.example.net") }));
    const output = await terraform.must(1, "apply", "-auto-approve");
    expect(output).toContain("failed to make http request");
    expect(output).toContain("81053");
    expect(output).toContain("An A, AAAA, or CNAME record with that host already exists.");
  });

  it("uses the token of the provider block, if it names one", async () => {
    const token = cloudflare.issueToken(["dns:read"]);
    const wanted = configuration({ one: record("one.mail.example.com", "TXT", '"one"') });
    terraform.write({ ...wanted, provider: { cloudflare: { api_token: token }, sendgrid: {} } });
    expect(await terraform.must(1, "apply", "-auto-approve")).toContain("Authentication error");
  });

  it("fails at a SendGrid domain that is gone, and at a rate limit while reading, as the real provider does", async () => {
    terraform.write(configuration());
    sendgrid.failures.push(429);
    expect(await terraform.must(1, "plan", "-parallelism=1")).toContain("too many requests");
    const [domain] = sendgrid.domains;
    sendgrid.domains.clear();
    expect(await terraform.must(1, "plan")).toContain("got error: message: domain not found");
    if (domain) sendgrid.domains.set(...domain);
  });

  it("destroys everything", async () => {
    sendgrid.failures.length = 0;
    await terraform.must(0, "destroy", "-auto-approve");
    expect(cloudflare.state.zones.get(zoneId)?.records.size).toBe(0);
    expect(zones.zones()[0]?.records()).toEqual([]);
    expect(sendgrid.domains.size).toBe(0);
    expect(log.unknown).toEqual(new Set());
  });
});
