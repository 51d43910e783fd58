/** No stack trusts strangers or holds the value of a secret. What checkov finds is in scripts/checkov/. */
import { Testing } from "cdktf";
import { AccountStack } from "../../stacks/account-stack";
import { EmailStack } from "../../stacks/email-stack";
import { OrganisationStack } from "../../stacks/organisation-stack";
import { declared } from "../fixtures/declared";
import { leavesOf, literalSecrets, trustOfStrangers } from "./stack-policies";
import { testingApp } from "./testing-app";

const environments = declared.environments;
const stacks = [
  ...environments.map((environment) => new EmailStack(testingApp(), environment)),
  ...declared.accounts().map((account) => new AccountStack(testingApp(), account, declared.organisation())),
  new OrganisationStack(testingApp(), { organisation: declared.organisation(), environments }),
].map((stack) => [stack.node.id, JSON.parse(Testing.synth(stack, false))] as const);

test.each(stacks)("%s trusts nobody that it does not name", (_, stack) => {
  expect(trustOfStrangers(stack)).toEqual([]);
});

test.each(stacks)("%s holds no value of a secret", (_, stack) => {
  expect(leavesOf(stack).length).toBeGreaterThan(20);
  expect(literalSecrets(stack)).toEqual([]);
});

const github = { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" };
const sub = "token.actions.githubusercontent.com:sub";
const claims = { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com", [sub]: "repo:a@1/b@2:environment:prod" };
const policy = (statement: object) => ({
  resource: { aws_iam_role: { it: { assume_role_policy: JSON.stringify({ Statement: [statement] }) } } },
});
const inData = (statement: object) => ({ data: { aws_iam_policy_document: { it: { statement: [statement] } } } });

test.each([
  ["everybody", policy({ Effect: "Allow", Principal: "*" }), 'trusts "*"'],
  ["everybody at AWS", policy({ Effect: "Allow", Principal: { AWS: ["*"] } }), 'trusts "*"'],
  ["every role of an account", policy({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:role/*" } }), "role/*"],
  ["everybody, in data", inData({ principals: [{ type: "AWS", identifiers: ["*"] }] }), 'trusts "*"'],
  ["everybody on a condition", policy({ Effect: "Allow", Principal: "*", Condition: { StringEquals: claims } }), 'trusts "*"'],
  [
    "every branch",
    policy({ Effect: "Allow", Principal: github, Condition: { StringEquals: { ...claims, [sub]: "repo:a@1/b@2:*" } } }),
    "any sub",
  ],
  ["every repository", policy({ Effect: "Allow", Principal: github, Condition: { StringLike: claims } }), "any sub"],
])("finds trust of %s", (_, stack, finding) => {
  expect(trustOfStrangers(stack).join("\n")).toContain(finding);
});

test.each([
  ["an access key", { resource: { a: { b: { note: "use AKIAIOSFODNN7EXAMPLE" } } } }],
  ["a SendGrid key", { output: { key: `SG.${"a".repeat(22)}.${"b".repeat(43)}` } }],
  ["a token written out", { provider: { cloudflare: [{ api_token: "literal" }] } }],
  ["a login in a web address", { resource: { a: { b: { endpoint: "https://user:password@example.com" } } } }],
  ["a secret's value", { resource: { aws_secretsmanager_secret_version: { it: {} } } }],
  ["a password in JSON", { resource: { a: { b: { body: JSON.stringify({ password: "literal" }) } } } }],
])("finds %s", (_, stack) => {
  expect(literalSecrets(stack as object)).toHaveLength(1);
});
