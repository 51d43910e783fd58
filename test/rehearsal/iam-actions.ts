/** The calls that reached the sandbox's AWS, as the IAM actions that they need, and whether a role of the account stack may do them. */
import type { RoleKind } from "../../declaration/names/roles";
import type { Environment } from "../../declaration/schema/environment";
import { isAllowed } from "../../sandbox/aws/iam-policy";
import { isPossible, things } from "../stacks/owned-things";
import { accounts, parsed, rolesOf } from "../stacks/synthesised-roles";

interface Call {
  service: string;
  operation: string;
}

const roles = accounts.flatMap(rolesOf);

/** As requests are signed for them. */
const services = ["events", "iam", "kms", "monitoring", "s3", "secretsmanager", "ses", "sns"];

const objects: Record<string, string> = {
  "GET /{bucket} ?list-type": "s3:ListBucket",
  "GET /{bucket}/{key}": "s3:GetObject",
  "HEAD /{bucket}/{key}": "s3:GetObject",
  "PUT /{bucket}/{key}": "s3:PutObject",
  "DELETE /{bucket}/{key}": "s3:DeleteObject",
};

const mail: Record<string, string> = {
  "DELETE /v2/email/configuration-sets/{set}": "ses:DeleteConfigurationSet",
  "DELETE /v2/email/configuration-sets/{set}/event-destinations/{destination}": "ses:DeleteConfigurationSetEventDestination",
  "DELETE /v2/email/identities/{identity}": "ses:DeleteEmailIdentity",
  "GET /v2/email/configuration-sets/{set}": "ses:GetConfigurationSet",
  "GET /v2/email/configuration-sets/{set}/event-destinations": "ses:GetConfigurationSetEventDestinations",
  "GET /v2/email/identities/{identity}": "ses:GetEmailIdentity",
  "GET /v2/email/tags": "ses:ListTagsForResource",
  "POST /v2/email/configuration-sets": "ses:CreateConfigurationSet",
  "POST /v2/email/configuration-sets/{set}/event-destinations": "ses:CreateConfigurationSetEventDestination",
  "POST /v2/email/identities": "ses:CreateEmailIdentity",
  "PUT /v2/email/identities/{identity}/feedback": "ses:PutEmailIdentityFeedbackAttributes",
  "PUT /v2/email/identities/{identity}/mail-from": "ses:PutEmailIdentityMailFromAttributes",
};

/** Without `bootstrap`, which an administrator runs, and GetCallerIdentity, which everybody may. An unknown call is its own name. */
export function iamActions(calls: readonly Call[]): string[] {
  const actions = calls
    .filter(({ service }) => services.includes(service))
    .filter(({ service, operation }) => !(service === "s3" && /^\w+ \/\{bucket\}(?! \?list-type)( |$)/.test(operation)))
    .filter(({ service, operation }) => !(service === "ses" && !operation.includes("/")))
    .map(({ service, operation }) => {
      if (service === "s3") return objects[operation] ?? operation;
      if (service === "ses") return mail[operation] ?? operation;
      return `${service === "monitoring" ? "cloudwatch" : service}:${operation}`;
    });
  return [...new Set(actions)].sort();
}

/** Does the role's policy allow it on anything that the environment owns? */
export function mayDo(environment: Environment, kind: RoleKind, action: string): boolean {
  const role = roles.find((each) => each.environment.name === environment.name && each.kind === kind);
  if (!role) throw new Error(`no role ${kind} of ${environment.name}`);
  return Object.values(things(environment, action)).some(
    (asked) => isPossible(action, asked) && isAllowed([parsed(role.policy)], { action, ...asked }),
  );
}
