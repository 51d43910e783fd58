/**
 * Who makes a request, and which statements of a resource's policy mean him.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import { many, type Principals, type Statement } from "./document";
import { isLikeArn } from "./pattern";

export interface Principal {
  account: string;
  /** "arn:aws:iam::…:user/ada", "arn:aws:sts::…:assumed-role/name/session"; of a web identity the ARN of its provider. */
  arn: string;
  /** Of a session of a role: the role. */
  roleArn?: string;
  kind: "user" | "session" | "federated" | "service";
}

/**
 * How a statement means somebody: "account" leaves it to the account's own policies; "session" is stronger than "entity", since neither a
 * boundary nor a session policy takes away what is given to the one session.
 */
export type Meant = "account" | "entity" | "session";

/** @returns undefined when the statement does not mean them. Without a principal only those that mean everybody do. */
export function isMeant({ Principal, NotPrincipal }: Statement, who: Principal | undefined): Meant | undefined {
  if (Principal !== undefined) return meant(Principal, who);
  if (NotPrincipal === undefined) return undefined;
  return isExempt(NotPrincipal, who) ? undefined : "entity";
}

function meant(principals: Principals, who: Principal | undefined): Meant | undefined {
  if (principals === "*") return "entity";
  const aws = many(principals.AWS);
  if (aws.includes("*")) return "entity";
  if (!who) return undefined;
  if (who.kind === "federated") return many(principals.Federated).includes(who.arn) ? "entity" : undefined;
  if (who.kind === "service") return many(principals.Service).includes(who.arn) ? "entity" : undefined;
  if (who.kind === "session" && aws.includes(who.arn)) return "session";
  if (aws.includes(who.roleArn ?? who.arn)) return "entity";
  return aws.some((each) => isAccount(each, who.account)) ? "account" : undefined;
}

/**
 * A Deny of NotPrincipal spares only those of whom every ARN is listed: of a session the account, the role and the session itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isExempt(principals: Principals, who: Principal | undefined): boolean {
  if (principals === "*") return true;
  if (!who) return false;
  if (who.kind === "federated") return many(principals.Federated).includes(who.arn);
  if (who.kind === "service") return many(principals.Service).includes(who.arn);
  const aws = many(principals.AWS);
  const names = [who.arn, ...(who.roleArn ? [who.roleArn] : [])];
  return aws.includes("*") || (names.every((name) => aws.includes(name)) && aws.some((each) => isAccount(each, who.account)));
}

const isAccount = (principal: string, account: string): boolean =>
  principal === account || isLikeArn(principal, `arn:aws:iam::${account}:root`);
