/** Who acts in an AWS account. A contract: jobs at GitHub name these roles. */
import type { Environment, EnvironmentName } from "../schema/environment";

/**
 * Who acts in an AWS account: jobs of pull requests (plan), jobs of the main branch that change nothing (review), those in a GitHub environment
 * (apply, rotate), and a person in an emergency. docs/roles.md says what each may do.
 */
export const roleKinds = ["plan", "review", "apply", "rotate", "break-glass"] as const;
export type RoleKind = (typeof roleKinds)[number];
export const roleName = (environment: EnvironmentName, kind: RoleKind): string => `twinpost-${environment}-${kind}`;
/** What people do besides, attached to their role. */
export const peoplePolicyName = (environment: EnvironmentName): string => `twinpost-${environment}-break-glass-support`;
/** What each role may do to what keeps events, and to the functions that take them. */
export const eventPolicyName = (environment: EnvironmentName, kind: RoleKind, part: "events" | "functions"): string =>
  `twinpost-${environment}-${kind}-${part}`;
export const roleArn = ({ name, aws }: Pick<Environment, "name" | "aws">, kind: RoleKind): string =>
  `arn:aws:iam::${aws.account}:role/${roleName(name, kind)}`;
/** The organisation's own, in the account of its state. Rotation and emergencies have nothing to do there: it sends nothing. */
export const organisationRoleKinds = ["plan", "review", "apply"] as const satisfies readonly RoleKind[];
export type OrganisationRoleKind = (typeof organisationRoleKinds)[number];
