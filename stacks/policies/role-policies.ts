/**
 * What each role of an environment and of the organisation may do: the tables of docs/roles.md as IAM. The denials repeat what is not
 * allowed, so that a managed policy which somebody attaches later (ReadOnlyAccess reads secrets) changes nothing.
 */
import { alarmArns } from "../../declaration/names/alarms";
import type { BucketKind } from "../../declaration/names/evidence";
import type { OrganisationRoleKind, RoleKind } from "../../declaration/names/roles";
import type { Environment } from "../../declaration/schema/environment";
import { seeAccountParts } from "./account-uses";
import {
  adminSecrets,
  anyKey,
  anySecret,
  applicationSecrets,
  bucketOfState,
  consumerClusters,
  consumerServices,
  credentialAgeRules,
  dnsAdminSecret,
  evidence,
  journal,
  type Owner,
  planSecrets,
  providerAdminSecrets,
  providerSecrets,
  replicatedSecrets,
  smtpUser,
  stateLock,
  stateObject,
} from "./arns";
import type { Statement } from "./document";
import { managedResources, switchSending } from "./managed-resources";
import { statementsOf } from "./use";

/** @param below the environment from which it is promoted. */
export const rolePolicy: Record<RoleKind, (environment: Environment, below?: Owner) => Statement[]> = {
  plan: (environment) => plans(environment),
  review: (environment, below) => [
    ...plans(environment),
    ...readEvidenceBelow(environment, below),
    addEvidence(environment, "drift", "planned", "verification"),
  ],
  apply: (environment, below) => [
    ...readState(environment),
    ...readEvidenceBelow(environment, below),
    addEvidence(environment, "applied", "hold", "promotion"),
    lockState(environment),
    writeState(environment),
    ...managed(environment, "read", "write"),
    ...seeAccountParts(environment),
    ...readSecrets(environment, [adminSecrets(environment)]),
    ...neverReads(["provider/*", "application-??????"]),
    neverMakesKeys,
    neverUnbinds,
  ],
  rotate: (environment) => [
    ...readSecrets(environment, providerAdminSecrets(environment)),
    ...changeSecrets(environment, [...providerSecrets(environment), applicationSecrets(environment)]),
    changeAccessKeys(environment),
    ...setAgeRules(environment),
    ...recordAndTell(environment),
    ...askAndStop(environment),
    ...seeTasks(environment),
    neverUnbinds,
  ],
  // People, with MFA: they alone may destroy the environment, whose last step is its state. The bucket keeps the earlier versions.
  "break-glass": (environment) => [
    ...readState(environment),
    addEvidence(environment, "*"),
    changeState(environment),
    ...managed(environment, "read", "write", "remove"),
    ...changeSecrets(environment, [anySecret(environment)]),
    changeAccessKeys(environment),
    seeVolume,
  ],
};

/** Its state holds DNS records and nothing else, so its roles reach that, and the one token that they need. */
export const organisationPolicy: Record<OrganisationRoleKind, (organisation: Owner, environments: readonly Owner[]) => Statement[]> = {
  plan: (organisation, environments) => plansOfOrganisation(organisation, environments),
  review: (organisation, environments) => [
    ...plansOfOrganisation(organisation, environments),
    addEvidence(organisation, "drift", "planned", "verification"),
  ],
  apply: (organisation, environments) => [
    addEvidence(organisation, "applied"),
    ...readState(organisation),
    ...readStatesBelow(organisation, environments),
    lockState(organisation),
    writeState(organisation),
    ...readSecrets(organisation, [dnsAdminSecret(organisation)]),
    ...neverReads(["provider/*", "application-??????"]),
    neverMakesKeys,
  ],
};

const plans = (environment: Environment): Statement[] => [
  ...readState(environment),
  ...managed(environment, "read"),
  ...seeAccountParts(environment),
  ...readSecrets(environment, [planSecrets(environment)]),
  ...neverReads(["admin/*", "provider/*", "application-??????"]),
  neverMakesKeys,
];

const plansOfOrganisation = (organisation: Owner, environments: readonly Owner[]): Statement[] => [
  ...readState(organisation),
  ...readStatesBelow(organisation, environments),
  ...readSecrets(organisation, [planSecrets(organisation)]),
  ...neverReads(["admin/*", "provider/*", "application-??????"]),
  neverMakesKeys,
];

/** Promotion rests on what was recorded of the environment below. Where that is in another account, its bucket's policy allows it too. */
function readEvidenceBelow(owner: Owner, below: Owner | undefined): Statement[] {
  if (!below) return [];
  const read: Statement = { Sid: "ReadEvidenceBelow", Effect: "Allow", Action: "s3:GetObject", Resource: evidence(below, "*") };
  if (bucketOfState(below) === bucketOfState(owner)) return [read];
  return [read, { Sid: "ListEvidenceBelow", Effect: "Allow", Action: "s3:ListBucket", Resource: bucketOfState(below) }];
}

/** Never over one that is there, whatever the bucket's policy says. Of jobs, one role may add each kind; people any. */
const addEvidence = (owner: Owner, ...kinds: (BucketKind | "*")[]): Statement => ({
  Sid: "AddEvidence",
  Effect: "Allow",
  Action: "s3:PutObject",
  Resource: kinds.map((kind) => evidence(owner, kind)),
  Condition: { Null: { "s3:if-none-match": "false" } },
});

/** All phases at once: IAM stores 10,240 characters for a role, and what they share is then said once. */
function managed(environment: Environment, ...phases: ("read" | "write" | "remove")[]): Statement[] {
  const types = Object.values(managedResources(environment));
  return statementsOf(phases.flatMap((phase) => types.flatMap((type) => type[phase])));
}

/** A plan sees whether somebody has the lock, and takes none. Listing tells a state that is not there from one that is forbidden. */
function readState(owner: Owner): Statement[] {
  return [
    { Sid: "ListStates", Effect: "Allow", Action: "s3:ListBucket", Resource: bucketOfState(owner) },
    {
      Sid: "ReadStateAndEvidence",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: [stateObject(owner), stateLock(owner), evidence(owner, "*")],
    },
  ];
}

/** Who may take the lock may also take it from an apply that is under way: only who applies may. */
const lockState = (owner: Owner): Statement => ({
  Sid: "LockState",
  Effect: "Allow",
  Action: ["s3:DeleteObject", "s3:PutObject"],
  Resource: stateLock(owner),
});

/** The forecast of the organisation's records takes the records of the environments below from their states, where the account is the same. */
function readStatesBelow(organisation: Owner, environments: readonly Owner[]): Statement[] {
  if (environments.length === 0) return [];
  const others = new Set(environments.map(bucketOfState));
  others.delete(bucketOfState(organisation));
  const list: Statement = { Sid: "ListStatesBelow", Effect: "Allow", Action: "s3:ListBucket", Resource: [...others] };
  const read: Statement = { Sid: "ReadStatesBelow", Effect: "Allow", Action: "s3:GetObject", Resource: environments.map(stateObject) };
  return [...(others.size > 0 ? [list] : []), read];
}

const writeState = (owner: Owner): Statement => ({
  Sid: "WriteState",
  Effect: "Allow",
  Action: "s3:PutObject",
  Resource: stateObject(owner),
});

const changeState = (environment: Environment): Statement => ({
  Sid: "ChangeState",
  Effect: "Allow",
  Action: ["s3:DeleteObject", "s3:PutObject"],
  Resource: [stateObject(environment), stateLock(environment)],
});

function readSecrets(owner: Owner, secrets: string[]): Statement[] {
  if (secrets.length === 0) return [];
  return [
    { Sid: "ReadTokens", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secrets },
    decrypt("DecryptTokens", owner, "kms:Decrypt", secrets),
  ];
}

const changing = ["DescribeSecret", "GetSecretValue", "ListSecretVersionIds", "PutSecretValue", "UpdateSecretVersionStage"].map(
  (action) => `secretsmanager:${action}`,
);

/** Writes and reads values, and moves their staging labels. */
function changeSecrets(environment: Environment, secrets: string[]): Statement[] {
  return [
    { Sid: "ChangeCredentials", Effect: "Allow", Action: changing, Resource: secrets },
    decrypt("EncryptCredentials", environment, ["kms:Decrypt", "kms:GenerateDataKey"], secrets),
  ];
}

/** When the secrets' own region is down: a copy is read, made a secret of its own, and changed. Its key asks for no permission. People have it in people-policy.ts. */
export function changeReplicas(environment: Environment): Statement[] {
  const Resource = replicatedSecrets(environment);
  if (Resource.length === 0) return [];
  const Action = [...changing, "secretsmanager:StopReplicationToReplica"];
  return [{ Sid: "ChangeReplicas", Effect: "Allow", Action, Resource }];
}

/** Through Secrets Manager only, and for these secrets only: it names the secret in the encryption context. */
function decrypt(Sid: string, owner: Owner, Action: string | string[], secrets: string[]): Statement {
  return {
    Sid,
    Effect: "Allow",
    Action,
    Resource: anyKey(owner),
    Condition: {
      StringEquals: { "kms:ViaService": `secretsmanager.${owner.aws.region}.amazonaws.com` },
      StringLike: { "kms:EncryptionContext:SecretARN": secrets },
    },
  };
}

const changeAccessKeys = (environment: Environment): Statement => ({
  Sid: "ChangeAccessKeys",
  Effect: "Allow",
  Action: [
    "CreateAccessKey",
    "DeleteAccessKey",
    "GetAccessKeyLastUsed",
    "ListAccessKeys",
    "ListAttachedUserPolicies",
    "UpdateAccessKey",
  ].map((action) => `iam:${action}`),
  Resource: smtpUser(environment),
});

/** Records what is done, and starts consumers anew. People have it in people-policy.ts. */
export function recordAndTell(environment: Environment): Statement[] {
  const services = consumerServices(environment);
  const start: Statement = {
    Sid: "StartConsumers",
    Effect: "Allow",
    Action: ["ecs:DescribeServices", "ecs:UpdateService"],
    Resource: services,
  };
  return [
    {
      Sid: "KeepTheJournal",
      Effect: "Allow",
      Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
      Resource: journal(environment),
    },
    ...(services.length > 0 ? [start] : []),
  ];
}

/** Asks whether the other provider would send and whether an alarm rings, and stops sending. Who changes all resources may do so anyway. */
const askAndStop = (environment: Environment): Statement[] => [
  { Sid: "SeeAlarms", Effect: "Allow", Action: "cloudwatch:DescribeAlarms", Resource: alarmArns(environment) },
  ...statementsOf(switchSending(environment)),
];

/**
 * Whether a task that was started with the earlier login still runs, and from which image. Lists name a cluster, and no resource. A person sees
 * deployments only: that role's policy is as long as IAM allows.
 */
function seeTasks(environment: Environment): Statement[] {
  const clusters = consumerClusters(environment);
  if (clusters.length === 0) return [];
  const tasks = clusters.map((cluster) => `${cluster.replace(":cluster/", ":task/")}/*`);
  return [
    { Sid: "ListTasks", Effect: "Allow", Action: "ecs:ListTasks", Resource: "*", Condition: { ArnEquals: { "ecs:cluster": clusters } } },
    { Sid: "SeeTasks", Effect: "Allow", Action: "ecs:DescribeTasks", Resource: tasks },
  ];
}

/** IAM limits metrics to nobody's. Who sees the whole status, a person, sees how much the standby sent. */
const seeVolume: Statement = { Sid: "SeeVolume", Effect: "Allow", Action: "cloudwatch:GetMetricStatistics", Resource: "*" };

/** When people are told that credentials are too old. Whom, and what, the rule's target says, which this does not reach. */
function setAgeRules(environment: Environment): Statement[] {
  const Resource = credentialAgeRules(environment);
  return Resource.length > 0 ? [{ Sid: "SetAgeRules", Effect: "Allow", Action: ["events:DescribeRule", "events:PutRule"], Resource }] : [];
}

/** Of no environment, in no account and region. */
function neverReads(secrets: string[]): Statement[] {
  const Resource = secrets.map((name) => `arn:aws:secretsmanager:*:*:secret:twinpost/*/${name}`);
  return [{ Sid: "NeverReads", Effect: "Deny", Action: "secretsmanager:GetSecretValue", Resource }];
}

/** Apply writes the SMTP user's policy and rotate makes its keys: only its boundary keeps the two from doing anything in the account. */
const neverUnbinds: Statement = { Sid: "NeverUnbinds", Effect: "Deny", Action: "iam:DeleteUserPermissionsBoundary", Resource: "*" };

const neverMakesKeys: Statement = { Sid: "NeverMakesKeys", Effect: "Deny", Action: "iam:CreateAccessKey", Resource: "*" };
