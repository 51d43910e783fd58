/**
 * Every name that the declared side (stacks/) and the running side (workflows/, adapters/) must agree on. Changing one of them renames
 * a live resource: treat this file as a contract.
 */
import type { DnsHome } from "./schema/dns-home";
import type { Environment, EnvironmentName, ProviderName } from "./schema/environment";

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
/** In place of an environment's name where everything that is declared is meant. */
export const allName = "all";

export const accountStackName = (account: string): string => `account-${account}`;
/** No environment can be called like that: its name would be too long. */
export const accountOfStack = (name: string): string | undefined => /^account-(\d{12})$/.exec(name)?.[1];

/** @param name of an environment, the organisation's, or an account stack's own. */
export const stackName = (name: string): string => (name === organisationName || accountOfStack(name) ? name : `email-${name}`);

/** One bucket per account and region; S3 names are global, so the account makes it unique. */
export const stateBucket = ({ aws }: Pick<Environment, "aws">): string => `twinpost-state-${aws.account}-${aws.region}`;
export const isStateBucket = (bucket: string): boolean => /^twinpost-state-\d{12}-[a-z0-9-]+$/.test(bucket);
export const stateKey = (stack: string): string => `${stack}/terraform.tfstate`;

export const applicationSecret = (environment: EnvironmentName): string => `twinpost/${environment}/application`;
export const providerSecret = (environment: EnvironmentName, provider: ProviderName): string =>
  `twinpost/${environment}/provider/${provider}`;
export const encryptionKeyAlias = (environment: EnvironmentName): string => `alias/twinpost-${environment}`;

export const sesConfigurationSet = (environment: EnvironmentName): string => `twinpost-${environment}`;
/** The IAM user whose access keys become SES SMTP credentials. */
export const sesSmtpUser = (environment: EnvironmentName): string => `twinpost-${environment}-smtp`;
/** SendGrid API keys carry the environment, so that the keys of two environments in one account are told apart. */
export const sendgridKeyName = (environment: EnvironmentName, madeAt: Date): string => `twinpost-${environment}-${madeAt.toISOString()}`;
/** "twinpost-dev-" begins the keys of "dev-eu" as well, so what follows must be a time. */
export const isSendgridKeyOf = (environment: EnvironmentName, keyName: string): boolean =>
  keyName.startsWith(`twinpost-${environment}-`) && /^\d{4}-\d\d-\d\dT/.test(keyName.slice(`twinpost-${environment}-`.length));

/** The login of the application at its capture server. */
export const captureLogin = (environment: EnvironmentName): string => `twinpost-${environment}`;

/** SNS topics: for people, and for programs that follow what became of each message. */
export const alertTopic = (environment: EnvironmentName): string => `twinpost-${environment}-alerts`;
export const sendingEventTopic = (environment: EnvironmentName): string => `twinpost-${environment}-sending-events`;
export const topicArn = ({ aws }: Pick<Environment, "aws">, topic: string): string => `arn:aws:sns:${aws.region}:${aws.account}:${topic}`;

/** CloudWatch's alarms and dashboard. Runbooks and chat rules name them. */
const alarmKinds = ["bounce-rate", "complaint-rate", "failure-rate", "sends-near-limit"] as const;
export type AlarmKind = (typeof alarmKinds)[number];
export const alarmName = (environment: EnvironmentName, kind: AlarmKind): string => `twinpost-${environment}-${kind}`;
/** One by one: "twinpost-prod-*" would be the alarms of "prod-eu" as well. */
export const alarmArns = ({ aws, name }: Environment): string[] =>
  alarmKinds.map((kind) => `arn:aws:cloudwatch:${aws.region}:${aws.account}:alarm:${alarmName(name, kind)}`);
/** EventBridge's rule that tells of a secret read by somebody who is not named. */
export const secretReadRule = (environment: EnvironmentName): string => `twinpost-${environment}-secret-read`;
export const secretReadRuleArn = ({ aws, name }: Environment): string =>
  `arn:aws:events:${aws.region}:${aws.account}:rule/${secretReadRule(name)}`;
/** EventBridge's rules that tell once when a provider's sending credentials are too old. */
export const credentialAgeRule = (environment: EnvironmentName, provider: ProviderName): string =>
  `twinpost-${environment}-${provider}-credentials-age`;
export const credentialAgeRuleArn = ({ aws, name }: Environment, provider: ProviderName): string =>
  `arn:aws:events:${aws.region}:${aws.account}:rule/${credentialAgeRule(name, provider)}`;
export const sendingDashboard = (environment: EnvironmentName): string => `twinpost-${environment}`;

/**
 * SES's own metrics. The reputation is the account's in its region, as AWS judges it, and has no dimension; counts are per
 * configuration set, which is per environment. https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-cloudwatch.html
 */
export const sesMetrics = {
  namespace: "AWS/SES",
  configurationSetDimension: "ses:configuration-set",
  bounceRate: "Reputation.BounceRate",
  complaintRate: "Reputation.ComplaintRate",
  bounce: "Bounce",
  complaint: "Complaint",
  delivery: "Delivery",
  reject: "Reject",
  send: "Send",
} as const;
/** Who acts in an AWS account: three kinds of GitHub job, and a person in an emergency. docs/roles.md says what each may do. */
export const roleKinds = ["plan", "apply", "rotate", "break-glass"] as const;
export type RoleKind = (typeof roleKinds)[number];
export const roleName = (environment: EnvironmentName, kind: RoleKind): string => `twinpost-${environment}-${kind}`;
export const roleArn = ({ name, aws }: Pick<Environment, "name" | "aws">, kind: RoleKind): string =>
  `arn:aws:iam::${aws.account}:role/${roleName(name, kind)}`;
/** The organisation's own, in the account of its state. Rotation and emergencies have nothing to do there: it sends nothing. */
export const organisationRoleKinds = ["plan", "apply"] as const satisfies readonly RoleKind[];
export type OrganisationRoleKind = (typeof organisationRoleKinds)[number];
/** The environments at GitHub that a job must name. Rotation has one of its own: it must not wait for the reviewers of an apply. */
export const githubEnvironment = (environment: EnvironmentName, kind: "apply" | "rotate"): string =>
  kind === "apply" ? environment : `${environment}-rotate`;
/** Variables of those environments at GitHub, which the jobs read as `vars`. Nothing in them is secret. */
export const githubVariables = (environment: Pick<Environment, "name" | "aws">, kind: "apply" | "rotate"): Record<string, string> => ({
  AWS_ACCOUNT_ID: environment.aws.account,
  AWS_REGION: environment.aws.region,
  AWS_ROLE_ARN: roleArn(environment, kind),
});
/** The account's trail and where it is kept. */
export const auditTrail = "twinpost-audit";
export const auditBucket = ({ id, region }: { id: string; region: string }): string => `twinpost-audit-${id}-${region}`;
export const isAuditBucket = (bucket: string): boolean => /^twinpost-audit-\d{12}-[a-z0-9-]+$/.test(bucket);
/**
 * Tokens that change things at Cloudflare and SendGrid, and their read-only twins: a JSON object with the one key "token". An administrator
 * writes them.
 */
const tokenServices = ["cloudflare", "sendgrid"] as const;
export type TokenService = (typeof tokenServices)[number];
export const servicesWithTokens = ({
  cloudflare,
  sendingProviders: { primary, standby },
}: Pick<Environment, "cloudflare" | "sendingProviders">): TokenService[] =>
  tokenServices.filter((service) => (service === "cloudflare" ? cloudflare !== undefined : primary === service || standby === service));
/** The organisation's stack has DNS records only. */
export const organisationServices = ({ domains }: { domains: readonly DnsHome[] }): TokenService[] =>
  domains.some(({ cloudflare }) => cloudflare) ? ["cloudflare"] : [];
export const adminSecret = (environment: EnvironmentName, service: string): string => `twinpost/${environment}/admin/${service}`;
export const planSecret = (environment: EnvironmentName, service: string): string => `twinpost/${environment}/plan/${service}`;

/** Labels below the sending domain. SES must not receive at or send from its MAIL FROM domain, so no address uses them. */
export const sesMailFromLabel = "bounce";
export const sesMailFromDomain = (sendingDomain: string): string => `${sesMailFromLabel}.${sendingDomain}`;
export const sendgridSubdomain = "em";
/** The domains of return paths, at providers that have them. */
export const returnPathOf: Record<"sendgrid" | "ses", (sendingDomain: string) => string> = {
  sendgrid: (sendingDomain) => `${sendgridSubdomain}.${sendingDomain}`,
  ses: sesMailFromDomain,
};

/** Terraform outputs of an email stack. */
export const recordsOutput = "records";
export const unsubscribeGroupOutput = "unsubscribe_group";
