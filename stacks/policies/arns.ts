/**
 * The ARNs of what an environment owns in its account. Environments may share one, and "prod" begins "prod-eu": a name ends in "/" or is
 * whole, before any wildcard. Secrets Manager adds a dash and six characters of its own to a secret's name.
 */
import {
  adminSecret,
  alertTopic,
  applicationSecret,
  encryptionKeyAlias,
  planSecret,
  providerSecret,
  sendingDashboard,
  sendingEventTopic,
  sesConfigurationSet,
  sesSmtpUser,
  stackName,
  stateBucket,
  stateKey,
  topicArn,
} from "../../environments/names";
import { type Environment, sendingProvidersOf } from "../../environments/schema";

const regional = (service: string, { aws }: Environment, resource: string): string =>
  `arn:aws:${service}:${aws.region}:${aws.account}:${resource}`;
const secret = (environment: Environment, name: string): string => regional("secretsmanager", environment, `secret:${name}`);

export const anySecret = (environment: Environment): string => secret(environment, `twinpost/${environment.name}/*`);
export const adminSecrets = (environment: Environment): string => secret(environment, adminSecret(environment.name, "*"));
export const planSecrets = (environment: Environment): string => secret(environment, planSecret(environment.name, "*"));
export const providerSecrets = (environment: Environment): string[] =>
  sendingProvidersOf(environment).map((provider) => secret(environment, `${providerSecret(environment.name, provider)}-??????`));
export const applicationSecrets = (environment: Environment): string =>
  secret(environment, `${applicationSecret(environment.name)}-??????`);

/** A key's id is known only once it is made, so keys are told apart by conditions. */
export const anyKey = (environment: Environment): string => regional("kms", environment, "key/*");
export const keyAlias = (environment: Environment): string => regional("kms", environment, encryptionKeyAlias(environment.name));

export const sesResources = (environment: Environment): string[] => [
  regional("ses", environment, `identity/${environment.sendingDomain}`),
  regional("ses", environment, `configuration-set/${sesConfigurationSet(environment.name)}`),
];
export const topics = (environment: Environment): string[] =>
  [alertTopic(environment.name), sendingEventTopic(environment.name)].map((topic) => topicArn(environment, topic));
/** Dashboards have no region. */
export const dashboard = ({ name, aws }: Environment): string => `arn:aws:cloudwatch::${aws.account}:dashboard/${sendingDashboard(name)}`;
export const smtpUser = ({ name, aws }: Environment): string => `arn:aws:iam::${aws.account}:user/${sesSmtpUser(name)}`;

export const bucketOfState = (environment: Environment): string => `arn:aws:s3:::${stateBucket(environment)}`;
export const stateObject = (environment: Environment): string => `${bucketOfState(environment)}/${stateKey(stackName(environment.name))}`;
/** Made and deleted by every plan and apply (`use_lockfile`). */
export const stateLock = (environment: Environment): string => `${stateObject(environment)}.tflock`;
