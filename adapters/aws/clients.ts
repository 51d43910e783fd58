/**
 * AWS SDK clients of one region. Each SDK takes about a tenth of a second to load, so it is loaded when its client is first taken:
 * `const { iam } = createAwsClients(...)` loads IAM alone, and takes the same client each time. `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_<SERVICE>` name other endpoints, as
 * for every AWS SDK.
 */
import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import type { ECS } from "@aws-sdk/client-ecs";
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { IAM } from "@aws-sdk/client-iam";
import type { S3 } from "@aws-sdk/client-s3";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { SESv2 } from "@aws-sdk/client-sesv2";
import type { STS } from "@aws-sdk/client-sts";
import { boundAnswers } from "./bounded-answers";
import type { createKms, Kms } from "./kms";
import type { AwsServiceSettings } from "./signed-call";

export interface AwsSettings {
  region: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Of the AWS configuration files, such as one of `aws sso login`; keys in the settings come before it. */
  profile?: string;
  /** Of one try; 10 s unless told. */
  timeoutMs?: number;
  /** Of one call; 1 for what must not be done twice, such as making a key whose answer may be lost. */
  maxAttempts?: number;
}

export interface AwsClients {
  readonly cloudwatch: CloudWatch;
  readonly dynamodb: DynamoDB;
  readonly ecs: ECS;
  readonly events: EventBridge;
  readonly iam: IAM;
  /** For calls of a service that has no client here, by its name in `AWS_ENDPOINT_URL_<SERVICE>`. */
  readonly json: (service: string) => AwsServiceSettings;
  readonly kms: Kms;
  readonly ses: SESv2;
  readonly secrets: SecretsManager;
  readonly s3: S3;
  readonly sts: STS;
}

export function createAwsClients({ region, env, profile, timeoutMs = 10_000, maxAttempts = 4 }: AwsSettings): AwsClients {
  const config = (service: string) => {
    const endpoint = env[`AWS_ENDPOINT_URL_${service}`] || env.AWS_ENDPOINT_URL;
    return {
      region,
      maxAttempts,
      requestHandler: { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, throwOnRequestTimeout: true },
      ...(endpoint ? { endpoint } : {}),
      ...(profile ? { profile } : {}),
      ...keysFrom(env),
    };
  };
  const clients: AwsClients = lazily<AwsClients>({
    cloudwatch: () => {
      const { CloudWatch } = require("@aws-sdk/client-cloudwatch") as typeof import("@aws-sdk/client-cloudwatch");
      return boundAnswers(new CloudWatch(config("CLOUDWATCH")));
    },
    dynamodb: () => {
      const { DynamoDB } = require("@aws-sdk/client-dynamodb") as typeof import("@aws-sdk/client-dynamodb");
      return boundAnswers(new DynamoDB(config("DYNAMODB")));
    },
    ecs: () => {
      const { ECS } = require("@aws-sdk/client-ecs") as typeof import("@aws-sdk/client-ecs");
      return boundAnswers(new ECS(config("ECS")));
    },
    events: () => {
      const { EventBridge } = require("@aws-sdk/client-eventbridge") as typeof import("@aws-sdk/client-eventbridge");
      return boundAnswers(new EventBridge(config("EVENTBRIDGE")));
    },
    iam: () => {
      const { IAM } = require("@aws-sdk/client-iam") as typeof import("@aws-sdk/client-iam");
      return boundAnswers(new IAM(config("IAM")));
    },
    json: () => (service) => ({
      region,
      endpoint: env[`AWS_ENDPOINT_URL_${service}`] || env.AWS_ENDPOINT_URL,
      login: () => clients.sts.config.credentials(),
      timeoutMs,
    }),
    kms: () => {
      const kms: { createKms: typeof createKms } = require("./kms");
      return kms.createKms(clients.json("KMS"));
    },
    ses: () => {
      const { SESv2 } = require("@aws-sdk/client-sesv2") as typeof import("@aws-sdk/client-sesv2");
      return boundAnswers(new SESv2(config("SESV2")));
    },
    secrets: () => {
      const { SecretsManager } = require("@aws-sdk/client-secrets-manager") as typeof import("@aws-sdk/client-secrets-manager");
      return boundAnswers(new SecretsManager(config("SECRETS_MANAGER")));
    },
    s3: () => {
      const { S3 } = require("@aws-sdk/client-s3") as typeof import("@aws-sdk/client-s3");
      return boundAnswers(new S3({ ...config("S3"), forcePathStyle: env.AWS_S3_USE_PATH_STYLE === "true" }));
    },
    sts: () => {
      const { STS } = require("@aws-sdk/client-sts") as typeof import("@aws-sdk/client-sts");
      return boundAnswers(new STS(config("STS")));
    },
  });
  return clients;
}

/** Each property is made when it is first taken, and stays. */
function lazily<T extends object>(makers: { [K in keyof T]: () => T[K] }): T {
  const made = {} as T;
  for (const name of Object.keys(makers) as (keyof T)[]) {
    const get = () => {
      const value = makers[name]();
      Object.defineProperty(made, name, { value });
      return value;
    };
    Object.defineProperty(made, name, { get, configurable: true });
  }
  return made;
}

/** Keys in the settings win; without them the SDK looks where it always does: profile, SSO, container, instance. */
function keysFrom({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN }: AwsSettings["env"]) {
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return {};
  const session = AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {};
  return { credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, ...session } };
}
