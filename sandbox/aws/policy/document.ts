/** IAM policy documents as they are stored. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */

export type OneOrMany<T = string> = T | T[];
/** JSON's true and 5 are written as often as "true" and "5". */
type Scalar = string | number | boolean;

export type Principals = "*" | Partial<Record<"AWS" | "Federated" | "Service" | "CanonicalUser", OneOrMany>>;

export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: Principals;
  NotPrincipal?: Principals;
  Action?: OneOrMany;
  NotAction?: OneOrMany;
  Resource?: OneOrMany;
  NotResource?: OneOrMany;
  Condition?: Record<string, Record<string, OneOrMany<Scalar>>>;
}

export interface PolicyDocument {
  /** Variables such as `${aws:username}` are text unless it is "2012-10-17". */
  Version?: string;
  Statement: OneOrMany<Statement>;
}

export function many(value: OneOrMany<Scalar> | undefined): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [String(value)];
  return value.every((each) => typeof each === "string") ? value : value.map(String);
}

export const statementsOf = ({ Statement }: PolicyDocument): Statement[] => (Array.isArray(Statement) ? Statement : [Statement]);
