/** The roles that the account stacks declare, with the policies that Terraform would apply. */
import { Testing } from "cdktf";
import type { Account } from "../../declaration/load";
import { type RoleKind, roleKinds, roleName } from "../../declaration/names/roles";
import type { Environment } from "../../declaration/schema/environment";
import type { Organisation } from "../../declaration/schema/organisation";
import type { PolicyDocument } from "../../sandbox/aws/iam-policy";
import { AccountStack } from "../../stacks/account-stack";
import { declared } from "../fixtures/declared";
import { testingApp } from "./testing-app";

export interface Stack {
  resource: Record<string, Record<string, Record<string, unknown>>>;
  terraform: { backend: { s3: Record<string, unknown> } };
  provider: Record<string, Record<string, unknown>[]>;
}

export interface Role {
  environment: Environment;
  kind: RoleKind;
  trust: string;
  /** Its own and those attached to it, as one. */
  policy: string;
  /** Each by itself, as IAM counts them. */
  sizes: { own: number; attached: number };
}

export const organisation = declared.organisation();
export const accounts = declared.accounts();

export const synthesise = (account: Account, of: Organisation = organisation): Stack =>
  JSON.parse(Testing.synth(new AccountStack(testingApp(), account, of), false)) as Stack;

export function rolesOf(account: Account): Role[] {
  const { resource } = synthesise(account);
  const roles = Object.values(resource.aws_iam_role ?? {});
  return account.environments.flatMap((environment) =>
    roleKinds.map((kind) => {
      const trust = roles.find(({ name }) => name === roleName(environment.name, kind))?.assume_role_policy;
      const policy = resource.aws_iam_role_policy?.[`${environment.name}_${kind}-policy`]?.policy;
      const attached = ["besides", "functions", "support"].flatMap((id) => {
        const found = resource.aws_iam_policy?.[`${environment.name}_${kind}-${id}`]?.policy;
        return found === undefined ? [] : [String(found)];
      });
      const sizes = { own: String(policy).length, attached: Math.max(0, ...attached.map((each) => each.length)) };
      return { environment, kind, trust: String(trust), policy: together(String(policy), ...attached), sizes };
    }),
  );
}

export const parsed = (document: string): PolicyDocument => JSON.parse(document) as PolicyDocument;

function together(...policies: string[]): string {
  const documents = policies.map((text) => JSON.parse(text) as { Statement: unknown[] });
  return JSON.stringify({ Version: "2012-10-17", Statement: documents.flatMap(({ Statement }) => Statement) });
}
