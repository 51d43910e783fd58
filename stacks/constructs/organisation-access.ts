/**
 * The roles that plan and apply the organisation's stack, and its tokens for DNS hosts. They belong to the stack of the account that holds its
 * state, which an administrator applies. In the organisation's own stack, the role that applies DNS records could widen itself.
 */
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { zoneOf } from "../../declaration/dns-hosts/dns-hosts";
import type { Account } from "../../declaration/load";
import { type OrganisationRoleKind, organisationRoleKinds } from "../../declaration/names/roles";
import { adminSecret, encryptionKeyAlias, planSecret } from "../../declaration/names/secrets";
import { organisationName } from "../../declaration/names/stacks";
import type { DeclaredAccount } from "../../declaration/schema/account";
import type { Organisation } from "../../declaration/schema/organisation";
import { organisationTokens } from "../../declaration/tokens";
import { isAtOrBelow } from "../../mail/records/name";
import { policyDocument, type Statement } from "../policies/document";
import { organisationPolicy } from "../policies/role-policies";
import { organisationTokenPolicy } from "../policies/secret-policy";
import { trustJobs } from "../policies/trust";
import type { GithubIdentity } from "./github-identity";
import { addRole } from "./role";
import { addSecret, recoveryDays } from "./secret-container";

export interface OrganisationAccessProps {
  account: Account;
  organisation: Organisation;
  github: GithubIdentity;
  /** Of the region of the organisation's state. */
  provider: TerraformProvider;
}

const purposes: Record<OrganisationRoleKind, string> = {
  plan: "GitHub jobs of pull requests, about the organisational domains' records: read only",
  review: "GitHub jobs of the main branch that plan and verify those records, and record it",
  apply: "GitHub jobs that apply what was reviewed",
};

export class OrganisationAccess extends Construct {
  constructor(scope: Construct, id: string, { account, organisation, github, provider }: OrganisationAccessProps) {
    super(scope, id);
    const { aws, domains } = organisation;
    const below = account.environments.filter(({ sendingDomain }) => domains.some((each) => isAtOrBelow(sendingDomain, zoneOf(each))));
    for (const kind of organisationRoleKinds) {
      const trust = trustJobs(github.arn, account.github, organisationName, kind);
      const may = organisationPolicy[kind]({ name: organisationName, aws }, below);
      addRole(this, { owner: organisationName, kind, purpose: purposes[kind], trust, may });
    }
    const encryptionKey = this.createKey(account, provider);
    for (const { service } of organisationTokens(organisation)) {
      const secret = (kind: "admin" | "plan", name: string, description: string): void =>
        addSecret(this, `${kind}-${service}`, { name, description, encryptionKey, policy: organisationTokenPolicy(aws, kind), provider });
      secret("admin", adminSecret(organisationName, service), `Token that changes things at ${service}`);
      secret("plan", planSecret(organisationName, service), `Token that only reads at ${service}`);
    }
  }

  private createKey({ id }: DeclaredAccount, provider: TerraformProvider): string {
    const key = new KmsKey(this, "key", {
      provider,
      description: "Twinpost organisation: tokens",
      enableKeyRotation: true,
      deletionWindowInDays: recoveryDays,
      policy: policyDocument([decidedByIam(id)]),
      // An environment's apply may tag a key that has no such tag as its own.
      tags: { environment: organisationName },
    });
    new KmsAlias(this, "key-alias", { provider, name: encryptionKeyAlias(organisationName), targetKeyId: key.keyId });
    return key.arn;
  }
}

/** As in a key's default policy. */
const decidedByIam = (account: string): Statement => ({
  Sid: "IamPoliciesOfTheAccount",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
});
