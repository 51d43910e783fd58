/** Who calls AWS, by the access key that signs: the account's administrator, one of its users, or somebody who took a role. */
import type { Principal } from "../policy/principal";
import type { Session } from "../sts/sessions";

export type Caller =
  /** May do everything in the account, and is not judged. */
  | { kind: "administrator"; account: string }
  | { kind: "user"; account: string; userName: string }
  | { kind: "session"; account: string; session: Session };

/** As moto calls the administrator. */
export const administratorArn = (account: string): string => `arn:aws:iam::${account}:user/moto`;

/** @param arn of a user, whose path only IAM knows. */
export function principalOf(caller: Caller, arn: string): Principal {
  const { account } = caller;
  if (caller.kind === "session") return { account, arn: caller.session.arn, roleArn: caller.session.role.arn, kind: "session" };
  return { account, arn, kind: "user" };
}
