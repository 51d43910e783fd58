/**
 * Staging as it sends: a whole sandbox in which the identities, the SMTP user, the empty secrets and the journal's table are there as an apply
 * leaves them, made with a few calls instead of Terraform, and `credentials` has been run. For what is about sending, many times over.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applicationSecret } from "../../declaration/names/application";
import { journalKey, journalTable } from "../../declaration/names/journal";
import { credentialAgeRule, providerSecret } from "../../declaration/names/secrets";
import { sesConfigurationSet, sesSmtpUser } from "../../declaration/names/ses";
import { providersWithAge } from "../../declaration/rotation";
import { receiverNameServers } from "../../sandbox/dns/name-servers";
import { validate } from "../../sandbox/sendgrid/validate";
import { type Sandbox, startSandbox } from "../../sandbox/start";
import type { TroubleRule } from "../../sandbox/trouble";
import { type Connections, connect } from "../../wiring/connections";
import { credentialsEffects } from "../../wiring/credentials";
import { issueCredentials } from "../../workflows/credentials/issue";
import { fixtureEnv } from "../fixtures/declared";
import { staging } from "../fixtures/environments/staging";

export type SendingWorld = Awaited<ReturnType<typeof startSending>>;

/** @param trouble none unless told. */
export async function startSending(trouble: readonly TroubleRule[] = []) {
  const directory = mkdtempSync(join(tmpdir(), "twinpost-sending-"));
  const sandbox = await startSandbox({
    directory: join(directory, "sandbox"),
    zones: [],
    aws: [staging.aws],
    seed: "calm",
    trouble,
    terraformPlugins: "registry",
  });
  try {
    const env = { ...fixtureEnv, PATH: process.env.PATH, ...sandbox.env };
    const connections = connect({ env, directory }, () => undefined);
    await Promise.all([authenticateSendgrid(sandbox), authenticateSes(sandbox, connections), makeContainers(connections)]);
    await issueCredentials(staging, credentialsEffects(staging, connections));
    const stop = async (): Promise<void> => {
      await sandbox.stop();
      rmSync(directory, { recursive: true, force: true });
    };
    return { environment: staging, directory, sandbox, env, connections, stop };
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

const { sendingDomain, name, aws } = staging;

const zoneOf = (sandbox: Sandbox) => sandbox.zones.open(sendingDomain, receiverNameServers);

async function authenticateSendgrid({ sendgrid, dns, ...sandbox }: Sandbox): Promise<void> {
  const asked = { domain: sendingDomain, subdomain: "em", default: true, customSpf: false, customSelector: undefined };
  const domain = await sendgrid.state.authenticateDomain(asked);
  const zone = zoneOf({ sendgrid, dns, ...sandbox });
  for (const [id, { host, data }] of Object.entries(domain.dns)) zone.set(id, { name: host, ttl: 300, type: "CNAME", target: data });
  await validate(domain, dns.resolver);
}

async function authenticateSes(sandbox: Sandbox, connections: Connections): Promise<void> {
  const { ses, iam } = connections.aws(staging);
  const returnPath = `bounce.${sendingDomain}`;
  const ConfigurationSetName = sesConfigurationSet(name);
  await ses.createConfigurationSet({ ConfigurationSetName, DeliveryOptions: { TlsPolicy: "REQUIRE" } });
  await ses.createEmailIdentity({ EmailIdentity: sendingDomain, ConfigurationSetName });
  await ses.putEmailIdentityMailFromAttributes({ EmailIdentity: sendingDomain, MailFromDomain: returnPath });
  const zone = zoneOf(sandbox);
  for (const { token } of sandbox.ses.at(aws.account, aws.region).state.identity(sendingDomain).keys)
    zone.set(token, { name: `${token}._domainkey.${sendingDomain}`, ttl: 300, type: "CNAME", target: `${token}.dkim.amazonses.com` });
  zone.set("mx", { name: returnPath, ttl: 300, type: "MX", priority: 10, target: `feedback-smtp.${aws.region}.amazonses.com` });
  zone.set("spf", { name: returnPath, ttl: 300, type: "TXT", strings: ["v=spf1 include:amazonses.com ~all"] });
  const UserName = sesSmtpUser(name);
  await iam.createUser({ UserName });
  const Statement = { Effect: "Allow", Action: "ses:SendRawEmail", Resource: "*" };
  await iam.putUserPolicy({ UserName, PolicyName: "may-send", PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }) });
}

async function makeContainers(connections: Connections): Promise<void> {
  const { secrets, dynamodb, events } = connections.aws(staging);
  for (const provider of providersWithAge(staging))
    await events.putRule({ Name: credentialAgeRule(name, provider), ScheduleExpression: "cron(0 0 1 1 ? 2099)", State: "DISABLED" });
  for (const Name of [applicationSecret(name), providerSecret(name, "sendgrid"), providerSecret(name, "ses")])
    await secrets.createSecret({ Name });
  const { series, number } = journalKey;
  await dynamodb.createTable({
    TableName: journalTable(name),
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [series, number].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: [
      { AttributeName: series, KeyType: "HASH" },
      { AttributeName: number, KeyType: "RANGE" },
    ],
  });
}
