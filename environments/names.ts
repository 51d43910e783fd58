/**
 * Every name that the declared side (stacks/) and the running side (workflows/, adapters/) must agree on. Changing one of them renames
 * a live resource: treat this file as a contract.
 */
import type { Environment, EnvironmentName, ProviderName } from "./schema";

/** The application's contract: exactly these keys are in the application secret, and they are its environment variables. */
const applicationVariables = [
  "SMTP_SERVER",
  "SMTP_PORT",
  "SMTP_USER",
  "SMTP_PASSWORD",
  "FRONTEND_URL",
  "EMAIL_SENDER_ADDRESS",
  "EMAIL_SENDER_NAME",
] as const;
export type ApplicationSettings = Record<(typeof applicationVariables)[number], string>;

/** In place of an environment's name where the organisational domains are meant. */
export const organisationName = "organisation";

export const stackName = (environment: EnvironmentName): string =>
  environment === organisationName ? environment : `email-${environment}`;

/** One bucket per account and region; S3 names are global, so the account makes it unique. */
export const stateBucket = ({ aws }: Pick<Environment, "aws">): string => `twinpost-state-${aws.account}-${aws.region}`;
export const stateKey = (stack: string): string => `${stack}/terraform.tfstate`;

export const applicationSecret = (environment: EnvironmentName): string => `twinpost/${environment}/application`;
export const providerSecret = (environment: EnvironmentName, provider: ProviderName): string =>
  `twinpost/${environment}/provider/${provider}`;
export const encryptionKeyAlias = (environment: EnvironmentName): string => `alias/twinpost-${environment}`;

export const sesConfigurationSet = (environment: EnvironmentName): string => `twinpost-${environment}`;
/** The IAM user whose access keys become SES SMTP credentials. */
export const sesSmtpUser = (environment: EnvironmentName): string => `twinpost-${environment}-smtp`;
/** SendGrid API keys carry the environment, so that the keys of two environments in one account are told apart. */
export const sendgridKeyPrefix = (environment: EnvironmentName): string => `twinpost-${environment}-`;

/** Labels below the sending domain. SES must not receive at or send from its MAIL FROM domain, so no address uses them. */
export const sesMailFromDomain = (sendingDomain: string): string => `bounce.${sendingDomain}`;
export const sendgridSubdomain = "em";

/** Terraform outputs of an email stack. */
export const recordsOutput = "records";
