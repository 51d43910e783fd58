/**
 * What each role of an environment may do: the table of docs/roles.md as IAM. The denials repeat what is not allowed, so that a managed policy
 * which somebody attaches later (ReadOnlyAccess reads secrets) changes nothing.
 */
import type { RoleKind } from "../../environments/names";
import type { Environment } from "../../environments/schema";
import {
  adminSecrets,
  anyKey,
  anySecret,
  applicationSecrets,
  bucketOfState,
  planSecrets,
  providerSecrets,
  smtpUser,
  stateLock,
  stateObject,
} from "./arns";
import type { Statement } from "./document";
import { managedResources, statementsOf } from "./managed-resources";

export const rolePolicy: Record<RoleKind, (environment: Environment) => Statement[]> = {
  plan: (environment) => [
    ...readState(environment),
    ...managed(environment, "read"),
    ...readSecrets(environment, [planSecrets(environment)]),
    ...neverReads(["admin/*", "provider/*", "application-??????"]),
    neverMakesKeys,
  ],
  apply: (environment) => [
    ...readState(environment),
    writeState(environment),
    ...managed(environment, "read"),
    ...managed(environment, "write"),
    ...readSecrets(environment, [adminSecrets(environment)]),
    ...neverReads(["provider/*", "application-??????"]),
    neverMakesKeys,
  ],
  rotate: (environment) => [
    ...readSecrets(environment, [adminSecrets(environment)]),
    ...changeSecrets(environment, [...providerSecrets(environment), applicationSecrets(environment)]),
    changeAccessKeys(environment),
  ],
  "break-glass": (environment) => [
    ...readState(environment),
    writeState(environment),
    ...managed(environment, "read"),
    ...managed(environment, "write"),
    ...managed(environment, "remove"),
    ...changeSecrets(environment, [anySecret(environment)]),
    changeAccessKeys(environment),
  ],
};

function managed(environment: Environment, phase: "read" | "write" | "remove"): Statement[] {
  const uses = Object.values(managedResources(environment)).flatMap((type) => type[phase]);
  return statementsOf(`${phase[0]?.toUpperCase()}${phase.slice(1)}`, uses);
}

/** A plan takes the lock: it makes, reads and deletes that object. Listing tells a state that is not there from one that is forbidden. */
function readState(environment: Environment): Statement[] {
  return [
    { Sid: "ListStates", Effect: "Allow", Action: "s3:ListBucket", Resource: bucketOfState(environment) },
    { Sid: "ReadState", Effect: "Allow", Action: "s3:GetObject", Resource: stateObject(environment) },
    { Sid: "LockState", Effect: "Allow", Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], Resource: stateLock(environment) },
  ];
}

const writeState = (environment: Environment): Statement => ({
  Sid: "WriteState",
  Effect: "Allow",
  Action: "s3:PutObject",
  Resource: stateObject(environment),
});

function readSecrets(environment: Environment, secrets: string[]): Statement[] {
  return [
    { Sid: "ReadTokens", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secrets },
    decrypt("DecryptTokens", environment, "kms:Decrypt", secrets),
  ];
}

/** Writes and reads values, and moves their staging labels. */
function changeSecrets(environment: Environment, secrets: string[]): Statement[] {
  const actions = ["DescribeSecret", "GetSecretValue", "ListSecretVersionIds", "PutSecretValue", "UpdateSecretVersionStage"];
  return [
    { Sid: "ChangeCredentials", Effect: "Allow", Action: actions.map((action) => `secretsmanager:${action}`), Resource: secrets },
    decrypt("EncryptCredentials", environment, ["kms:Decrypt", "kms:GenerateDataKey"], secrets),
  ];
}

/** Through Secrets Manager only, and for these secrets only: it names the secret in the encryption context. */
function decrypt(Sid: string, environment: Environment, Action: string | string[], secrets: string[]): Statement {
  return {
    Sid,
    Effect: "Allow",
    Action,
    Resource: anyKey(environment),
    Condition: {
      StringEquals: { "kms:ViaService": `secretsmanager.${environment.aws.region}.amazonaws.com` },
      StringLike: { "kms:EncryptionContext:SecretARN": secrets },
    },
  };
}

const changeAccessKeys = (environment: Environment): Statement => ({
  Sid: "ChangeAccessKeys",
  Effect: "Allow",
  Action: ["CreateAccessKey", "DeleteAccessKey", "GetAccessKeyLastUsed", "ListAccessKeys", "UpdateAccessKey"].map(
    (action) => `iam:${action}`,
  ),
  Resource: smtpUser(environment),
});

/** Of no environment, in no account and region. */
function neverReads(secrets: string[]): Statement[] {
  const Resource = secrets.map((name) => `arn:aws:secretsmanager:*:*:secret:twinpost/*/${name}`);
  return [{ Sid: "NeverReads", Effect: "Deny", Action: "secretsmanager:GetSecretValue", Resource }];
}

const neverMakesKeys: Statement = { Sid: "NeverMakesKeys", Effect: "Deny", Action: "iam:CreateAccessKey", Resource: "*" };
