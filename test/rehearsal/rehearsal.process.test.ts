/**
 * The product's main promise, on the real thing: one rehearsal of staging with trouble on, real Terraform included; then, on the same sandbox,
 * each way in which mail can break, one at a time, to see that it is noticed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEndpoints } from "../../adapters/endpoints";
import { submitMessage } from "../../adapters/smtp/submission";
import type { GuardedPlan } from "../../changes/guard";
import { main } from "../../cli/main";
import type { RoleKind } from "../../declaration/names/roles";
import type { StackFindings } from "../../rehearsal/life-cycle";
import { type Rehearsal, rehearse } from "../../rehearsal/rehearse";
import { rehearsalScope } from "../../rehearsal/scope";
import { type Stage, stageRehearsal } from "../../rehearsal/stage";
import { awsClients, readSendingCredentials, submissionOf } from "../../wiring/credentials";
import type { World } from "../../wiring/world";
import type { Delivery } from "../../workflows/seed-test";
import type { EnvironmentStatus } from "../../workflows/status";
import type { Verification } from "../../workflows/verify";
import { cloudflareOf } from "../declaration/cloudflare-of";
import { declared, fixtureEnv } from "../fixtures/declared";
import { prod as prodEnvironment } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { iamActions, mayDo } from "./iam-actions";
import { filesWith, secretsOf } from "./secret-search";

jest.setTimeout(150_000);

const directory = mkdtempSync(join(tmpdir(), "rehearsal-"));
let printed = "";
const world: World = {
  env: { ...process.env, ...fixtureEnv },
  stdout: { write: (text) => (printed += text) },
  stderr: { write: () => {} },
  directory,
  twinpost: main,
};
let stage: Stage;
let rehearsal: Rehearsal;
let found: StackFindings = { deliveries: [] };

beforeAll(async () => {
  const scope = rehearsalScope(declared, "staging");
  stage = stageRehearsal(scope, declared, { env: "staging", seed: "twinpost", terraformPlugins: "stand-ins" }, world);
  rehearsal = await rehearse(scope, stage.effects);
  await stage.report(rehearsal);
  applyAccount();
  stage.sandbox().dns.setTrouble(undefined);
  found = rehearsal.stacks.staging ?? found;
});

/** As the account's stack leaves what all its environments share; until then `verify` warns. */
function applyAccount(): void {
  const { enforcedTls, clickTracking } = stage.sandbox().sendgrid.state;
  enforcedTls.require_tls = true;
  clickTracking.enabled = false;
}

afterAll(async () => {
  await stage.end();
  rmSync(directory, { recursive: true });
});

const verified = async (): Promise<Verification> => (await stage.effects.verb("staging", "verify", "--timeout", "1")) as Verification;
const delivered = async (): Promise<Delivery[]> => (await stage.effects.verb("staging", "seed-test", "--timeout", "5")) as Delivery[];
/** As a shell would see it. */
const exitCode = (...words: string[]) =>
  main([...words, "--env", "staging"], { ...stage.inside("staging"), stdout: { write: () => {} }, stderr: { write: () => {} } });
/** To the day. */
function cronAfterDays(days: number): unknown {
  const at = new Date(Date.now() + days * 24 * 60 * 60 * 1000);
  return expect.stringMatching(new RegExp(`^cron\\(\\d+ \\d+ ${at.getUTCDate()} ${at.getUTCMonth() + 1} \\? ${at.getUTCFullYear()}\\)$`));
}
const shortcomings = (deliveries: Delivery[], provider: string): string[][] =>
  deliveries.filter((each) => each.provider === provider).map((each) => each.shortcomings);

describe("a rehearsal of staging with trouble on", () => {
  test("does every step", () => {
    const failures = rehearsal.steps
      .filter(({ status }) => status !== "done")
      .map(({ id, status, error }) => ({ id, status, error: String(error) }));
    expect(failures).toEqual([]);
  });

  test("warns that the account's stack, which is not part of it, has not been applied", () => {
    const { findings = [] } = found.verification ?? {};
    // The sandbox signs no zone.
    const expected = [...Array(2).fill("warning sendgrid/account-settings"), "info dns/not-signed"];
    expect(findings.map(({ id, severity }) => `${severity} ${id}`)).toEqual(expected);
  });

  test("met a late name server and a stale resolver, waited for both, and shows it", () => {
    const late = found.verification?.history.flatMap((record) => record.late) ?? [];
    const why = (server: string) => late.filter((each) => each.server.includes(server)).map((each) => each.why);
    expect(why("127.0.53.2")).toContainEqual(expect.stringMatching(/^late server: no-such-name, serial \d+ of \d+$/));
    expect(why("127.0.53.54")).toContainEqual(expect.stringMatching(/^stale cache: no-such-name, [123] s left$/));
    expect(late.every(({ rightMs }) => rightMs !== undefined)).toBe(true);
    expect(printed).toMatch(/published everywhere +\d\.\d s +bob.* late server: /);
    expect(printed).toMatch(/visible everywhere +\d\.\d s +127\.0\.53\.54.* stale cache: /);
  });

  test("delivers through each provider to each receiver: SPF, DKIM and DMARC pass, aligned, TLS on both hops", () => {
    expect(found.deliveries.map(({ provider, recipient }) => `${provider} ${recipient.split("@")[1]}`)).toEqual([
      "sendgrid gmail.com",
      "sendgrid outlook.com",
      "sendgrid yahoo.com",
      "ses gmail.com",
      "ses outlook.com",
      "ses yahoo.com",
    ]);
    for (const { judgement, submissionTls, placement } of found.deliveries) {
      expect(judgement).toMatchObject({
        spf: { result: "pass", aligned: true },
        dmarc: { result: "pass" },
        tls: "TLSv1.3",
        shortcomings: [],
      });
      expect(judgement?.dkim).toContainEqual(expect.objectContaining({ result: "pass", aligned: true, domain: staging.sendingDomain }));
      expect([submissionTls, placement]).toEqual(["TLSv1.3", "inbox"]);
    }
  });

  test("delivers what Python sends from the application secret", () => {
    expect(found.python).toMatchObject({ provider: "sendgrid", shortcomings: [], submissionTls: "TLSv1.3" });
  });

  test("leaves nothing to change", () => {
    expect(found.secondPlan).toEqual({ changes: [], outputs: [], records: [], findings: [] });
    expect(found.plan?.changes.length).toBeGreaterThan(20);
  });

  test("people will be told when the credentials are too old, new ones move that, and no plan puts it back", async () => {
    const { events, secrets } = awsClients(staging, stage.inside("staging"));
    const rule = (provider: string) => events.describeRule({ Name: `twinpost-staging-${provider}-credentials-age` });
    const first = await rule("ses");
    expect(await rule("sendgrid")).toMatchObject({ State: "ENABLED" });
    expect(first).toMatchObject({ State: "ENABLED", ScheduleExpression: cronAfterDays(97) });
    const SecretId = "twinpost/staging/provider/ses";
    const { SecretString } = await secrets.getSecretValue({ SecretId });
    const { Name = "", Description = "" } = first;
    await events.putRule({ Name, Description, ScheduleExpression: "cron(0 0 1 1 ? 2027)", State: "ENABLED" });
    await secrets.putSecretValue({ SecretId, SecretString: SecretString ?? "" });
    await stage.effects.verb("staging", "credentials", "--apply");
    expect(await rule("ses")).toMatchObject({ State: "ENABLED", ScheduleExpression: cronAfterDays(97) });
    expect(await stage.effects.verb("staging", "plan")).toMatchObject({ changes: [], findings: [] });
  });

  test("met trouble, and the same trouble as any run with this seed", () => {
    const hit = stage.sandbox().log.entries.filter(({ trouble }) => trouble);
    expect([...new Set(hit.map(({ service, operation }) => `${service} ${operation}`))].sort()).toMatchInlineSnapshot(`
[
  "iam CreateAccessKey",
  "secretsmanager PutSecretValue",
  "sendgrid AUTH",
  "sendgrid POST /v3/api_keys",
  "ses AUTH",
  "ses GET /v2/email/identities/{identity}",
]
`);
  });

  test("shows up in the status: applied, published, both providers ready; another account's environment is unknown", async () => {
    let json = "";
    await main(["status", "--json"], { ...stage.inside("staging"), stdout: { write: (text) => (json += text) } });
    const [dev, ours, prod] = (JSON.parse(json) as { environments: EnvironmentStatus[] }).environments;
    expect(dev).toMatchObject({ environment: "dev", applied: { value: null } });
    expect(ours).toMatchObject({
      environment: "staging",
      applied: { value: { resources: found.plan?.changes.length } },
      records: { value: { right: found.verification?.records.length, total: found.verification?.records.length } },
      active: { value: "sendgrid" },
      lastVerification: { value: { errors: 0 } },
    });
    for (const { state, issuedAt } of ours?.providers ?? []) {
      expect(state).toMatchObject({ value: { ready: true } });
      expect(issuedAt).toEqual({ value: expect.any(String) });
    }
    expect(prod).toMatchObject({ applied: { unknown: expect.stringContaining(`expected ${prodEnvironment.aws.account}`) } });
  });

  test("made no call to AWS that the roles may not make: reading is the plan's, changing the apply's, credentials the rotation's", () => {
    const calls = iamActions(stage.sandbox().log.entries);
    const mayNot = (kind: RoleKind, actions: string[]): string[] => actions.filter((action) => !mayDo(staging, kind, action));
    expect(mayDo(staging, "rotate", "events:PutRule")).toBe(true);
    const credentials = /AccessKey|SecretValue|SecretVersion/;
    const reading = /:(Get|List|Describe)/;
    expect(calls.length).toBeGreaterThan(20);
    const managing = calls.filter((action) => !credentials.test(action));
    expect(
      mayNot(
        "rotate",
        calls.filter((action) => credentials.test(action)),
      ),
    ).toEqual([]);
    expect(mayNot("apply", managing)).toEqual([]);
    expect(
      mayNot(
        "plan",
        managing.filter((action) => reading.test(action)),
      ),
    ).toEqual([]);
    expect(mayNot("plan", managing).length).toBeGreaterThan(5);
  });

  test("leaves no secret in state, plans, logs or reports", async () => {
    const secrets = await secretsOf(stage);
    expect([...secrets.keys()].sort()).toMatchInlineSnapshot(`
[
  "AWS_SECRET_ACCESS_KEY",
  "CLOUDFLARE_API_TOKEN",
  "GITHUB_TOKEN",
  "SENDGRID_API_KEY",
  "secret access key of the SES user",
  "twinpost/staging/application SMTP_PASSWORD",
  "twinpost/staging/provider/sendgrid password",
  "twinpost/staging/provider/ses password",
]
`);
    expect([...secrets.values()].every((value) => value.length >= 20)).toBe(true);
    expect(await filesWith(secrets, stage)).toEqual([]);
    expect(printed).not.toMatch(new RegExp([...secrets.values()].map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")));
  });

  test("the search for secrets finds one that was left behind", async () => {
    const secrets = new Map([["the name of the environment", "mail.staging.example.net"]]);
    expect(await filesWith(secrets, stage)).toContainEqual(expect.stringMatching(/^s3 email-staging\/terraform\.tfstate/));
  });
});

describe("what breaks mail is noticed:", () => {
  /** The sandbox signs no zone. */
  const unsigned = { id: "dns/not-signed", severity: "info" };

  /** Changes the sandbox's DNS behind everybody's back, and gives back what was there. */
  const zoneRecord = (name: string, type: string) => {
    const zone = stage.sandbox().zones.zoneOf(name);
    const entry = zone?.entries().find(([, record]) => record.name === name && record.type === type);
    if (!zone || !entry) throw new Error(`the sandbox has no ${type} record at ${name}`);
    const [id, record] = entry;
    return { zone, id, record };
  };

  test("a DNS record deleted after the apply", async () => {
    const name = `s1._domainkey.${staging.sendingDomain}`;
    const { zone, id, record } = zoneRecord(name, "CNAME");
    zone.delete(id);
    const [{ findings }, code] = [await verified(), await exitCode("verify", "--timeout", "1")];
    zone.set(id, record);
    expect(code).toBe(1);
    expect(await exitCode("verify", "--timeout", "5")).toBe(0);
    expect(findings).toMatchObject([{ id: "dns/record-missing", where: `${name} CNAME` }, unsigned]);
    expect((await verified()).findings).toMatchObject([unsigned]);
  });

  test("a DKIM key changed in the provider's zone", async () => {
    const alias = zoneRecord(`s1._domainkey.${staging.sendingDomain}`, "CNAME").record;
    const { zone, id, record } = zoneRecord(alias.type === "CNAME" ? alias.target : "", "TXT");
    const other = zoneRecord("smtpapi._domainkey.sendgrid.net", "TXT").record;
    zone.set(id, { ...other, name: record.name });
    const [deliveries, code] = [await delivered(), await exitCode("seed-test", "--timeout", "5")];
    zone.set(id, record);
    expect(code).toBe(1);
    for (const each of shortcomings(deliveries, "sendgrid")) expect(each).toEqual([`no DKIM signature of ${staging.sendingDomain} passes`]);
    for (const each of shortcomings(deliveries, "ses")) expect(each).toEqual([]);
  });

  test("the SPF include removed from a return path", async () => {
    const { zone, id, record } = zoneRecord(`bounce.${staging.sendingDomain}`, "TXT");
    zone.set(id, { name: record.name, ttl: record.ttl, type: "TXT", strings: ["v=spf1 ~all"] });
    const [{ findings }, deliveries] = [await verified(), await delivered()];
    zone.set(id, record);
    expect(findings).toMatchObject([{ id: "dns/record-differs", where: `bounce.${staging.sendingDomain} TXT` }, unsigned]);
    for (const each of shortcomings(deliveries, "ses")) expect(each).toContainEqual(expect.stringMatching(/^SPF /));
  });

  test("a plan that would weaken DMARC, which somebody had raised at Cloudflare by hand", async () => {
    const raised = await changeRecord("_dmarc", (content) => content.replace("p=quarantine", "p=reject"));
    const { findings } = (await stage.effects.verb("staging", "plan")) as GuardedPlan;
    const applied = stage.effects.verb("staging", "apply", "--apply");
    await expect(applied).rejects.toThrow("the safety gate holds back the plan that is kept");
    await raised.undo();
    expect(findings).toMatchObject([{ id: "dmarc/policy-weakened", where: "cloudflare_dns_record.dns_dmarc" }]);
    expect(findings[0]?.what).toContain("p=reject -> p=quarantine");
  });

  test("a wrong SMTP password", async () => {
    const credentials = await readSendingCredentials(staging, "ses", stage.inside("staging"));
    await expect(submit("ses", { password: `${credentials?.password}x` })).rejects.toMatchObject({ code: 535, phase: "auth" });
  });

  test("a From address that the IAM policy forbids", async () => {
    await expect(submit("ses", { from: `ceo@${staging.sendingDomain}` })).rejects.toMatchObject({
      code: 554,
      reply: expect.stringContaining("not authorized"),
    });
  });

  test("a stranger among the recipients, whom the IAM policy forbids too, while listed ones are let through", async () => {
    for (const to of ["stranger@gmail.com", "twinpost-seed@gmail.com.evil.example"]) {
      await expect(submit("ses", { to })).rejects.toMatchObject({ code: 554, reply: expect.stringContaining("not authorized") });
    }
    await expect(submit("ses", { to: "twinpost-seed@gmail.com" })).resolves.toMatchObject({ tlsVersion: "TLSv1.3" });
  });

  test("a receiver that offers no TLS gets nothing", async () => {
    const gmail = stage.sandbox().receivers.receivers.find(({ name }) => name === "gmail");
    gmail?.setStartTls(false);
    const deliveries = await delivered();
    gmail?.setStartTls(true);
    const late = deliveries.filter(({ shortcomings: [first] }) => first?.startsWith("did not arrive"));
    expect(late.map(({ provider, recipient }) => `${provider} ${recipient.split("@")[1]}`)).toEqual([
      "sendgrid gmail.com",
      "ses gmail.com",
    ]);
  });

  test("one byte changed on the way", async () => {
    const flip = (message: Buffer): Buffer =>
      Buffer.from(message.toString("latin1").replace("Accept the invitation", "Accept the invitatiom"), "latin1");
    stage.sandbox().sesSubmissions.get(staging.aws.region)?.tamper(flip);
    const deliveries = await delivered();
    stage.sandbox().sesSubmissions.get(staging.aws.region)?.tamper(undefined);
    for (const each of shortcomings(deliveries, "ses")) expect(each).toContain(`no DKIM signature of ${staging.sendingDomain} passes`);
  });

  test("and once each is mended, all is well again", async () => {
    expect((await delivered()).flatMap((each) => each.shortcomings)).toEqual([]);
  });
});

// The last tests: what is stopped here does not come back.
test.each([["cloudflare"], ["sendgrid"]] as const)("with %s down, a plan that does not refresh can still be made", async (service) => {
  await stage.sandbox()[service].stop();
  await expect(stage.effects.verb("staging", "plan")).rejects.toThrow("terraform plan failed");
  expect(await stage.effects.verb("staging", "plan", "--no-refresh")).toMatchObject({ changes: [], findings: [] });
});

/** Changes a record through Cloudflare's API, as its dashboard does. */
async function changeRecord(label: string, edit: (content: string) => string): Promise<{ undo(): Promise<void> }> {
  const { TWINPOST_CLOUDFLARE_URL: url, CLOUDFLARE_API_TOKEN: token } = stage.inside("staging").env;
  const records = `${url}/zones/${cloudflareOf(staging).zoneId}/dns_records`;
  const call = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${records}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    });
    return ((await response.json()) as { result: unknown }).result;
  };
  const [record] = (await call(`?name=${label}.${staging.sendingDomain}`)) as { id: string; content: string }[];
  if (!record) throw new Error(`Cloudflare has no record "${label}"`);
  const write = async (content: string): Promise<void> => {
    await call(`/${record.id}`, { method: "PATCH", body: JSON.stringify({ content }) });
  };
  await write(edit(record.content));
  return { undo: () => write(record.content) };
}

/** Submits a small message with the current credentials, but for the changes. */
async function submit(provider: "ses" | "sendgrid", change: { password?: string; from?: string; to?: string }): Promise<unknown> {
  const inside = stage.inside("staging");
  const credentials = await readSendingCredentials(staging, provider, inside);
  if (!credentials) throw new Error(`no credentials for ${provider}`);
  return submitMessage({
    ...submissionOf(provider, staging, inside),
    user: credentials.user,
    password: change.password ?? credentials.password,
    ca: readEndpoints(inside.env).privateAuthorities,
    message: { from: change.from ?? staging.sender.address, to: change.to ?? "twinpost-seed@gmail.com", subject: "x", text: "x" },
  });
}
