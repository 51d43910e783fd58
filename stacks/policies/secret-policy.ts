/**
 * The resource policy of a secret that holds credentials or a token. It only denies: who may read is IAM's to allow. Changing the policy
 * itself is never denied, so that a wrong list of readers can be put right. https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 */

import { type FunctionName, functionRoleArn } from "../../declaration/names/events";
import { type RoleKind, roleArn, roleKinds } from "../../declaration/names/roles";
import { organisationName } from "../../declaration/names/stacks";
import type { Environment } from "../../declaration/schema/environment";
import type { Token } from "../../declaration/tokens";
import type { Statement } from "./document";

const read = "secretsmanager:GetSecretValue";

/** What a secret holds: credentials that send, a token that changes a sending provider, one that changes DNS, one that only reads, what functions need. */
export type SecretKind = "credentials" | "admin" | "dns-admin" | "plan" | "alerts";

/** Keys are made with the sending provider's token; nothing that is rotated needs DNS. */
export const rolesThatRead: Record<SecretKind, readonly RoleKind[]> = {
  credentials: ["rotate", "break-glass"],
  admin: ["apply", "rotate", "break-glass"],
  "dns-admin": ["apply", "break-glass"],
  plan: ["plan", "review", "break-glass"],
  alerts: ["break-glass"],
};

/** Functions read what is for them, and nothing else. */
export const functionsThatRead = (kind: SecretKind): readonly FunctionName[] => (kind === "alerts" ? ["notify", "watch"] : []);

/** ARNs of roles. */
const readersOf = (environment: Environment, kind: SecretKind): string[] => [
  ...rolesThatRead[kind].map((role) => roleArn(environment, role)),
  ...functionsThatRead(kind).map((name) => functionRoleArn(environment, name)),
];

export const adminKind = ({ changesDns }: Pick<Token, "changesDns">): SecretKind => (changesDns ? "dns-admin" : "admin");

export function secretPolicy(environment: Environment, kind: SecretKind): Statement[] {
  const { secretReaders } = environment;
  const arns = (kinds: readonly RoleKind[]): string[] => kinds.map((each) => roleArn(environment, each));
  const neverByOtherRoles: Statement = {
    ...everybody,
    Sid: "NeverByOtherRoles",
    Action: read,
    Condition: { StringEquals: { "aws:PrincipalArn": arns(roleKinds.filter((each) => !rolesThatRead[kind].includes(each))) } },
  };
  // An application has no business with the tokens that change its environment.
  const named = kind === "credentials" ? secretReaders : [];
  // Before anybody is named, whoever sets an environment up must be able to issue its first credentials.
  return [tlsOnly, neverByOtherRoles, ...(secretReaders.length > 0 ? [onlyBy([...named, ...readersOf(environment, kind)])] : [])];
}

/** Of a token of the organisation: nothing is issued there, so from the first day nobody but its own roles has a reason to read it. */
export const organisationTokenPolicy = (aws: Environment["aws"], kind: "admin" | "plan"): Statement[] => [
  tlsOnly,
  onlyBy(
    (kind === "admin" ? (["apply"] as const) : (["plan", "review"] as const)).map((role) => roleArn({ name: organisationName, aws }, role)),
  ),
];

const everybody = { Effect: "Deny", Principal: "*", Resource: "*" } as const;
const tlsOnly: Statement = {
  ...everybody,
  Sid: "TlsOnly",
  Action: "secretsmanager:*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const onlyBy = (readers: string[]): Statement => ({
  ...everybody,
  Sid: "NamedReadersOnly",
  Action: read,
  Condition: { StringNotEquals: { "aws:PrincipalArn": readers } },
});
