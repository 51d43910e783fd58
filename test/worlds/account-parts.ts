/** What an environment needs of its account's stack, made in a sandbox's IAM with the tags that the stack would give it: without its apply, which takes a minute. */
import type { IAM } from "@aws-sdk/client-iam";
import { type AccountPart, accountPartsOf, permissionsTag } from "../../declaration/account-parts";
import type { Environment } from "../../declaration/schema/environment";
import { accountPermissions } from "../../stacks/policies/account-permissions";
import { policyDocument } from "../../stacks/policies/document";
import { trustLambda } from "../../stacks/policies/function-policies";

export async function makeAccountParts(environment: Environment, everywhere: readonly Environment[], iam: IAM): Promise<void> {
  const permissions = accountPermissions(environment, everywhere);
  for (const part of accountPartsOf(environment)) await makeAccountPart(part, permissions.get(part.name) ?? "", iam);
}

export async function makeAccountPart({ kind, name }: AccountPart, permissions: string, iam: IAM): Promise<void> {
  const Tags = [{ Key: permissionsTag, Value: permissions }];
  if (kind === "role") await iam.createRole({ RoleName: name, AssumeRolePolicyDocument: policyDocument([trustLambda]), Tags });
  else await iam.createPolicy({ PolicyName: name, PolicyDocument: policyDocument([sends]), Tags });
}

const sends = { Effect: "Allow", Action: "ses:SendRawEmail", Resource: "*" } as const;
