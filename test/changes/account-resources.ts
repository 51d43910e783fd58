/** What an account's stack has, as Terraform shows it in a plan: the audit trail, GitHub's identity provider, roles. */
import { type Attributes, bucket, type Resource, tags } from "./terraform-plan";

const auditName = "twinpost-audit-111122223333-eu-west-1";

export const auditTrail = (attributes: Attributes = {}): Resource => ({
  type: "aws_cloudtrail",
  name: "audit_trail",
  attributes: {
    advanced_event_selector: [],
    enable_log_file_validation: true,
    enable_logging: true,
    event_selector: [],
    id: "twinpost-audit",
    include_global_service_events: true,
    is_multi_region_trail: true,
    name: "twinpost-audit",
    s3_bucket_name: auditName,
    ...tags,
    ...attributes,
  },
});

export const auditBucket: Resource = { ...bucket(auditName), name: "audit_bucket" };
export const auditBucketPolicy: Resource = {
  type: "aws_s3_bucket_policy",
  name: "audit_policy",
  attributes: { bucket: auditName, id: auditName, policy: JSON.stringify({ Statement: [] }) },
};
export const auditAccessBlock: Resource = {
  type: "aws_s3_bucket_public_access_block",
  name: "audit_no-public-access",
  attributes: {
    block_public_acls: true,
    block_public_policy: true,
    bucket: auditName,
    id: auditName,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  },
};
export const auditVersioning: Resource = {
  type: "aws_s3_bucket_versioning",
  name: "audit_versioning",
  attributes: { bucket: auditName, id: auditName, mfa: null, versioning_configuration: [{ mfa_delete: "", status: "Enabled" }] },
};

export const githubIdentity: Resource = {
  type: "aws_iam_openid_connect_provider",
  name: "github_provider",
  attributes: {
    arn: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
    client_id_list: ["sts.amazonaws.com"],
    thumbprint_list: [],
    url: "https://token.actions.githubusercontent.com",
    ...tags,
  },
};

const issuer = "token.actions.githubusercontent.com";
/** @param conditions by operator, in place of the usual ones. */
export const trustOfJobs = (subjects: string | string[], conditions: Attributes = {}): Attributes => ({
  Sid: "GithubJobs",
  Effect: "Allow",
  Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: { StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: subjects }, ...conditions },
});
export const trustOfPeople = (users: string[], condition: Attributes = { Bool: { "aws:MultiFactorAuthPresent": "true" } }): Attributes => ({
  Sid: "PeopleWithMfa",
  Effect: "Allow",
  Principal: { AWS: users.map((user) => `arn:aws:iam::111122223333:user/${user}`) },
  Action: "sts:AssumeRole",
  Condition: condition,
});
export const trust = (...statements: Attributes[]): Attributes => ({
  assume_role_policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
});
export const role = (policy: Attributes): Resource => ({
  type: "aws_iam_role",
  name: "staging_apply",
  attributes: {
    arn: "arn:aws:iam::111122223333:role/twinpost-staging-apply",
    max_session_duration: 3600,
    name: "twinpost-staging-apply",
    ...policy,
    ...tags,
  },
});
