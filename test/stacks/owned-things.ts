/** What an environment owns in AWS, by the words of docs/roles.md's table, and how a request for it looks. */
import { keepsEvents } from "../../declaration/events";
import type { BucketKind } from "../../declaration/names/evidence";
import { stackName } from "../../declaration/names/stacks";
import { stateBucket, stateKey } from "../../declaration/names/terraform-state";
import type { Environment } from "../../declaration/schema/environment";
import type { IamRequest } from "../../sandbox/aws/iam-policy";

export type Asked = Pick<IamRequest, "resources" | "context">;

/** Only an action of KMS, and one on an alias, is asked in another way than all others: the answers of the three are kept. */
export function things(environment: Environment, action: string, below?: Environment): Record<string, Asked> {
  const own = thingsOf(environment, action);
  return below ? { ...own, ...thingsBelow(environment, below) } : own;
}

function thingsOf(environment: Environment, action: string): Record<string, Asked> {
  const known = answers.get(environment) ?? new Map<string, Record<string, Asked>>();
  answers.set(environment, known);
  const kind = /^kms:(\w+Alias$)?/.exec(action)?.[0] ?? "";
  const answer = known.get(kind) ?? thingsFor(environment, action);
  known.set(kind, answer);
  return answer;
}

const answers = new WeakMap<Environment, Map<string, Record<string, Asked>>>();

function thingsFor(environment: Environment, action: string): Record<string, Asked> {
  const { name, aws, sendingDomain, secrets } = environment;
  const arn = (service: string, resource: string): string => `arn:aws:${service}:${aws.region}:${aws.account}:${resource}`;
  const sendsForReal = environment.sendingProviders.primary !== "capture";
  const tls = { "aws:SecureTransport": "true" };
  const plain = (...resources: string[]): Asked => ({ resources, context: tls });
  const key = arn("kms", "key/0c9f3c6e-5d0e-4a37-8f6e-6a4a5f1d2b3c");
  // An alias is made and moved by a request that is about the alias and the key.
  const keys = /^kms:\w+Alias$/.test(action) ? [key, arn("kms", "alias/somebody")] : [key];
  const tagged = { "aws:RequestTag/environment": name };
  const throughSecretsManager = (secret: string, version: string): Asked => ({
    resources: keys,
    context: {
      ...tls,
      "kms:ViaService": `secretsmanager.${aws.region}.amazonaws.com`,
      "kms:EncryptionContext:SecretARN": secret,
      "kms:EncryptionContext:SecretVersionId": version,
    },
  });
  const secret = (path: string): Asked => {
    const secretArn = arn("secretsmanager", `secret:twinpost/${name}/${path}-a1B2c3`);
    if (action.startsWith("kms:")) return throughSecretsManager(secretArn, "5e0c2f7e-0000-4000-8000-000000000000");
    return { resources: [secretArn], context: { ...tls, "secretsmanager:AddReplicaRegions": [secrets?.replicaRegion ?? "eu-central-1"] } };
  };
  const copy = (path: string): Asked =>
    plain(`arn:aws:secretsmanager:${secrets?.replicaRegion}:${aws.account}:secret:twinpost/${name}/${path}-a1B2c3`);
  const copies = secrets && {
    "copied credentials": copy(`provider/${environment.sendingProviders.primary}`),
    "copied settings": copy("application"),
  };
  const user = plain(`arn:aws:iam::${aws.account}:user/twinpost-${name}-smtp`);
  const bucket = `arn:aws:s3:::${stateBucket(environment)}`;
  return {
    "state bucket": plain(bucket),
    state: plain(`${bucket}/${stateKey(stackName(name))}`),
    lock: plain(`${bucket}/${stateKey(stackName(name))}.tflock`),
    ...Object.fromEntries(
      Object.entries(recorded).flatMap(([kind, [one, several]]): [string, Asked][] => {
        const { resources } = plain(`${bucket}/evidence/${kind}/${name}/20261128T090000000Z-0123456789ab-4711.1.json`);
        return [
          [`records of ${several}`, { resources, context: tls }],
          [`new record of ${one}`, { resources, context: { ...tls, "s3:if-none-match": "*" } }],
        ];
      }),
    ),
    "plan token": secret("plan/cloudflare"),
    ...(Object.values(environment.sendingProviders).includes("sendgrid") ? { "admin token": secret("admin/sendgrid") } : {}),
    "DNS admin token": secret("admin/cloudflare"),
    "provider credentials": secret(`provider/${environment.sendingProviders.primary}`),
    "application settings": secret("application"),
    ...copies,
    "trial of the key": throughSecretsManager(
      arn("secretsmanager", `secret:twinpost/${name}/application-a1B2c3`),
      "RequestToValidateKeyAccess",
    ),
    "own key": { resources: keys, context: { ...tls, ...tagged, "aws:ResourceTag/environment": name } },
    "untagged key": { resources: keys, context: { ...tls, ...tagged } },
    "foreign key": { resources: keys, context: { ...tls, ...tagged, "aws:ResourceTag/environment": "another" } },
    "own alias": plain(arn("kms", `alias/twinpost-${name}`), key),
    "new key with own tag": { resources: ["*"], context: { ...tls, ...tagged } },
    everything: plain("*"),
    "SMTP user": {
      ...user,
      context: { ...tls, "iam:PermissionsBoundary": `arn:aws:iam::${aws.account}:policy/twinpost-${name}-smtp-boundary` },
    },
    "unbounded SMTP user": user,
    "otherwise bounded SMTP user": {
      ...user,
      context: { ...tls, "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" },
    },
    "role for applies": plain(`arn:aws:iam::${aws.account}:role/twinpost-${name}-apply`),
    ...(Object.values(environment.sendingProviders).includes("ses")
      ? { "SMTP user's boundary": plain(`arn:aws:iam::${aws.account}:policy/twinpost-${name}-smtp-boundary`) }
      : {}),
    journal: plain(arn("dynamodb", `table/twinpost-${name}-journal`)),
    ...(environment.consumers
      ? {
          consumers: plain(arn("ecs", `service/${name}/backend`)),
          "consumers' cluster": { resources: ["*"], context: { ...tls, "ecs:cluster": arn("ecs", `cluster/${name}`) } },
          "consumers' tasks": plain(arn("ecs", `task/${name}/0c9f3c6e5d0e4a37`)),
        }
      : {}),
    "alert topic": plain(arn("sns", `twinpost-${name}-alerts`)),
    "page topic": plain(arn("sns", `twinpost-${name}-pages`)),
    "event topic": plain(arn("sns", `twinpost-${name}-sending-events`)),
    alarms: plain(
      ...["bounce-rate", "complaint-rate", "failure-rate", "sends-near-limit"].map((kind) =>
        arn("cloudwatch", `alarm:twinpost-${name}-${kind}`),
      ),
      arn("cloudwatch", `alarm:twinpost-${name}/ses-mail-page`),
    ),
    "rule about reads": plain(arn("events", `rule/twinpost-${name}-secret-read`)),
    "watch rule": plain(arn("events", `rule/twinpost-${name}-watch`)),
    ...(sendsForReal
      ? {
          "rules about age": plain(
            ...["sendgrid", "ses"].map((provider) => arn("events", `rule/twinpost-${name}-${provider}-credentials-age`)),
          ),
        }
      : {}),
    ...(keepsEvents(environment) ? eventThings(environment, keys) : {}),
    dashboard: plain(`arn:aws:cloudwatch::${aws.account}:dashboard/twinpost-${name}`),
    "SES identity": plain(arn("ses", `identity/${sendingDomain}`)),
    "SES configuration set": plain(arn("ses", `configuration-set/twinpost-${name}`)),
  };
}

/** What keeps what became of messages. @param keys as requests about keys name them. */
function eventThings({ name, aws }: Environment, keys: string[]): Record<string, Asked> {
  const arn = (service: string, resource: string): string => `arn:aws:${service}:${aws.region}:${aws.account}:${resource}`;
  const asked = (resources: string[], context: Record<string, string> = {}): Asked => ({
    resources,
    context: { "aws:SecureTransport": "true", ...context },
  });
  const functions = ["take-events", "webhook"].map((each) => arn("lambda", `function:twinpost-${name}-${each}`));
  const [first = ""] = functions;
  const roles = ["take-events", "webhook"].map((each) => `arn:aws:iam::${aws.account}:role/twinpost-${name}-${each}`);
  const logs = ["take-events", "webhook"].map((each) => arn("logs", `log-group:/aws/lambda/twinpost-${name}-${each}`));
  const mapping = arn("lambda", "event-source-mapping:0c9f3c6e-5d0e-4a37-8f6e-6a4a5f1d2b3c");
  const alias = `alias/twinpost-${name}-addresses`;
  return {
    "event table": asked([arn("dynamodb", `table/twinpost-${name}-events`)]),
    "event table's indexes": asked(
      ["by-recipient", "by-provider-id"].map((index) => arn("dynamodb", `table/twinpost-${name}-events/index/${index}`)),
    ),
    "key of addresses": asked(keys, { "kms:RequestAlias": alias }),
    "alias of addresses": asked([arn("kms", alias), ...keys.slice(0, 1)]),
    "event queue": asked([arn("sqs", `twinpost-${name}-events`)]),
    "dead letters": asked([arn("sqs", `twinpost-${name}-events-dead`)]),
    "event archive": asked([`arn:aws:s3:::twinpost-events-${name}-${aws.account}-${aws.region}`]),
    "raw events": asked([`arn:aws:s3:::twinpost-events-${name}-${aws.account}-${aws.region}/2026-11-29/ses-101530123Z-0a1b`]),
    "event topic for the queue": asked([arn("sns", `twinpost-${name}-sending-events`)], {
      "sns:Protocol": "sqs",
      "sns:Endpoint": arn("sqs", `twinpost-${name}-events`),
    }),
    functions: asked(functions),
    "watch function": asked([arn("lambda", `function:twinpost-${name}-watch`)]),
    "watch function for EventBridge": asked([arn("lambda", `function:twinpost-${name}-watch`)], {
      "lambda:Principal": "events.amazonaws.com",
    }),
    "own key for a topic of alerts": asked(keys, { "kms:EncryptionContext:aws:sns:topicArn": arn("sns", `twinpost-${name}-pages`) }),
    "functions for API Gateway": asked(functions, { "lambda:Principal": "apigateway.amazonaws.com" }),
    "functions for everybody": asked(functions, { "lambda:Principal": "*" }),
    "roles of functions": asked(roles),
    "roles of functions given to Lambda": asked(roles, { "iam:PassedToService": "lambda.amazonaws.com" }),
    "roles of functions given to a machine": asked(roles, { "iam:PassedToService": "ec2.amazonaws.com" }),
    "own role given to Lambda": asked([`arn:aws:iam::${aws.account}:role/twinpost-${name}-break-glass`], {
      "iam:PassedToService": "lambda.amazonaws.com",
    }),
    feeds: asked([mapping], { "lambda:FunctionArn": first }),
    "feeds of another function": asked([mapping], { "lambda:FunctionArn": arn("lambda", "function:payments") }),
    "tags of feeds": asked([mapping]),
    "new feed": asked(["*"], { "lambda:FunctionArn": first }),
    "new feed of another function": asked(["*"], { "lambda:FunctionArn": arn("lambda", "function:payments") }),
    "logs of functions": asked(logs.flatMap((group) => [group, `${group}:log-stream:`])),
    "HTTP APIs": asked(
      ["/apis", "/apis/a1b2c3d4e5", "/apis/a1b2c3d4e5/routes/f6g7h8"].map((path) => `arn:aws:apigateway:${aws.region}::${path}`),
    ),
  };
}

/** What a promotion rests on; its bucket only where it is not the environment's own. */
function thingsBelow(environment: Environment, below: Environment): Record<string, Asked> {
  const bucket = `arn:aws:s3:::${stateBucket(below)}`;
  const context = { "aws:SecureTransport": "true" };
  return {
    "records of the environment below": { resources: [`${bucket}/evidence/applied/${below.name}/20261128T090000000Z-0.json`], context },
    ...(stateBucket(below) === stateBucket(environment) ? {} : { "bucket of the environment below": { resources: [bucket], context } }),
  };
}

/** Kinds of evidence, as docs/roles.md calls one and several. */
const recorded: Record<BucketKind, [one: string, several: string]> = {
  planned: ["a plan", "plans"],
  verification: ["a verification", "verifications"],
  drift: ["a drift check", "drift checks"],
  applied: ["an apply", "applies"],
  promotion: ["a promotion", "promotions"],
  hold: ["a hold", "holds"],
};

const aboutNoResource = [
  "logs:DescribeLogGroups",
  "ses:DeleteSuppressedDestination",
  "ses:GetSuppressedDestination",
  "cloudwatch:PutCompositeAlarm",
  "cloudwatch:GetMetricStatistics",
  "kms:ListAliases",
  "sns:GetSubscriptionAttributes",
  "sns:SetSubscriptionAttributes",
  "sns:Unsubscribe",
];

const onlyAsked: Record<string, string> = {
  "lambda:Principal": "lambda:AddPermission",
  "iam:PassedToService": "iam:PassRole",
  "sns:Protocol": "sns:Subscribe",
  "kms:RequestAlias": "kms:GenerateMac",
};

/** A few actions are about no resource; and Secrets Manager uses keys for its values only. No other such request can be made. */
export function isPossible(action: string, { resources, context }: Asked): boolean {
  // Conditions that a service sets for these actions only.
  for (const [key, only] of Object.entries(onlyAsked)) if (key in context && action !== only) return false;
  if ("kms:EncryptionContext:aws:sns:topicArn" in context) return ["kms:Decrypt", "kms:GenerateDataKey"].includes(action);
  if ("lambda:FunctionArn" in context)
    return resources.includes("*")
      ? action === "lambda:CreateEventSourceMapping"
      : /^lambda:(Get|Update|Delete)EventSourceMapping$/.test(action);
  if (/^lambda:\w+EventSourceMapping$/.test(action)) return false;
  if ("ecs:cluster" in context) return action === "ecs:ListTasks";
  if (action === "ecs:ListTasks") return false;
  // Of alarms by their names, or of all.
  if (action === "cloudwatch:DescribeAlarms")
    return resources.every((each) => each === "*" || each.includes(":alarm:")) && context["aws:RequestTag/environment"] === undefined;
  if ("s3:if-none-match" in context && action !== "s3:PutObject") return false;
  if (resources.includes("*"))
    return "aws:RequestTag/environment" in context ? action === "kms:CreateKey" : aboutNoResource.includes(action);
  if (["kms:CreateKey", ...aboutNoResource].includes(action)) return false;
  return !("kms:ViaService" in context) || ["kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey"].includes(action);
}
