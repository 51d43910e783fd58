/**
 * IAM policy documents as values. They are written as JSON, not as Terraform's data source, so that tests can judge what will be applied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
type OneOrMany = string | readonly string[];

export interface Statement {
  /** Letters and digits only. Absent where a role has so many statements that their names would not fit. */
  Sid?: string;
  Effect: "Allow" | "Deny";
  Action: OneOrMany;
  /** Absent in trust policies. */
  Resource?: OneOrMany;
  /** Absent in the policies of a role. */
  Principal?: "*" | { AWS: OneOrMany } | { Federated: OneOrMany } | { Service: OneOrMany };
  Condition?: Record<string, Record<string, OneOrMany>>;
}

export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
