/** `twinpost doctor` on the real stand-ins: says nothing wrong of a healthy environment, and names each fault that is planted in it, alone. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAwsClients } from "../../adapters/aws/clients";
import { createSendgridClient } from "../../adapters/sendgrid/client";
import { main } from "../../cli/main";
import { stateBucket } from "../../declaration/names/terraform-state";
import type { Environment } from "../../declaration/schema/environment";
import { sendgridAdministrationScopes } from "../../mail/providers/sendgrid";
import { defaultSesSigningZone, sesMailFromDomain, sesRecords } from "../../mail/providers/ses";
import { type Sandbox, startSandbox } from "../../sandbox/start";
import { awsClients } from "../../wiring/credentials";
import { doctorEffects } from "../../wiring/doctor";
import type { World } from "../../wiring/world";
import { type Diagnosis, doctor } from "../../workflows/doctor";
import { cloudflareOf } from "../declaration/cloudflare-of";
import { fixtureEnv } from "../fixtures/declared";
import { staging } from "../fixtures/environments/staging";

jest.setTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), "twinpost-doctor-"));
const { sendingDomain } = staging;
const cloudflare = cloudflareOf(staging);
let sandbox: Sandbox;
let printed = "";

const world = (env: Record<string, string> = {}): World => ({
  env: { ...process.env, ...fixtureEnv, ...sandbox.env, ...env },
  stdout: { write: (text) => (printed += text) },
  stderr: { write: () => {} },
  directory,
  twinpost: main,
});

const diagnose = (environment: Environment = staging, env: Record<string, string> = {}): Promise<Diagnosis> =>
  doctor(environment, doctorEffects(environment, world(env)));
const idsOf = ({ findings }: Diagnosis): string[] => findings.map(({ id }) => id);

const zoneOf = (name: string) => sandbox.zones.zoneOf(name) ?? fail(`no zone holds ${name}`);
const parked = { id: "1".repeat(32), name: "example.org" };

beforeAll(async () => {
  sandbox = await startSandbox({
    directory: join(directory, "sandbox"),
    zones: [{ id: cloudflare.zoneId, name: cloudflare.zone }, parked],
    aws: [staging.aws],
    seed: "doctor",
    sendgridUsername: "market-edge-test",
    trouble: [],
    terraformPlugins: "stand-ins",
  });
  applyAccount();
  await Promise.all([main(["bootstrap", "--env", "staging", "--apply"], world()), verifySes(), validateSendgrid()]);
});

afterAll(async () => {
  await sandbox.stop();
  rmSync(directory, { recursive: true });
});

/** As the account's stack leaves it. */
function applyAccount(): void {
  sandbox.sendgrid.state.enforcedTls.require_tls = true;
  sandbox.sendgrid.state.clickTracking.enabled = false;
}

/** As an apply would leave it. */
async function verifySes(): Promise<void> {
  const { ses } = awsClients(staging, world());
  const mailFrom = sesMailFromDomain(sendingDomain);
  const { DkimAttributes } = await ses.createEmailIdentity({ EmailIdentity: sendingDomain });
  await ses.putEmailIdentityMailFromAttributes({ EmailIdentity: sendingDomain, MailFromDomain: mailFrom });
  const tokens = DkimAttributes?.Tokens as [string, string, string];
  for (const { id, name, ttl, type, value, priority = 0 } of sesRecords({
    domain: sendingDomain,
    mailFrom,
    region: staging.aws.region,
    tokens,
    signingZone: defaultSesSigningZone,
  })) {
    if (type === "TXT") zoneOf(name).set(id, { name, ttl, type, strings: [value] });
    else zoneOf(name).set(id, { name, ttl, type, target: value, ...(type === "MX" ? { priority } : {}) } as never);
  }
}

async function validateSendgrid(
  settings: { baseUrl: string; subuser?: string } = { baseUrl: sandbox.sendgrid.url },
  region = "global",
): Promise<void> {
  const client = createSendgridClient({ ...settings, token: sandbox.sendgrid.adminKey });
  const made = await client.post("/v3/whitelabel/domains", { domain: sendingDomain, subdomain: "em", automatic_security: true, region });
  const { id, dns } = made as { id: number; dns: Record<string, { host: string; data: string }> };
  for (const { host, data } of Object.values(dns)) zoneOf(host).set(host, { name: host, ttl: 300, type: "CNAME", target: data });
  await client.post(`/v3/whitelabel/domains/${id}/validate`);
}

/** Plants by changing a property of a stand-in's state; gives back what was there. */
function change<T extends object>(state: T, changes: Partial<T>): () => void {
  const before = Object.fromEntries(Object.keys(changes).map((key) => [key, state[key as keyof T]]));
  Object.assign(state, changes);
  return () => void Object.assign(state, before);
}

/** Takes a record out of DNS behind everybody's back, or puts another in its place. */
function changeRecord(name: string, type: string, changed?: object): () => void {
  const zone = zoneOf(name);
  const [id, record] = zone.entries().find(([, each]) => each.name === name && each.type === type) ?? fail(`no ${type} at ${name}`);
  zone.delete(id);
  if (changed) zone.set(id, { ...record, ...changed });
  return () => zone.set(id, record);
}

function fail(message: string): never {
  throw new Error(message);
}

test("says nothing wrong of a healthy environment, and what it saw", async () => {
  const diagnosis = await diagnose();
  expect(diagnosis.findings).toEqual([]);
  expect(diagnosis.checks.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
    "terraform ok",
    "aws-account ok",
    "state-bucket ok",
    "secret-copies not-yet",
    "sendgrid-key ok",
    "sendgrid-account ok",
    "sendgrid-plan ok",
    "sendgrid-domain ok",
    "ses-account ok",
    "ses-identity ok",
    "cloudflare-token ok",
    "cloudflare-zone ok",
    "cloudflare-dns ok",
    "delegation ok",
    "reply-to ok",
    "report-mailbox ok",
  ]);
  expect(diagnosis.leadTimes.map(({ done }) => done)).toEqual([true, true, true, true, true, true, undefined, true]);
  expect(sandbox.log.unknown).toEqual(new Set());
});

test("prints it with exit code 0, and changes nothing", async () => {
  const records = JSON.stringify([...(sandbox.cloudflare.state.zones.get(cloudflare.zoneId)?.records.values() ?? [])]);
  printed = "";
  expect(await main(["doctor", "--env", "staging"], world())).toBe(0);
  expect(printed).toMatch(/^SES account +ok +production access, HEALTHY, 50000 a day, 50\/s$/m);
  expect(printed).toContain("staging: nothing stands in the way");
  expect(JSON.stringify([...(sandbox.cloudflare.state.zones.get(cloudflare.zoneId)?.records.values() ?? [])])).toBe(records);
});

const ses = () => sandbox.ses.at(staging.aws.account, staging.aws.region).state.sendingAccount;
const zone = () => sandbox.cloudflare.state.zones.get(cloudflare.zoneId) ?? fail("no zone");

/** What is planted, and the one finding that must be told. `plant` gives back how to mend it. */
const faults: [string, () => (() => void) | Promise<() => void>, string, RegExp][] = [
  [
    "an account in SES's sandbox",
    () => change(ses(), { productionAccess: false }),
    "doctor/ses-sandbox",
    /only verified recipients can be reached/,
  ],
  [
    "an account under review",
    () => change(ses(), { enforcement: "PROBATION" }),
    "doctor/ses-enforcement",
    /is PROBATION, expected HEALTHY/,
  ],
  ["sending switched off", () => change(ses(), { sendingEnabled: false }), "doctor/ses-paused", /switched off/],
  ["a rate too low for the burst", () => change(ses(), { maxSendRate: 14 }), "doctor/ses-rate", /sends 14 .* expected 34 for 1000 .* 30 s/],
  ["a daily quota below the burst", () => change(ses(), { max24HourSend: 1_000 }), "doctor/ses-quota", /sends 1000 .* expected 1334/],
  ["a quota that is nearly used up", () => change(ses(), { sentLast24Hours: 49_500 }), "doctor/ses-quota-used", /500 messages left/],
  [
    "a return path that DNS lost",
    () => changeRecord(sesMailFromDomain(sendingDomain), "MX"),
    "doctor/ses-identity",
    /MAIL FROM TEMPORARY_FAILURE/,
  ],
  [
    "a suppression list that takes in no complaints",
    () => change(ses(), { suppressedReasons: ["BOUNCE"] }),
    "doctor/ses-suppression",
    /nobody for COMPLAINT/,
  ],
  [
    "a key of another SendGrid account",
    () => change(sandbox.sendgrid.state, { username: "market-edge" }),
    "doctor/sendgrid-account",
    /belongs to SendGrid's "market-edge", expected "market-edge-test"/,
  ],
  [
    "a SendGrid account that may send without TLS",
    () => change(sandbox.sendgrid.state.enforcedTls, { require_tls: false }),
    "doctor/sendgrid-settings",
    /SendGrid would send to receivers without TLS$/,
  ],
  [
    "a SendGrid account that tracks clicks and forgets bounces",
    () => {
      const mends = [
        change(sandbox.sendgrid.state.clickTracking, { enabled: true }),
        change(sandbox.sendgrid.state.bouncePurge, { enabled: true }),
      ];
      return () => mends.forEach((mend) => void mend());
    },
    "doctor/sendgrid-settings",
    /rewrites the links .*; forgets who bounced/,
  ],
  ["a trial at SendGrid", () => change(sandbox.sendgrid.state.plan, { type: "free" }), "doctor/sendgrid-plan", /100 messages a day/],
  [
    "a plan that is too small",
    () => change(sandbox.sendgrid.state.credits, { total: 5_000 }),
    "doctor/sendgrid-volume",
    /5000 messages a month, expected 10000/,
  ],
  ["credits used up", () => change(sandbox.sendgrid.state, { accepted: 99_500 }), "doctor/sendgrid-credits", /^500 credits are left/],
  ["a domain that SendGrid saw fail", () => changeDomain(), "doctor/sendgrid-domain", /does not vouch for/],
  ["a zone that is not active", () => change(zone(), { status: "pending" }), "doctor/cloudflare-inactive", /pending, expected active/],
  ["a zone id of another domain", () => change(zone(), { name: "other.example" }), "doctor/cloudflare-zone", /"other.example", expected/],
  [
    "a domain delegated elsewhere",
    () => change(zone(), { nameServers: ["kim.ns.cloudflare.com", "tom.ns.cloudflare.com"] }),
    "doctor/delegation",
    /got ada.ns.cloudflare.com and bob.ns.cloudflare.com from 127.0.53.53:\d+, expected kim.ns.cloudflare.com and tom/,
  ],
  ["a bucket that was deleted", () => deleteBucket(), "doctor/state-bucket", /does not exist/],
];

const changeDomain = () => change([...sandbox.sendgrid.state.domains.values()][0] ?? fail("no domain"), { valid: false });

async function deleteBucket(): Promise<() => Promise<void>> {
  const { s3 } = createAwsClients({ region: staging.aws.region, env: world().env });
  await s3.deleteBucket({ Bucket: stateBucket(staging) });
  return async () => void (await main(["bootstrap", "--env", "staging", "--apply"], world()));
}

test.each(faults)("finds %s, and nothing else", async (_, plant, id, what) => {
  const mend = await plant();
  const diagnosis = await diagnose();
  await mend();
  expect(diagnosis.findings).toMatchObject([{ id, what: expect.stringMatching(what), remedy: expect.stringMatching(/\w{3}/) }]);
});

test("finds mailboxes that cannot receive: no MX, a null MX", async () => {
  const mx = changeRecord("example.net", "MX");
  const none = await diagnose();
  mx();
  const nullMx = changeRecord("example.net", "MX", { target: ".", priority: 0 });
  const refusing = await diagnose();
  nullMx();
  expect(idsOf(none)).toEqual(["doctor/reply-to", "doctor/report-mailbox"]);
  expect(none.findings[0]?.what).toContain("neither an MX nor an address record");
  expect(idsOf(refusing)).toEqual(["doctor/reply-to", "doctor/report-mailbox"]);
  expect(refusing.findings[0]?.what).toContain("says that it takes no mail");
});

test("finds a foreign report mailbox that has not agreed, until it does", async () => {
  const environment = { ...staging, dmarc: { ...staging.dmarc, reportTo: ["reports@example.org" as const] } };
  expect(idsOf(await diagnose(environment))).toEqual(["doctor/report-consent"]);
  const name = `${sendingDomain}._report._dmarc.example.org`;
  zoneOf(name).set("consent", { name, ttl: 300, type: "TXT", strings: ["v=DMARC1"] });
  expect(idsOf(await diagnose(environment))).toEqual([]);
});

describe("an environment that sends through a subuser in the EU", () => {
  const environment: Environment = {
    ...staging,
    sendgrid: {
      region: "eu",
      subuser: "market-edge-eu",
      coldIpBecause: "Billing keeps it warm.",
      unsubscribeGroup: { name: "News", description: "New" },
    },
  };
  const subuser = () => sandbox.sendgrid.state.subusers.get("market-edge-eu") ?? fail("no subuser");
  const idsAndSkipped = ({ findings, checks }: Diagnosis) => [
    ...findings.map(({ id }) => id),
    ...checks.filter(({ outcome }) => outcome === "skipped").map(({ id }) => `${id} skipped`),
  ];

  test("wants the subuser to be made first, in that region, and asks nothing in its name before", async () => {
    const missing = await diagnose(environment);
    expect(idsAndSkipped(missing)).toEqual(["doctor/sendgrid-subuser", "sendgrid-account skipped", "sendgrid-domain skipped"]);
    expect(missing.findings[0]).toMatchObject({
      what: 'the account has no subuser "market-edge-eu"',
      remedy: expect.stringContaining("a Pro plan"),
    });

    sandbox.sendgrid.state.addSubuser("market-edge-eu", "global");
    const elsewhere = await diagnose(environment);
    expect(idsAndSkipped(elsewhere)).toEqual(["doctor/sendgrid-subuser", "sendgrid-account skipped", "sendgrid-domain skipped"]);
    expect(elsewhere.findings[0]?.what).toBe('the subuser "market-edge-eu" is in the region global, expected eu');
  });

  test("is asked about in its own name: its domain, and its settings, which the environment's stack declares", async () => {
    sandbox.sendgrid.state.addSubuser("market-edge-eu", "eu");
    const fresh = await diagnose(environment);
    expect(fresh.findings).toMatchObject([
      {
        id: "doctor/sendgrid-settings",
        where: "the SendGrid subuser",
        remedy: expect.stringContaining("twinpost apply --env staging --apply"),
      },
    ]);
    expect(fresh.checks.find(({ id }) => id === "sendgrid-domain")?.outcome).toBe("not-yet");

    subuser().enforcedTls.require_tls = true;
    subuser().clickTracking.enabled = false;
    await validateSendgrid({ baseUrl: sandbox.sendgrid.euUrl, subuser: "market-edge-eu" }, "eu");
    const { findings, checks, leadTimes } = await diagnose(environment);
    expect(findings).toEqual([]);
    expect(leadTimes).toContainEqual({ what: "SendGrid subuser", takes: expect.stringContaining("one a month"), done: true });
    expect(checks.filter(({ id }) => id.startsWith("sendgrid")).map(({ id, saw }) => `${id}: ${saw}`)).toEqual([
      expect.stringContaining("all that are needed among them"),
      "sendgrid-subuser: market-edge-eu, eu",
      expect.stringContaining("market-edge-test, TLS required"),
      expect.stringContaining("paid"),
      "sendgrid-domain: authenticated",
    ]);
  });

  test("does not take the subuser's own key for the account's", async () => {
    const own = sandbox.sendgrid.state.addSubuser("market-edge-own", "global");
    const { secret } = own.keys.create("own");
    const sendgrid = { subuser: "market-edge-own", coldIpBecause: "Billing keeps it warm." };
    const diagnosis = await diagnose({ ...staging, sendgrid }, { SENDGRID_API_KEY: secret });
    expect(idsAndSkipped(diagnosis)).toEqual(["doctor/sendgrid-subuser", "sendgrid-account skipped", "sendgrid-domain skipped"]);
    expect(diagnosis.findings[0]?.what).toBe('the key belongs to the subuser "market-edge-own" itself');
  });

  test("cannot send while the subuser is disabled", async () => {
    const mend = change(subuser(), { disabled: true });
    expect((await diagnose(environment)).findings).toMatchObject([
      { id: "doctor/sendgrid-subuser", what: expect.stringContaining("is disabled") },
    ]);
    mend();
  });

  test("is told what a trial has not", async () => {
    const mend = change(sandbox.sendgrid.state.plan, { type: "free" });
    const { findings } = await diagnose(environment);
    mend();
    expect(findings).toMatchObject([
      { id: "doctor/sendgrid-plan", what: expect.stringContaining("no subusers, no address of its own and no EU") },
    ]);
  });

  test("needs a key that may read subusers and make groups", async () => {
    const key = sandbox.sendgrid.issueKey([...sendgridAdministrationScopes, "subusers.read"]);
    expect((await diagnose(environment, { SENDGRID_API_KEY: key })).findings).toMatchObject([
      {
        id: "doctor/sendgrid-scopes",
        what: "the key lacks 4 of 22 scopes: asm.groups.create, asm.groups.read, asm.groups.update, asm.groups.delete",
      },
    ]);
  });
});

describe("finds tokens that do not do:", () => {
  test("a SendGrid key with too few scopes, named", async () => {
    const [first, ...others] = sendgridAdministrationScopes;
    const diagnosis = await diagnose(staging, { SENDGRID_API_KEY: sandbox.sendgrid.issueKey(others) });
    expect(diagnosis.findings).toMatchObject([{ id: "doctor/sendgrid-scopes", what: expect.stringContaining(`scopes: ${first}`) }]);
  });

  test("a SendGrid key that is revoked; what needs it is not asked", async () => {
    const { checks, ...diagnosis } = await diagnose(staging, { SENDGRID_API_KEY: "SG.revoked" });
    expect(idsOf({ checks, ...diagnosis })).toEqual(["doctor/sendgrid-key-unknown"]);
    expect(checks.filter(({ outcome }) => outcome === "skipped").map(({ id }) => id)).toEqual([
      "sendgrid-account",
      "sendgrid-plan",
      "sendgrid-domain",
    ]);
  });

  test.each([
    ["an unknown Cloudflare token", () => "x".repeat(40), "doctor/cloudflare-token"],
    ["an expired one", () => sandbox.cloudflare.issueToken(["dns:write"], { expired: true }), "doctor/cloudflare-token"],
    [
      "one for another zone",
      () => sandbox.cloudflare.issueToken(["dns:write"], { zones: [parked.name] }),
      "doctor/cloudflare-zone-unknown",
    ],
    ["one that only reads", () => sandbox.cloudflare.issueToken(["dns:read"]), "doctor/cloudflare-dns"],
    ["none", () => "", "doctor/cloudflare-token-unknown"],
  ])("%s", async (_, token, id) => {
    expect(idsOf(await diagnose(staging, { CLOUDFLARE_API_TOKEN: token() }))).toEqual([id]);
  });

  test("a login to another AWS account; what lies in it is not asked", async () => {
    const { checks, ...diagnosis } = await diagnose({ ...staging, aws: { ...staging.aws, account: "999999999999" } });
    expect(idsOf({ checks, ...diagnosis })).toEqual(["doctor/aws-account"]);
    expect(checks.filter(({ outcome }) => outcome === "skipped").map(({ id }) => id)).toEqual([
      "state-bucket",
      "secret-copies",
      "ses-account",
      "ses-identity",
    ]);
  });
});

test("a fault ends the verb with exit code 1", async () => {
  const mend = change(ses(), { productionAccess: false });
  printed = "";
  const code = await main(["doctor", "--env", "staging", "--json"], world());
  mend();
  expect(code).toBe(1);
  expect(idsOf(JSON.parse(printed) as Diagnosis)).toEqual(["doctor/ses-sandbox"]);
});
