/**
 * The product's main promise, on the real thing: one rehearsal of staging with faults on, real Terraform included; then, on the same sandbox,
 * each way in which mail can break, one at a time, to see that it is noticed; and at last its end.
 */
import { connectionsOf } from "../../cli/connections";
import { main } from "../../cli/main";
import { requireDelivered, tellingDenials } from "../../rehearsal/outcomes";
import type { EnvironmentStatus } from "../../workflows/status";
import { runSteps } from "../../workflows/steps";
import { prod as prodEnvironment } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { useRehearsedStaging } from "../worlds/rehearsed-staging";
import { filesWith, secretsOf } from "./secret-search";
import { describeWhatBreaks } from "./what-breaks";
import { describeWhatDestroyLeaves } from "./what-destroy-leaves";
import { describeWhatRunbooksDo } from "./what-runbooks-do";

jest.setTimeout(600_000);

const rehearsed = useRehearsedStaging();
const { stage, rehearsal, found, printed, delivered } = rehearsed;

/** To the day. */
function cronAfterDays(days: number): unknown {
  const at = new Date(Date.now() + days * 24 * 60 * 60 * 1000);
  return expect.stringMatching(new RegExp(`^cron\\(\\d+ \\d+ ${at.getUTCDate()} ${at.getUTCMonth() + 1} \\? ${at.getUTCFullYear()}\\)$`));
}
describe("a rehearsal of staging with trouble on", () => {
  test("does every step", () => {
    const failures = rehearsal()
      .steps.filter(({ status }) => status !== "done")
      .map(({ id, status, error }) => ({ id, status, error: String(error) }));
    expect(failures).toEqual([]);
  });

  test("warns of nothing but that the sandbox signs no zone", async () => {
    const { findings = [] } = found().verification ?? {};
    expect(findings.map(({ id, severity }) => `${severity} ${id}`)).toEqual(["info dns/not-signed"]);
  });

  test("met a late name server and a stale resolver, waited for both, and shows it", () => {
    const late = found().verification?.history.flatMap((record) => record.late) ?? [];
    const why = (server: string) => late.filter((each) => each.server.includes(server)).map((each) => each.why);
    expect(why("127.0.53.2")).toContainEqual(expect.stringMatching(/^late server: no-such-name, serial \d+ of \d+$/));
    expect(why("127.0.53.54")).toContainEqual(expect.stringMatching(/^stale cache: no-such-name, 1[78]\d\d s left$/));
    expect(late.every(({ rightMs }) => rightMs !== undefined)).toBe(true);
    expect(printed()).toMatch(/published everywhere +\d+\.\d s +bob.* late server: /);
    expect(printed()).toMatch(/visible everywhere +\d+\.\d s +127\.0\.53\.54.* stale cache: /);
  });

  test("delivers through each provider to each receiver: SPF, DKIM and DMARC pass, aligned, TLS on both hops", () => {
    expect(found().deliveries.map(({ provider, recipient }) => `${provider} ${recipient.split("@")[1]}`)).toEqual([
      "sendgrid gmail.com",
      "sendgrid outlook.com",
      "sendgrid yahoo.com",
      "ses gmail.com",
      "ses outlook.com",
      "ses yahoo.com",
    ]);
    for (const { judgement, submissionTls, placement } of found().deliveries) {
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
    expect(found().python).toMatchObject({ provider: "sendgrid", shortcomings: [], submissionTls: "TLSv1.3" });
  });

  test("leaves nothing to change", () => {
    expect(found().secondPlan).toEqual({ version: 1, changes: [], outputs: [], records: [], findings: [] });
    expect(found().plan?.changes.length).toBeGreaterThan(20);
  });

  test("people will be told when the credentials are too old, new ones move that, and no plan puts it back", async () => {
    const { events, secrets } = connectionsOf(stage().inside("staging")).aws(staging);
    const rule = (provider: string) => events.describeRule({ Name: `twinpost-staging-${provider}-credentials-age` });
    const first = await rule("ses");
    expect(await rule("sendgrid")).toMatchObject({ State: "ENABLED" });
    expect(first).toMatchObject({ State: "ENABLED", ScheduleExpression: cronAfterDays(97) });
    const SecretId = "twinpost/staging/provider/ses";
    const { SecretString } = await secrets.getSecretValue({ SecretId });
    const { Name = "", Description = "" } = first;
    await events.putRule({ Name, Description, ScheduleExpression: "cron(0 0 1 1 ? 2027)", State: "ENABLED" });
    await secrets.putSecretValue({ SecretId, SecretString: SecretString ?? "" });
    await stage().effects.user.verb("staging", "credentials", "--apply");
    expect(await rule("ses")).toMatchObject({ State: "ENABLED", ScheduleExpression: cronAfterDays(97) });
    expect(await stage().effects.user.verb("staging", "plan")).toMatchObject({ changes: [], findings: [] });
  });

  test("met trouble, and the same trouble as any run with this seed", () => {
    const hit = stage()
      .sandbox()
      .log.entries.filter(({ trouble }) => trouble);
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
    await main(["status", "--json"], { ...stage().inside("staging"), stdout: { write: (text) => (json += text) } });
    const [dev, ours, prod] = (JSON.parse(json) as { environments: EnvironmentStatus[] }).environments;
    expect(dev).toMatchObject({ environment: "dev", applied: { value: null } });
    expect(ours).toMatchObject({
      environment: "staging",
      applied: { value: { resources: found().plan?.changes.length } },
      records: { value: { right: found().verification?.records.length, total: found().verification?.records.length } },
      active: { value: "sendgrid" },
      lastVerification: { value: { errors: 0 } },
    });
    for (const { state, issuedAt } of ours?.providers ?? []) {
      expect(state).toMatchObject({ value: { ready: true } });
      expect(issuedAt).toEqual({ value: expect.any(String) });
    }
    expect(prod).toMatchObject({ applied: { unknown: expect.stringContaining(`expected ${prodEnvironment.aws.account}`) } });
  });

  test("was done by the declared roles, which were denied nothing", () => {
    const { entries, denied } = stage().sandbox().log;
    const taken = entries.filter(({ operation, status }) => operation === "AssumeRoleWithWebIdentity" && status === 200);
    expect(taken).toHaveLength(4);
    expect([...denied]).toEqual([]);
  });

  test("a role from which a permission is taken away fails its step, which names action, resource and role", async () => {
    const { iam } = connectionsOf(stage().inside("staging")).aws(staging);
    const rotate = { RoleName: "twinpost-staging-rotate", PolicyName: "may" };
    const PolicyDocument = decodeURIComponent((await iam.getRolePolicy(rotate)).PolicyDocument ?? "");
    const without = PolicyDocument.replaceAll('"secretsmanager:GetSecretValue"', '"secretsmanager:DescribeSecret"');
    await iam.putRolePolicy({ ...rotate, PolicyDocument: without });
    const step = { id: "deliver", title: "", run: async () => requireDelivered(await delivered()) };
    const [record] = await runSteps([tellingDenials(step, stage().effects.sandbox)], { now: () => 0 });
    await iam.putRolePolicy({ ...rotate, PolicyDocument });
    expect(record?.status).toBe("failed");
    const secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:twinpost/staging/provider/\\w+-\\w+";
    const role = "arn:aws:iam::111122223333:role/twinpost-staging-rotate";
    expect(String(record?.error)).toMatch(new RegExp(`not allowed: secretsmanager:GetSecretValue on ${secret} by ${role}`));
  });

  test("leaves no secret in state, plans, logs or reports", async () => {
    const secrets = await secretsOf(stage());
    expect([...secrets.keys()].sort()).toMatchInlineSnapshot(`
[
  "AWS_SECRET_ACCESS_KEY",
  "CLOUDFLARE_API_TOKEN",
  "GITHUB_TOKEN",
  "SENDGRID_API_KEY",
  "secret access key of the SES user",
  "twinpost/staging/application SMTP_PASSWORD",
  "twinpost/staging/application SMTP_PASSWORD, earlier 1",
  "twinpost/staging/provider/sendgrid password",
  "twinpost/staging/provider/ses password",
]
`);
    expect([...secrets.values()].every((value) => value.length >= 20)).toBe(true);
    expect(await filesWith(secrets, stage())).toEqual([]);
    expect(printed()).not.toMatch(new RegExp([...secrets.values()].map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")));
  });

  test("the search for secrets finds one that was left behind", async () => {
    const secrets = new Map([["the name of the environment", "mail.staging.example.net"]]);
    expect(await filesWith(secrets, stage())).toContainEqual(expect.stringMatching(/^s3 email-staging\/terraform\.tfstate/));
  });
});

// One life: each part goes on from where the one before it stopped.
describeWhatBreaks(rehearsed);
describeWhatRunbooksDo(rehearsed);
describeWhatDestroyLeaves(rehearsed);
