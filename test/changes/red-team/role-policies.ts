/** Harmful edits of what roles may do and who takes them, of kinds that the adversarial review named and did not plan. */
import type { Row } from "../harmful-plans";
import { add, policy } from "../recorded-plan";
import { account, acct, adding, conditions, document, foreign } from "./edits";

const boundary = "aws_iam_policy.prod-smtp-boundary";
const applies = "aws_iam_role_policy.prod_apply-policy";
const plans = "aws_iam_role_policy.prod_plan-policy";
const applyRole = "aws_iam_role.prod_apply";
const people = "aws_iam_role.prod_break-glass";
const trust = "assume_role_policy";
const stranger = { AWS: `arn:aws:iam::${foreign}:root` };
const allow = (more: object) => ({ Effect: "Allow", Resource: "*", ...more });
const read = "secretsmanager:GetSecretValue";
const widened = ["role/permissions-widened"];
const newRole = (name: string, ...statements: object[]) =>
  add("aws_iam_role", "x", { name, max_session_duration: 3600, assume_role_policy: document(...statements) });
const github = (subjects: string[]) => ({
  Effect: "Allow",
  Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: {
    StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com", "token.actions.githubusercontent.com:sub": subjects },
  },
});

export const rolePolicies: Row[] = [
  acct("role: NotResource", widened, adding(applies, { Effect: "Allow", Action: "iam:PassRole", NotResource: "arn:aws:iam::*:role/x" })),
  acct("role: one action on everything", widened, adding(plans, allow({ Action: "iam:CreateAccessKey" }))),
  acct("role: an action by pattern", widened, adding(plans, allow({ Action: "secretsmanager:Get*" }))),
  acct(
    "role: another environment's secrets",
    widened,
    adding(plans, { Effect: "Allow", Action: read, Resource: `arn:aws:secretsmanager:eu-west-1:${account}:secret:twinpost/*` }),
  ),
  acct(
    "role: its conditions gone",
    widened,
    policy(applies, (all) => all.map(({ Condition: _, ...each }) => each)),
  ),
  acct(
    "role: a second policy of a role",
    ["resource/attribute"],
    add("aws_iam_role_policy", "x", {
      name: "more",
      role: "twinpost-prod-plan",
      policy: document({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::x/*" }),
    }),
  ),
  acct(
    "role: that never unbinds no more",
    widened,
    policy(applies, (all) => all.filter(({ Sid }) => Sid !== "NeverUnbinds")),
  ),
  acct(
    "boundary: any sender",
    ["role/permissions-widened"],
    policy(boundary, (all) => all.map(({ Condition: _, ...each }) => ({ ...each, Resource: "*" }))),
  ),
  acct(
    "boundary: nothing",
    ["smtp-user-policy/stops-mail"],
    policy(boundary, () => []),
  ),
  acct(
    "boundary: of a user by another name",
    ["resource/attribute"],
    add("aws_iam_policy", "x", {
      name: "x",
      policy: document({ Effect: "Allow", Action: "ses:SendRawEmail", Resource: "arn:aws:ses:eu-west-1:444455556666:identity/x" }),
    }),
  ),

  acct(
    "trust: any job of the repository",
    ["role/trust-widened"],
    conditions(
      applyRole,
      (was) => ({
        ...was,
        StringLike: { "token.actions.githubusercontent.com:sub": "repo:market-edge@10203040/email@506070809:*" },
        StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      }),
      trust,
    ),
  ),
  acct(
    "trust: pull requests may apply",
    ["role/trust-widened"],
    policy(applyRole, () => [github(["repo:market-edge@10203040/email@506070809:pull_request"])], trust),
  ),
  acct(
    "trust: a job's environment by another claim",
    ["role/trust-widened"],
    conditions(
      applyRole,
      () => ({
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:environment": "prod",
        },
      }),
      trust,
    ),
  ),
  acct(
    "trust: everybody but",
    ["role/trust-widened"],
    adding(people, { Effect: "Allow", NotPrincipal: stranger, Action: "sts:AssumeRole" }, trust),
  ),
  acct(
    "trust: MFA, if it is told",
    ["role/trust-widened"],
    conditions(people, () => ({ BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } }), trust),
  ),
  acct(
    "trust: MFA of any age",
    ["role/trust-widened"],
    conditions(people, () => ({ Null: { "aws:MultiFactorAuthAge": "false" } }), trust),
  ),
  acct(
    "trust: a service",
    ["role/trust-widened"],
    adding(people, { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }, trust),
  ),
  acct(
    "trust: a role of ours in place of people",
    ["role/trust-widened"],
    adding(
      people,
      { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:role/twinpost-prod-plan` }, Action: "sts:AssumeRole" },
      trust,
    ),
  ),
  acct(
    "trust: a SAML provider",
    ["role/trust-widened"],
    adding(
      people,
      { Effect: "Allow", Principal: { Federated: `arn:aws:iam::${account}:saml-provider/x` }, Action: "sts:AssumeRoleWithSAML" },
      trust,
    ),
  ),
  acct(
    "trust: a new role for a stranger's repository",
    ["role/trust-widened"],
    newRole("twinpost-prod2-apply", github(["repo:mallory/evil:environment:prod"])),
  ),
  acct(
    "trust: a new role by a pattern",
    ["role/trust-widened"],
    newRole("twinpost-prod2-apply", github(["repo:market-edge@10203040/email@506070809:*"])),
  ),
  acct(
    "trust: a new role of another name",
    ["resource/attribute"],
    newRole("admin", github(["repo:market-edge@10203040/email@506070809:environment:prod"])),
  ),
  acct(
    "trust: a new role without MFA",
    ["role/trust-widened"],
    newRole("twinpost-prod2-break-glass", {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:user/ada` },
      Action: "sts:AssumeRole",
    }),
  ),
];
