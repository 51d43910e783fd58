/** Who acts in an AWS account. A contract: jobs at GitHub name these roles. */
import type { Environment, EnvironmentName } from "../schema/environment";

/**
 * Who acts in an AWS account: jobs of pull requests (plan), jobs of the main branch that change nothing (review), those in a GitHub environment
 * (apply, rotate), and a person in an emergency. docs/roles.md says what each may do.
 */
export const roleKinds = ["plan", "review", "apply", "rotate", "break-glass"] as const;
export type RoleKind = (typeof roleKinds)[number];
export const roleName = (environment: EnvironmentName, kind: RoleKind): string => `twinpost-${environment}-${kind}`;
/** What each role may do to what keeps events, attached to it. */
export const peoplePolicyName = (environment: EnvironmentName): string => `twinpost-${environment}-break-glass-support`;
export const eventPolicyName = (environment: EnvironmentName, kind: RoleKind): string => `twinpost-${environment}-${kind}-events`;
export const roleArn = ({ name, aws }: Pick<Environment, "name" | "aws">, kind: RoleKind): string =>
  `arn:aws:iam::${aws.account}:role/${roleName(name, kind)}`;
/** The organisation's own, in the account of its state. Rotation and emergencies have nothing to do there: it sends nothing. */
export const organisationRoleKinds = ["plan", "review", "apply"] as const satisfies readonly RoleKind[];
export type OrganisationRoleKind = (typeof organisationRoleKinds)[number];
