/** Secrets besides the application's, their key, and the rules that watch them. A contract: changing a name renames a live resource. */
import type { Environment, EnvironmentName, ProviderName } from "../schema/environment";

export const providerSecret = (environment: EnvironmentName, provider: ProviderName | "*"): string =>
  `twinpost/${environment}/provider/${provider}`;
export const encryptionKeyAlias = (environment: EnvironmentName): string => `alias/twinpost-${environment}`;

/** Tokens that change things elsewhere, and their read-only twins: a JSON object with the one key "token". An administrator writes them. */
export const adminSecret = (environment: EnvironmentName, service: string): string => `twinpost/${environment}/admin/${service}`;
export const planSecret = (environment: EnvironmentName, service: string): string => `twinpost/${environment}/plan/${service}`;

/** EventBridge's rule that tells of a secret read by somebody who is not named. */
export const secretReadRule = (environment: EnvironmentName): string => `twinpost-${environment}-secret-read`;
export const secretReadRuleArn = ({ aws, name }: Environment): string =>
  `arn:aws:events:${aws.region}:${aws.account}:rule/${secretReadRule(name)}`;
/** EventBridge's rules that tell once when a provider's sending credentials are too old. */
export const credentialAgeRule = (environment: EnvironmentName, provider: ProviderName | "*"): string =>
  `twinpost-${environment}-${provider}-credentials-age`;
export const credentialAgeRuleArn = ({ aws, name }: Environment, provider: ProviderName | "*"): string =>
  `arn:aws:events:${aws.region}:${aws.account}:rule/${credentialAgeRule(name, provider)}`;

/**
 * What the functions that watch need: where alerts are posted to and by which key they are signed, where the heartbeat goes, and the token with which a
 * provider is asked how it is. JSON objects, which an administrator writes.
 */
const watchSecret = (environment: EnvironmentName, what: string): string => `twinpost/${environment}/alerts/${what}`;
export const alertWebhookSecret = (environment: EnvironmentName): string => watchSecret(environment, "webhook");
export const heartbeatSecret = (environment: EnvironmentName): string => watchSecret(environment, "heartbeat");
export const askingSecret = (environment: EnvironmentName, provider: ProviderName): string => watchSecret(environment, provider);
