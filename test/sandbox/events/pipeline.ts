/**
 * The way of an event as an environment declares it, in a whole sandbox: SES's topic and SendGrid's webhook behind an HTTP API, the queue, and the
 * product's functions with the policies of their roles. Set up by calls, so that no Terraform is needed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import {
  addressKeyAlias,
  eventArchive,
  eventTable,
  eventTableIndexes,
  eventTableKey,
  type FunctionName,
  functionName,
  functionRoleArn,
} from "../../../declaration/names/events";
import { sesConfigurationSet, sesMetrics } from "../../../declaration/names/ses";
import type { Environment } from "../../../declaration/schema/environment";
import { cloudflareNameServers } from "../../../sandbox/dns/name-servers";
import { expectedSmtpPassword } from "../../../sandbox/ses/smtp-password";
import { startSandbox } from "../../../sandbox/start";
import type { TroubleRule } from "../../../sandbox/trouble";
import { codeOf } from "../../../stacks/assets/function-code";
import { functionPolicy } from "../../../stacks/policies/function-policies";

const account = "111122223333";
const region = "eu-central-1";
const domain = "mail.example.com";
export const environment = {
  name: "staging",
  aws: { account, region },
  sendingProviders: { primary: "sendgrid", standby: "ses" },
  outcomes: "queue",
  alerts: {},
} as Environment;
const topicArn = `arn:aws:sns:${region}:${account}:twinpost-staging-sending-events`;
const queueArn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
const queues = { events: "twinpost-staging-events", dead: "twinpost-staging-events-dead", outcomes: "twinpost-staging-outcomes" };

export type Provider = "ses" | "sendgrid";
export type Pipeline = Awaited<ReturnType<typeof startPipeline>>;

/** @param visibility seconds until a message that was not taken comes again. @param receives times until it is dead */
export async function startPipeline({
  trouble = [],
  visibility = 3,
  receives = 2,
}: {
  trouble?: readonly TroubleRule[];
  visibility?: number;
  receives?: number;
} = {}) {
  const directory = mkdtempSync(join(tmpdir(), "twinpost-events-"));
  const sandbox = await startSandbox({
    ...{ directory, trouble, seed: "events", terraformPlugins: "stand-ins", zones: [] },
    aws: [{ account, region }],
  });
  const { accessKeyId } = sandbox.aws.account(account);

  async function call(service: string, request: { method?: string; path?: string; headers?: Record<string, string>; body?: string }) {
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`;
    const { method = "POST", path = "/", headers = {}, body } = request;
    const response = await fetch(`${sandbox.aws.url}${path}`, {
      method,
      headers: { authorization, ...headers },
      ...(body ? { body } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${service} ${method} ${path}: ${response.status} ${text}`);
    return text;
  }
  const json = async <T = Record<string, never>>(service: string, target: string, input: object): Promise<T> => {
    const version = service === "kms" ? "1.1" : "1.0";
    const text = await call(service, {
      headers: { "content-type": `application/x-amz-json-${version}`, "x-amz-target": target },
      body: JSON.stringify(input),
    });
    return (text === "" ? {} : JSON.parse(text)) as T;
  };
  const rest = async <T = Record<string, string>>(service: string, method: string, path: string, input?: object): Promise<T> => {
    const text = await call(service, {
      method,
      path,
      headers: { "content-type": "application/json" },
      ...(input ? { body: JSON.stringify(input) } : {}),
    });
    return (text === "" ? {} : JSON.parse(text)) as T;
  };
  const form = (service: string, Version: string, parameters: Record<string, string>): Promise<string> =>
    call(service, {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ Version, ...parameters }).toString(),
    });

  const { url: queueUrl, outcomes: outcomesUrl } = await makeQueues();
  async function makeQueues() {
    const policy = allowing("sns.amazonaws.com", "sqs:SendMessage", queueArn(queues.events), { ArnEquals: { "aws:SourceArn": topicArn } });
    const redrive = { deadLetterTargetArn: queueArn(queues.dead), maxReceiveCount: receives };
    const make = (QueueName: string, Attributes: object) =>
      json<{ QueueUrl: string }>("sqs", "AmazonSQS.CreateQueue", { QueueName, Attributes });
    const [dead, outcomes] = [await make(queues.dead, {}), await make(queues.outcomes, {})];
    const attributes = { VisibilityTimeout: String(visibility), Policy: JSON.stringify(policy), RedrivePolicy: JSON.stringify(redrive) };
    return { url: (await make(queues.events, attributes)).QueueUrl, dead: dead.QueueUrl, outcomes: outcomes.QueueUrl };
  }

  async function makeTopic(): Promise<void> {
    const sns = (parameters: Record<string, string>) => form("sns", "2010-03-31", parameters);
    await sns({ Action: "CreateTopic", Name: "twinpost-staging-sending-events" });
    const Policy = JSON.stringify(allowing("ses.amazonaws.com", "sns:Publish", topicArn));
    const set = (AttributeName: string, AttributeValue: string) =>
      sns({ Action: "SetTopicAttributes", TopicArn: topicArn, AttributeName, AttributeValue });
    await set("Policy", Policy);
    await set("SignatureVersion", "2");
    await sns({ Action: "Subscribe", TopicArn: topicArn, Protocol: "sqs", Endpoint: queueArn(queues.events) });
  }

  async function makeStore(): Promise<void> {
    const text = (AttributeName: string) => ({ AttributeName, AttributeType: "S" });
    const { byProviderId, byRecipient } = eventTableIndexes;
    const hash = (AttributeName: string) => ({ AttributeName, KeyType: "HASH" });
    await json("dynamodb", "DynamoDB_20120810.CreateTable", {
      TableName: eventTable("staging"),
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [hash(eventTableKey)],
      AttributeDefinitions: [
        ...[eventTableKey, byProviderId.key, byRecipient.key].map(text),
        { AttributeName: byRecipient.sort, AttributeType: "N" },
      ],
      GlobalSecondaryIndexes: [
        { IndexName: byProviderId.name, KeySchema: [hash(byProviderId.key)] },
        { IndexName: byRecipient.name, KeySchema: [hash(byRecipient.key), { AttributeName: byRecipient.sort, KeyType: "RANGE" }] },
      ].map((index) => ({ ...index, Projection: { ProjectionType: "KEYS_ONLY" } })),
    });
    const { KeyMetadata } = await json<{ KeyMetadata: { KeyId: string } }>("kms", "TrentService.CreateKey", {
      KeySpec: "HMAC_256",
      KeyUsage: "GENERATE_VERIFY_MAC",
    });
    await json("kms", "TrentService.CreateAlias", { AliasName: addressKeyAlias("staging"), TargetKeyId: KeyMetadata.KeyId });
  }

  const bucket = eventArchive(environment);
  const makeArchive = () =>
    call("s3", {
      ...{ method: "PUT", path: `/${bucket}` },
      body: `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`,
    });

  async function makeFunction(name: FunctionName, variables: Record<string, string>): Promise<string> {
    const iam = (parameters: Record<string, string>) => form("iam", "2010-05-08", parameters);
    const RoleName = functionName("staging", name);
    const trust = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    };
    await iam({ Action: "CreateRole", RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) });
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: functionPolicy[name](environment) });
    await iam({ Action: "PutRolePolicy", RoleName, PolicyName: "own", PolicyDocument });
    const { FunctionArn } = await rest("lambda", "POST", "/2015-03-31/functions", {
      FunctionName: functionName("staging", name),
      Role: functionRoleArn(environment, name),
      ...{ Handler: "handler.handler", Runtime: "nodejs22.x", Timeout: 30, Architectures: ["arm64"] },
      Code: { ZipFile: Buffer.from(codeOf(name)).toString("base64") },
      Environment: { Variables: { TWINPOST_ENVIRONMENT: "staging", TWINPOST_EVENT_QUEUE: queueUrl, ...variables } },
    });
    return FunctionArn ?? "";
  }

  async function makeApi(): Promise<{ id: string; endpoint: string }> {
    const { apiId = "", apiEndpoint = "" } = await rest("apigateway", "POST", "/v2/apis", { name: "webhook", protocolType: "HTTP" });
    const uri = `arn:aws:lambda:${region}:${account}:function:${functionName("staging", "webhook")}`;
    const proxy = { integrationType: "AWS_PROXY", integrationUri: uri, payloadFormatVersion: "2.0" };
    const { integrationId } = await rest("apigateway", "POST", `/v2/apis/${apiId}/integrations`, proxy);
    await rest("apigateway", "POST", `/v2/apis/${apiId}/routes`, { routeKey: "POST /events", target: `integrations/${integrationId}` });
    const defaultRouteSettings = { throttlingRateLimit: 100, throttlingBurstLimit: 200 };
    await rest("apigateway", "POST", `/v2/apis/${apiId}/stages`, { stageName: "$default", autoDeploy: true, defaultRouteSettings });
    return { id: apiId, endpoint: `${apiEndpoint}/events` };
  }

  async function sendgrid<T>(method: string, path: string, body?: object): Promise<T> {
    const headers = { Authorization: `Bearer ${sandbox.sendgrid.adminKey}`, "Content-Type": "application/json" };
    const response = await fetch(`${sandbox.sendgrid.url}/v3${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    return (await response.json()) as T;
  }

  async function makeWebhook(url: string): Promise<string> {
    const settings = "/user/webhooks/event/settings";
    const kinds = { processed: true, delivered: true, deferred: true, bounce: true, dropped: true, spam_report: true, unsubscribe: true };
    const { id } = await sendgrid<{ id: string }>("POST", settings, { url, enabled: true, ...kinds });
    return (await sendgrid<{ public_key: string }>("PATCH", `${settings}/signed/${id}`, { enabled: true })).public_key;
  }

  /** The domain is authenticated at both, and its records are in DNS. */
  async function makeSenders(): Promise<void> {
    const zone = sandbox.zones.open("example.com", cloudflareNameServers);
    const alias = (name: string, target: string) => zone.set(name, { name, ttl: 300, type: "CNAME", target });
    const made = await sendgrid<{ id: number; dns: Record<string, { host: string; data: string }> }>("POST", "/whitelabel/domains", {
      ...{ domain, subdomain: "em", automatic_security: true },
    });
    for (const { host, data } of Object.values(made.dns)) alias(host, data);
    await sendgrid("POST", `/whitelabel/domains/${made.id}/validate`);
    const set = sesConfigurationSet("staging");
    await rest("ses", "POST", "/v2/email/configuration-sets", { ConfigurationSetName: set });
    const publish = (EventDestinationName: string, destination: object) =>
      rest("ses", "POST", `/v2/email/configuration-sets/${set}/event-destinations`, {
        EventDestinationName,
        EventDestination: {
          Enabled: true,
          MatchingEventTypes: ["SEND", "DELIVERY", "BOUNCE", "COMPLAINT", "REJECT", "DELIVERY_DELAY"],
          ...destination,
        },
      });
    await publish("topic", { SnsDestination: { TopicArn: topicArn } });
    const dimension = {
      DimensionName: sesMetrics.configurationSetDimension,
      DimensionValueSource: "MESSAGE_TAG",
      DefaultDimensionValue: set,
    };
    await publish("metrics", { CloudWatchDestination: { DimensionConfigurations: [dimension] } });
    await rest("ses", "POST", "/v2/email/identities", { EmailIdentity: domain, ConfigurationSetName: set });
    for (const { token } of sandbox.ses.at(account, region).state.identity(domain).keys)
      alias(`${token}._domainkey.${domain}`, `${token}.dkim.amazonses.com`);
  }

  async function makeLogins() {
    const iam = (parameters: Record<string, string>) => form("iam", "2010-05-08", { UserName: "smtp", ...parameters });
    await iam({ Action: "CreateUser" });
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "ses:SendRawEmail", Resource: "*" }],
    });
    await iam({ Action: "PutUserPolicy", PolicyName: "own", PolicyDocument });
    const made = await iam({ Action: "CreateAccessKey" });
    const [id = "", secret = ""] = ["AccessKeyId", "SecretAccessKey"].map((name) => new RegExp(`<${name}>([^<]+)<`).exec(made)?.[1] ?? "");
    return {
      ses: { user: id, pass: expectedSmtpPassword(secret.replaceAll("&amp;", "&"), region) },
      sendgrid: { user: "apikey", pass: sandbox.sendgrid.issueKey(["mail.send"]) },
    };
  }

  await makeTopic();
  await makeStore();
  await makeArchive();
  const { id: apiId, endpoint } = await makeApi();
  const publicKey = await makeWebhook(endpoint);
  await makeFunction("webhook", { TWINPOST_WEBHOOK_KEYS: publicKey });
  await rest("lambda", "POST", `/2015-03-31/functions/${functionName("staging", "webhook")}/policy`, {
    ...{ StatementId: "api", Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" },
    SourceArn: `arn:aws:execute-api:${region}:${account}:${apiId}/*/*/events`,
  });
  await makeFunction("take-events", {
    TWINPOST_ACCOUNT: account,
    TWINPOST_ARCHIVE: bucket,
    TWINPOST_EVENT_TABLE: eventTable("staging"),
    TWINPOST_EVENT_TOPIC: topicArn,
    TWINPOST_ADDRESS_KEY: addressKeyAlias("staging"),
    TWINPOST_STREAMS: "invitations",
    TWINPOST_OUTCOME_QUEUE: outcomesUrl,
  });
  await rest("lambda", "POST", "/2015-03-31/event-source-mappings", {
    FunctionName: functionName("staging", "take-events"),
    ...{ EventSourceArn: queueArn(queues.events), BatchSize: 10, FunctionResponseTypes: ["ReportBatchItemFailures"] },
  });
  await makeSenders();
  const logins = await makeLogins();
  const submissions = { ses: sandbox.sesSubmissions.get(region), sendgrid: sandbox.sendgridSubmission };
  const transports = {} as Record<Provider, ReturnType<typeof createTransport>>;
  for (const provider of ["ses", "sendgrid"] as const) {
    const { port = 0 } = submissions[provider] ?? {};
    const tls = { rejectUnauthorized: false };
    transports[provider] = createTransport({
      host: "127.0.0.1",
      port,
      requireTLS: true,
      tls,
      pool: true,
      maxConnections: 10,
      auth: logins[provider],
    });
  }

  return {
    sandbox,
    endpoint,
    /** As an administrator. */
    calls: { json, rest, sendgrid, makeFunction },
    queueUrl,
    topicArn,
    sqs: <T>(action: string, input: object) => json<T>("sqs", `AmazonSQS.${action}`, input),
    deadUrl: queueUrl.replace(queues.events, queues.dead),
    outcomesUrl,
    login: sandbox.aws.account(account),
    metrics: () => sandbox.aws.cloudwatch.metrics(account, region),

    /** An application's message, tagged for both providers. @returns the reply. */
    async send(provider: Provider, to: string, own: string): Promise<string> {
      const tags = { twinpost_message: own, twinpost_stream: "invitations" };
      const headers =
        provider === "ses"
          ? {
              "X-SES-MESSAGE-TAGS": Object.entries(tags)
                .map((pair) => pair.join("="))
                .join(", "),
            }
          : { "X-SMTPAPI": { prepared: true, value: JSON.stringify({ unique_args: tags }) } };
      const { response } = await transports[provider].sendMail({
        from: `Billing <billing@${domain}>`,
        to,
        subject: "Hello",
        text: "Hello",
        headers,
      });
      return response;
    },

    /** Resolves when both providers have told everything, and SNS has delivered it. */
    async told(): Promise<void> {
      for (const submission of Object.values(submissions)) await submission?.idle();
      await sandbox.ses.at(account, region).events.idle();
      await sandbox.aws.sns.idle();
      await sandbox.sendgrid.eventsPosted();
    },

    /** All states in the table, as DynamoDB has them. */
    async stored(): Promise<Record<string, Record<string, string>>[]> {
      const items: Record<string, Record<string, string>>[] = [];
      let start: object | undefined;
      do {
        const page: { Items: typeof items; LastEvaluatedKey?: object } = await json("dynamodb", "DynamoDB_20120810.Scan", {
          TableName: eventTable("staging"),
          ...(start ? { ExclusiveStartKey: start } : {}),
        });
        items.push(...page.Items);
        start = page.LastEvaluatedKey;
      } while (start);
      return items;
    },

    /** Keys and contents of the archive. */
    async archived(): Promise<Map<string, string>> {
      const list = await call("s3", { method: "GET", path: `/${bucket}?list-type=2` });
      const keys = [...list.matchAll(/<Key>([^<]+)</g)].map(([, key = ""]) => key);
      return new Map(
        await Promise.all(keys.map(async (key) => [key, await call("s3", { method: "GET", path: `/${bucket}/${key}` })] as const)),
      );
    },

    async stop(): Promise<void> {
      for (const transport of Object.values(transports)) transport.close();
      await sandbox.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const allowing = (Service: string, Action: string, Resource: string, Condition?: object): object => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service }, Action, Resource, ...(Condition ? { Condition } : {}) }],
});
