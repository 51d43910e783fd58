import type { Account } from "../../declaration/load";
import { type RoleKind, roleKinds } from "../../declaration/names/roles";
import type { Environment } from "../../declaration/schema/environment";
import { isAllowed, type PolicyDocument } from "../../sandbox/aws/iam-policy";
import { accounts, parsed, type Role, rolesOf, synthesise } from "./synthesised-roles";

const [shared, production] = accounts as [Account, Account];
const stack = synthesise(shared);
const roles = accounts.flatMap(rolesOf);
const role = (environment: string, kind: RoleKind): Role => {
  const found = roles.find((each) => each.environment.name === environment && each.kind === kind);
  if (!found) throw new Error(`no role ${kind} of ${environment}`);
  return found;
};

interface Caller {
  principal: Record<string, string>;
  action: string;
  context: Record<string, string>;
}

/** A trust policy has no resource, and its principal is compared here: the whole value, as IAM does. */
function mayTake({ trust }: { trust: string }, { principal, action, context }: Caller): boolean {
  const statements = [parsed(trust).Statement].flat() as (PolicyDocument["Statement"] & { Principal: Record<string, string | string[]> })[];
  const named = statements.filter(({ Principal }) =>
    Object.entries(principal).every(([kind, value]) => [Principal[kind] ?? []].flat().includes(value)),
  );
  const document = { Statement: named.map((statement) => ({ ...statement, Resource: "*" })) } as PolicyDocument;
  return isAllowed([document], { action, resources: ["*"], context });
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: it is Terraform's.
const provider = "${aws_iam_openid_connect_provider.github_provider.arn}";
const job = (sub: string, aud = "sts.amazonaws.com"): Caller => ({
  principal: { Federated: provider },
  action: "sts:AssumeRoleWithWebIdentity",
  context: { "token.actions.githubusercontent.com:sub": sub, "token.actions.githubusercontent.com:aud": aud },
});
const takenBy = (caller: Caller): string[] =>
  roles.filter((each) => mayTake(each, caller)).map(({ environment, kind }) => `${environment.name} ${kind}`);

const repository = "repo:market-edge@10203040/email@506070809";

test("addresses are a contract: each is a live resource", () => {
  const addresses = Object.entries(stack.resource).flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`));
  expect(addresses.sort()).toMatchInlineSnapshot(`
[
  "aws_cloudtrail.audit_trail",
  "aws_iam_openid_connect_provider.github_provider",
  "aws_iam_policy.dev_break-glass-support",
  "aws_iam_policy.staging-smtp-boundary",
  "aws_iam_policy.staging_apply-besides",
  "aws_iam_policy.staging_apply-functions",
  "aws_iam_policy.staging_break-glass-besides",
  "aws_iam_policy.staging_break-glass-functions",
  "aws_iam_policy.staging_break-glass-support",
  "aws_iam_policy.staging_plan-besides",
  "aws_iam_policy.staging_plan-functions",
  "aws_iam_policy.staging_review-besides",
  "aws_iam_policy.staging_review-functions",
  "aws_iam_role.dev_apply",
  "aws_iam_role.dev_break-glass",
  "aws_iam_role.dev_plan",
  "aws_iam_role.dev_review",
  "aws_iam_role.dev_rotate",
  "aws_iam_role.staging-functions_take-events",
  "aws_iam_role.staging-functions_watch",
  "aws_iam_role.staging-functions_webhook",
  "aws_iam_role.staging_apply",
  "aws_iam_role.staging_break-glass",
  "aws_iam_role.staging_plan",
  "aws_iam_role.staging_review",
  "aws_iam_role.staging_rotate",
  "aws_iam_role_policy.dev_apply-policy",
  "aws_iam_role_policy.dev_break-glass-policy",
  "aws_iam_role_policy.dev_plan-policy",
  "aws_iam_role_policy.dev_review-policy",
  "aws_iam_role_policy.dev_rotate-policy",
  "aws_iam_role_policy.staging-functions_take-events-policy",
  "aws_iam_role_policy.staging-functions_watch-policy",
  "aws_iam_role_policy.staging-functions_webhook-policy",
  "aws_iam_role_policy.staging_apply-policy",
  "aws_iam_role_policy.staging_break-glass-policy",
  "aws_iam_role_policy.staging_plan-policy",
  "aws_iam_role_policy.staging_review-policy",
  "aws_iam_role_policy.staging_rotate-policy",
  "aws_iam_role_policy_attachment.dev_break-glass-may-support",
  "aws_iam_role_policy_attachment.staging_apply-may-besides",
  "aws_iam_role_policy_attachment.staging_apply-may-functions",
  "aws_iam_role_policy_attachment.staging_break-glass-may-besides",
  "aws_iam_role_policy_attachment.staging_break-glass-may-functions",
  "aws_iam_role_policy_attachment.staging_break-glass-may-support",
  "aws_iam_role_policy_attachment.staging_plan-may-besides",
  "aws_iam_role_policy_attachment.staging_plan-may-functions",
  "aws_iam_role_policy_attachment.staging_review-may-besides",
  "aws_iam_role_policy_attachment.staging_review-may-functions",
  "aws_s3_bucket.audit_bucket",
  "aws_s3_bucket_policy.audit_policy",
  "aws_s3_bucket_public_access_block.audit_no-public-access",
  "aws_s3_bucket_versioning.audit_versioning",
  "aws_sesv2_account_suppression_attributes.ses-eu-west-1_suppression",
  "sendgrid_bounce_settings.sendgrid_bounce-purge",
  "sendgrid_click_tracking_settings.sendgrid_click-tracking",
  "sendgrid_enforce_tls.sendgrid_tls",
]
`);
});

test("state lies in the account's bucket, and the AWS provider refuses any other account", () => {
  expect(stack.terraform.backend.s3).toMatchObject({
    bucket: "twinpost-state-111122223333-eu-west-1",
    key: "account-111122223333/terraform.tfstate",
    use_lockfile: true,
  });
  expect(stack.provider.aws).toMatchObject([{ allowed_account_ids: ["111122223333"], region: "eu-west-1" }]);
});

test("the SendGrid account requires TLS but no valid certificate, rewrites no links and forgets no bounces", () => {
  expect(Object.values(stack.resource.sendgrid_enforce_tls ?? {})).toMatchObject([
    { require_tls: true, require_valid_cert: false, version: 1.2 },
  ]);
  expect(Object.values(stack.resource.sendgrid_click_tracking_settings ?? {})).toMatchObject([{ enabled: false }]);
  expect(Object.values(stack.resource.sendgrid_bounce_settings ?? {})).toMatchObject([{ enabled: false }]);
  expect(stack.provider.sendgrid).toEqual([{}]);
});

test("nothing of SendGrid is declared where another account declares it, or where nobody sends through it", () => {
  const { sendgrid, ...without } = shared;
  const elsewhere = { ...shared, sendgrid: { username: sendgrid?.username ?? "", ownsSettings: false } };
  for (const account of [elsewhere, without]) expect(JSON.stringify(synthesise(account))).not.toContain('"sendgrid');
});

test("SES's account settings are declared in every region from which an environment sends", () => {
  const staging = shared.environments.find(({ name }) => name === "staging") as Environment;
  const paris = { ...staging, name: "paris", aws: { ...staging.aws, region: "eu-west-3" } };
  const { resource, provider } = synthesise({ ...shared, environments: [staging, paris] });
  expect(resource.aws_sesv2_account_suppression_attributes).toMatchObject({
    "ses-eu-west-1_suppression": { provider: "aws", suppressed_reasons: ["BOUNCE", "COMPLAINT"] },
    "ses-eu-west-3_suppression": { provider: "aws.eu-west-3", suppressed_reasons: ["BOUNCE", "COMPLAINT"] },
  });
  expect(provider.aws).toMatchObject([
    { region: "eu-west-1" },
    { alias: "eu-west-3", region: "eu-west-3", allowed_account_ids: [shared.id] },
  ]);
});

test("GitHub's tokens are accepted for AWS only", () => {
  expect(Object.values(stack.resource.aws_iam_openid_connect_provider ?? {})).toMatchObject([
    { url: "https://token.actions.githubusercontent.com", client_id_list: ["sts.amazonaws.com"] },
  ]);
});

test("every management event of all regions is kept, in a bucket that only the trail writes to", () => {
  expect(Object.values(stack.resource.aws_cloudtrail ?? {})).toMatchObject([
    { is_multi_region_trail: true, include_global_service_events: true, enable_log_file_validation: true },
  ]);
  const [{ policy } = { policy: "" }] = Object.values(stack.resource.aws_s3_bucket_policy ?? {});
  const written = (sourceArn: string, key: string): boolean =>
    isAllowed([parsed(String(policy))], {
      action: "s3:PutObject",
      resources: [`arn:aws:s3:::twinpost-audit-111122223333-eu-west-1/${key}`],
      context: { "aws:SourceArn": sourceArn, "s3:x-amz-acl": "bucket-owner-full-control", "aws:SecureTransport": "true" },
    });
  const trail = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/twinpost-audit";
  expect(written(trail, "AWSLogs/111122223333/CloudTrail/eu-west-1/a.json.gz")).toBe(true);
  expect(written(trail, "AWSLogs/999999999999/a.json.gz")).toBe(false);
  expect(written("arn:aws:cloudtrail:eu-west-1:999999999999:trail/twinpost-audit", "AWSLogs/111122223333/a.json.gz")).toBe(false);
});

test.each([
  [`${repository}:pull_request`, ["dev plan", "staging plan", "prod plan"]],
  [`${repository}:ref:refs/heads/main`, ["dev review", "staging review", "prod review"]],
  [`${repository}:environment:dev`, ["dev apply"]],
  [`${repository}:environment:staging`, ["staging apply"]],
  [`${repository}:environment:prod`, ["prod apply"]],
  [`${repository}:environment:prod-rotate`, ["prod rotate"]],
])("a job with the subject %s takes %j", (subject, taken) => {
  expect(takenBy(job(subject))).toEqual(taken);
});

test.each([
  ["another branch", `${repository}:ref:refs/heads/feature`],
  ["a branch that begins like main", `${repository}:ref:refs/heads/main-2`],
  ["a tag called main", `${repository}:ref:refs/tags/main`],
  ["another environment", `${repository}:environment:production`],
  ["an environment in another case", `${repository}:environment:PROD`],
  ["an environment that begins like one of ours", `${repository}:environment:prod-eu`],
  ["a fork", "repo:somebody@99887766/email@112233445:pull_request"],
  ["a fork's environment", "repo:somebody@99887766/email@112233445:environment:prod"],
  ["another repository of the owner", "repo:market-edge@10203040/website@998877:environment:prod"],
  ["a repository whose name begins like ours", "repo:market-edge@10203040/email-2@998877:environment:prod"],
  ["a later owner of the same name", "repo:market-edge@77777777/email@506070809:environment:prod"],
  ["a later repository of the same name", "repo:market-edge@10203040/email@888888888:environment:prod"],
  ["names without ids", "repo:market-edge/email:environment:prod"],
  ["a wildcard, taken literally", "repo:*"],
  ["nothing", ""],
])("%s takes no role", (_, subject) => {
  expect(takenBy(job(subject))).toEqual([]);
});

test("a token that was made for somebody else takes no role", () => {
  expect(takenBy(job(`${repository}:environment:prod`, "https://github.com/market-edge"))).toEqual([]);
});

test("subjects without ids are accepted only where an account says so, and no more than with ids", () => {
  const migrating = rolesOf({ ...production, github: { ...production.github, legacyOidcSubjects: true } });
  const taken = (subject: string): string[] => migrating.filter((each) => mayTake(each, job(subject))).map(({ kind }) => kind);
  expect(taken("repo:market-edge/email:environment:prod")).toEqual(["apply"]);
  expect(taken("repo:market-edge/email:pull_request")).toEqual(["plan"]);
  expect(taken(`${repository}:environment:prod`)).toEqual(["apply"]);
  expect(taken("repo:somebody/email:environment:prod")).toEqual([]);
});

const person = (arn: string, mfa?: "true" | "false"): Caller => ({
  principal: { AWS: arn },
  action: "sts:AssumeRole",
  context: mfa ? { "aws:MultiFactorAuthPresent": mfa } : {},
});

test("only named people with MFA break the glass, and they take nothing else", () => {
  const ada = "arn:aws:iam::444455556666:user/ada";
  expect(takenBy(person(ada, "true"))).toEqual(["prod break-glass"]);
  expect(takenBy(person(ada, "false"))).toEqual([]);
  expect(takenBy(person(ada))).toEqual([]);
  expect(takenBy(person("arn:aws:iam::444455556666:user/eve", "true"))).toEqual([]);
  expect(takenBy(person("arn:aws:iam::444455556666:root", "true"))).toEqual([]);
  expect(mayTake(role("prod", "break-glass"), job(`${repository}:environment:prod`))).toBe(false);
});

test("no trust names everybody, or uses a wildcard anywhere", () => {
  for (const { trust } of roles) {
    expect(trust).not.toMatch(/[*?]/);
    expect(trust).not.toContain("StringLike");
    expect(parsed(trust).Statement).toEqual([expect.objectContaining({ Principal: expect.any(Object), Condition: expect.any(Object) })]);
  }
  expect(roles).toHaveLength(accounts.flatMap(({ environments }) => environments).length * roleKinds.length);
});

test("a pull request's job reaches no token that writes, and nothing that would lead to one", () => {
  const reached = roles.filter((each) => mayTake(each, job(`${repository}:pull_request`)));
  expect([...new Set(reached.map(({ kind }) => kind))]).toEqual(["plan"]);
  const allowed = reached.flatMap(({ policy }) => [parsed(policy).Statement].flat().filter(({ Effect }) => Effect === "Allow"));
  const actions = [...new Set(allowed.flatMap(({ Action }) => [Action ?? []].flat()))];
  const reading = /^\w+:(Get|List|Describe)|^apigateway:GET$/;
  expect(actions.filter((action) => !reading.test(action)).sort()).toEqual(["kms:Decrypt"]);
  const resourcesOf = (pattern: RegExp): string[] =>
    allowed
      .filter(({ Action }) => [Action ?? []].flat().some((action) => pattern.test(action)))
      .flatMap(({ Resource }) => [Resource ?? []].flat());
  expect(resourcesOf(/^secretsmanager:GetSecretValue$/).map((arn) => arn.slice(arn.indexOf("secret:")))).toEqual([
    "secret:twinpost/dev/plan/*",
    "secret:twinpost/staging/plan/*",
    "secret:twinpost/prod/plan/*",
  ]);
});
