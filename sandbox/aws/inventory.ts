/**
 * Everything that exists in an account and region, asked of moto by each service's own listing, and of our own stand-ins: what a test that
 * looks for leftovers needs, since one that asks for known names finds only what it expects. Read-only, and past the gateway, so that it
 * shows up in no log.
 */
import type { Thing } from "../inventory";
import type { CloudWatch } from "./cloudwatch/start";
import { accountHeader } from "./moto";
import type { SecretsManager } from "./secrets/answer";
import type { Sns } from "./sns/start";

export interface InventoryPlace {
  motoUrl: string;
  secrets: SecretsManager;
  sns: Pick<Sns, "subscriptions">;
  cloudwatch: Pick<CloudWatch, "alarms">;
  account: string;
  region: string;
}

export async function awsInventory(place: InventoryPlace): Promise<Thing[]> {
  const { query, json, s3 } = asking(place);
  const { account } = place;
  const named = (kind: string, names: readonly string[]): Thing[] =>
    names.map((name) => ({ what: `${account} ${kind} ${name}`, scheduled: false }));
  const users = elements(await query("iam", "ListUsers", "2010-05-08"), "UserName");
  const accessKeys = await Promise.all(
    users.map(async (UserName) => {
      const ids = elements(await query("iam", "ListAccessKeys", "2010-05-08", { UserName }), "AccessKeyId");
      return ids.map((id) => `${id} of ${UserName}`);
    }),
  );
  const cloudwatch = "2010-08-01";
  const sns = "2010-03-31";
  const [roles, topics, dashboards, buckets] = await Promise.all([
    query("iam", "ListRoles", "2010-05-08"),
    query("sns", "ListTopics", sns),
    query("monitoring", "ListDashboards", cloudwatch),
    s3("/"),
  ]);
  const bucketNames = elements(buckets, "Name");
  const objects = await Promise.all(
    bucketNames.map(async (bucket) => elements(await s3(`/${bucket}?list-type=2`), "Key").map((key) => `${bucket}/${key}`)),
  );
  const secrets = place.secrets.list(place).map(({ name, scheduled }) => ({ what: `${account} secret ${name}`, scheduled }));
  const [{ Rules }, { TableNames }, { logGroups }, { QueueUrls = [] }] = (await Promise.all([
    json("events", "AWSEvents.ListRules", {}),
    json("dynamodb", "DynamoDB_20120810.ListTables", {}),
    json("logs", "Logs_20140328.DescribeLogGroups", {}),
    json("sqs", "AmazonSQS.ListQueues", {}),
  ])) as [{ Rules: { Name: string }[] }, { TableNames: string[] }, { logGroups: { logGroupName: string }[] }, { QueueUrls?: string[] }];
  return [
    ...named("user", users),
    ...named("access key", accessKeys.flat()),
    ...named("role", elements(roles, "RoleName")),
    ...named("topic", elements(topics, "TopicArn")),
    ...named(
      "subscription",
      place.sns.subscriptions(account, place.region).map(({ arn }) => arn),
    ),
    ...named(
      "alarm",
      place.cloudwatch
        .alarms(account, place.region)
        .all()
        .map(({ name }) => name),
    ),
    ...named(
      "rule",
      Rules.map(({ Name }) => Name),
    ),
    ...named("table", TableNames),
    ...named(
      "log group",
      logGroups.map(({ logGroupName }) => logGroupName),
    ),
    ...named(
      "queue",
      QueueUrls.map((url) => url.slice(url.lastIndexOf("/") + 1)),
    ),
    ...named("dashboard", elements(dashboards, "DashboardName")),
    ...named("bucket", bucketNames),
    ...named("object", objects.flat()),
    ...secrets,
    ...(await keys(place)),
  ];
}

async function keys(place: InventoryPlace): Promise<Thing[]> {
  const { json } = asking(place);
  const { Keys } = (await json("kms", "TrentService.ListKeys", {})) as { Keys: { KeyId: string }[] };
  const { Aliases } = (await json("kms", "TrentService.ListAliases", {})) as { Aliases: { AliasName: string; TargetKeyId?: string }[] };
  const described = await Promise.all(
    Keys.map(async ({ KeyId }) => {
      const { KeyMetadata } = (await json("kms", "TrentService.DescribeKey", { KeyId })) as {
        KeyMetadata: { Description: string; KeyState: string; KeyManager: string };
      };
      return KeyMetadata;
    }),
  );
  return [
    ...described
      .filter(({ KeyManager }) => KeyManager === "CUSTOMER")
      .map(({ Description, KeyState }) => ({ what: `${place.account} key ${Description}`, scheduled: KeyState === "PendingDeletion" })),
    ...Aliases.filter(({ AliasName }) => !AliasName.startsWith("alias/aws/")).map(({ AliasName }) => ({
      what: `${place.account} key alias ${AliasName}`,
      scheduled: false,
    })),
  ];
}

function asking({ motoUrl, account, region }: InventoryPlace) {
  const headers = (service: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=SANDBOX/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
    [accountHeader]: account,
  });
  const textOf = async (answer: Response): Promise<string> => {
    const text = await answer.text();
    if (!answer.ok) throw new Error(`moto answered ${answer.status} to ${answer.url}: ${text.slice(0, 300)}`);
    return text;
  };
  return {
    query: async (service: string, Action: string, Version: string, parameters: Record<string, string> = {}) =>
      textOf(
        await fetch(motoUrl, { method: "POST", headers: headers(service), body: new URLSearchParams({ Action, Version, ...parameters }) }),
      ),
    json: async (service: string, target: string, body: object): Promise<unknown> => {
      const type = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
      return JSON.parse(
        await textOf(await fetch(motoUrl, { method: "POST", headers: { ...headers(service), ...type }, body: JSON.stringify(body) })),
      );
    },
    s3: async (path: string) => textOf(await fetch(`${motoUrl}${path}`, { headers: headers("s3") })),
  };
}

const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, text = ""]) => text);
