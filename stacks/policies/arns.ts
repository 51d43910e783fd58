/**
 * The ARNs of what an environment owns in its account. Environments may share one, and "prod" begins "prod-eu": a name ends in "/" or is
 * whole, before any wildcard. Secrets Manager adds a dash and six characters of its own to a secret's name.
 */

import { alertTopic, pageTopic, sendingDashboard, sendingEventTopic, topicArn } from "../../declaration/names/alarms";
import { applicationSecret } from "../../declaration/names/application";
import {
  deadEventQueue,
  eventArchive,
  eventQueue,
  eventTable,
  type FunctionName,
  functionLogGroup,
  functionName,
  outcomeQueue,
} from "../../declaration/names/events";
import { type BucketKind, evidencePrefix } from "../../declaration/names/evidence";
import { journalTable } from "../../declaration/names/journal";
import { adminSecret, credentialAgeRuleArn, encryptionKeyAlias, planSecret, providerSecret } from "../../declaration/names/secrets";
import { sesConfigurationSet, sesSmtpBoundary, sesSmtpUser } from "../../declaration/names/ses";
import { stackName } from "../../declaration/names/stacks";
import { stateBucket, stateKey } from "../../declaration/names/terraform-state";
import { providersWithAge } from "../../declaration/rotation";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import type { Consumer } from "../../declaration/schema/rotation-shape";
import { sendingProviders } from "../../mail/providers/sending-providers";

/** An environment, or the organisation, which has a state and tokens only. */
export type Owner = Pick<Environment, "name" | "aws">;

export const regional = (service: string, { aws }: Owner, resource: string): string =>
  `arn:aws:${service}:${aws.region}:${aws.account}:${resource}`;
const secret = (environment: Owner, name: string): string => regional("secretsmanager", environment, `secret:${name}`);

export const anySecret = (environment: Environment): string => secret(environment, `twinpost/${environment.name}/*`);
export const watchSecretArn = (environment: Environment, name: string): string => secret(environment, `${name}-??????`);
export const adminSecrets = (owner: Owner): string => secret(owner, adminSecret(owner.name, "*"));
/** Of the sending providers that are administered by a token. */
export const providerAdminSecrets = (environment: Environment): string[] =>
  sendingProvidersOf(environment)
    .filter((provider) => sendingProviders[provider].administration)
    .map((provider) => secret(environment, `${adminSecret(environment.name, provider)}-??????`));
export const dnsAdminSecret = (owner: Owner): string => secret(owner, `${adminSecret(owner.name, "cloudflare")}-??????`);
export const planSecrets = (owner: Owner): string => secret(owner, planSecret(owner.name, "*"));
export const providerSecrets = (environment: Environment): string[] =>
  sendingProvidersOf(environment).map((provider) => secret(environment, `${providerSecret(environment.name, provider)}-??????`));
export const applicationSecrets = (environment: Environment): string =>
  secret(environment, `${applicationSecret(environment.name)}-??????`);
/** What may be copied to another region: no token. */
export const copiedSecrets = (environment: Environment): string[] => [
  secret(environment, providerSecret(environment.name, "*")),
  applicationSecrets(environment),
];
/** A copy has the ARN of its original but for the region. */
export const replicatedSecrets = ({ secrets, ...environment }: Environment): string[] =>
  secrets ? copiedSecrets({ ...environment, aws: { ...environment.aws, region: secrets.replicaRegion } }) : [];

/** A key's id is known only once it is made, so keys are told apart by conditions. */
export const anyKey = (owner: Owner): string => regional("kms", owner, "key/*");
export const keyAlias = (environment: Environment): string => regional("kms", environment, encryptionKeyAlias(environment.name));

export const sesResources = (environment: Environment): [identity: string, configurationSet: string] => [
  regional("ses", environment, `identity/${environment.sendingDomain}`),
  regional("ses", environment, `configuration-set/${sesConfigurationSet(environment.name)}`),
];
/** Of alerts, which people may subscribe to. */
export const alertTopics = (environment: Environment): string[] =>
  [alertTopic(environment.name), pageTopic(environment.name)].map((topic) => topicArn(environment, topic));
export const topics = (environment: Environment): string[] => [
  ...alertTopics(environment),
  topicArn(environment, sendingEventTopic(environment.name)),
];
export const credentialAgeRules = (environment: Environment): string[] =>
  providersWithAge(environment).map((provider) => credentialAgeRuleArn(environment, provider));
export const journal = (environment: Environment): string => regional("dynamodb", environment, `table/${journalTable(environment.name)}`);
/** What is kept of messages, and the functions that take it. */
export const eventTableArn = (environment: Environment): string =>
  regional("dynamodb", environment, `table/${eventTable(environment.name)}`);
export const eventQueueArn = (environment: Environment): string => regional("sqs", environment, eventQueue(environment.name));
export const deadEventQueueArn = (environment: Environment): string => regional("sqs", environment, deadEventQueue(environment.name));
export const outcomeQueueArn = (environment: Environment): string => regional("sqs", environment, outcomeQueue(environment.name));
/** What providers told, as it came. */
export const eventArchiveArn = (environment: Environment): string => `arn:aws:s3:::${eventArchive(environment)}`;
export const functionArn = (environment: Environment, name: FunctionName): string =>
  regional("lambda", environment, `function:${functionName(environment.name, name)}`);
export const functionLogs = (environment: Environment, name: FunctionName): string =>
  regional("logs", environment, `log-group:${functionLogGroup(environment.name, name)}`);
/** Services of ECS that are started anew when the login changes. */
export const consumerServices = (environment: Environment): string[] =>
  (environment.consumers ?? []).flatMap((each) => servicesOf(each, environment));

/** Of the services above. */
export const consumerClusters = (environment: Environment): string[] => [
  ...new Set(
    (environment.consumers ?? []).flatMap((each) => (each.kind === "ecs" ? [regional("ecs", environment, `cluster/${each.cluster}`)] : [])),
  ),
];

/** Without a default: a kind that is added does not compile until it is decided which resources it needs. */
function servicesOf(consumer: Consumer, environment: Environment): string[] {
  switch (consumer.kind) {
    case "ecs":
      return [regional("ecs", environment, `service/${consumer.cluster}/${consumer.service}`)];
    // Called over HTTPS: nothing of AWS's.
    case "webhook":
      return [];
  }
}

/** Dashboards have no region. */
export const dashboard = ({ name, aws }: Environment): string => `arn:aws:cloudwatch::${aws.account}:dashboard/${sendingDashboard(name)}`;
export const smtpUser = ({ name, aws }: Environment): string => `arn:aws:iam::${aws.account}:user/${sesSmtpUser(name)}`;
export const smtpBoundary = ({ name, aws }: Environment): string => `arn:aws:iam::${aws.account}:policy/${sesSmtpBoundary(name)}`;

export const bucketOfState = (owner: Owner): string => `arn:aws:s3:::${stateBucket(owner)}`;
export const stateObject = (owner: Owner): string => `${bucketOfState(owner)}/${stateKey(stackName(owner.name))}`;
/** Made and deleted by every plan and apply (`use_lockfile`). */
export const stateLock = (owner: Owner): string => `${stateObject(owner)}.tflock`;
/** Records of one kind, or of every one. */
export const evidence = (owner: Owner, kind: BucketKind | "*"): string => `${bucketOfState(owner)}/${evidencePrefix(kind, owner.name)}*`;
