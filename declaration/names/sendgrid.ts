/** What is SendGrid's in an environment. A contract: keys are found by their names, and applications read the output. */
import type { EnvironmentName } from "../schema/environment";

/**
 * SendGrid API keys carry the environment, so that the keys of two environments in one account are told apart, and what a rotation knows its
 * own keys by.
 */
export const sendgridKeyName = (environment: EnvironmentName, madeAt: Date, token?: string): string =>
  `twinpost-${environment}-${madeAt.toISOString()}${token ? `-${token}` : ""}`;
/** SendGrid does not say it, the name does. */
export const sendgridKeyMadeAt = (environment: EnvironmentName, keyName: string): Date =>
  new Date(keyName.slice(`twinpost-${environment}-`.length, `twinpost-${environment}-`.length + "2026-11-28T12:00:00.000Z".length));
/** "twinpost-dev-" begins the keys of "dev-eu" as well, so what follows must be a time. */
export const isSendgridKeyOf = (environment: EnvironmentName, keyName: string): boolean =>
  keyName.startsWith(`twinpost-${environment}-`) && /^\d{4}-\d\d-\d\dT/.test(keyName.slice(`twinpost-${environment}-`.length));

/** The Terraform output that tells the unsubscribe group's id. */
export const unsubscribeGroupOutput = "unsubscribe_group";
