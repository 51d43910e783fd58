/** Examples of AWS's documentation: what a policy says, what is asked, and what AWS says becomes of it. */
import type { PolicyDocument, Statement } from "../../../../sandbox/aws/policy/document";
import type { ApplyingPolicies } from "../../../../sandbox/aws/policy/evaluate";
import type { Principal } from "../../../../sandbox/aws/policy/principal";
import type { IamRequest } from "../../../../sandbox/aws/policy/statement";

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide/";

export interface Example {
  source: string;
  what: string;
  policies: ApplyingPolicies;
  asked: IamRequest;
  /** "allowed", or by what it is denied. */
  expected: string;
}

const bob: Principal = { account: "444455556666", arn: "arn:aws:iam::444455556666:user/Bob", kind: "user" };
const carol: Principal = { account: "444455556666", arn: "arn:aws:iam::444455556666:user/Carol", kind: "user" };
const session = (name: string): Principal => ({
  account: "444455556666",
  arn: `arn:aws:sts::444455556666:assumed-role/cross-account-read-only-role/${name}`,
  roleArn: "arn:aws:iam::444455556666:role/cross-account-read-only-role",
  kind: "session",
});
const policy = (...statements: Statement[]): PolicyDocument => ({ Version: "2012-10-17", Statement: statements });
const allowAll = policy({ Effect: "Allow", Action: "*", Resource: "*" });
const get = (principal: Principal, more: Partial<IamRequest> = {}): IamRequest => ({
  action: "s3:GetObject",
  resources: ["arn:aws:s3:::BUCKETNAME/file"],
  context: {},
  principal,
  ...more,
});
const given = (AWS: string): PolicyDocument => policy({ Effect: "Allow", Principal: { AWS }, Action: "s3:GetObject", Resource: "*" });
const nothing = policy({ Effect: "Allow", Action: "ec2:*", Resource: "*" });

const oneAccount = (what: string, policies: ApplyingPolicies, principal: Principal, expected: string): Example => ({
  source: `${guide}reference_policies_evaluation-logic_policy-eval-denyallow.html`,
  ...{ what, policies, expected },
  asked: get(principal),
});

const s = session("cross-account-audit-app");
const evaluation: Example[] = [
  oneAccount("all requests are implicitly denied", { identity: [] }, bob, "identity-based policy"),
  oneAccount("an identity policy or a resource's allows", { identity: [], resource: given(bob.arn) }, bob, "allowed"),
  oneAccount("an explicit deny overrides", { identity: [allowAll], boundary: deny("s3:*") }, bob, "explicit permissions boundary"),
  oneAccount("a boundary limits", { identity: [allowAll], boundary: nothing }, bob, "permissions boundary"),
  oneAccount("a session policy limits", { identity: [allowAll], session: [nothing] }, s, "session policy"),
  oneAccount("given to the user: no boundary limits", { identity: [], boundary: nothing, resource: given(bob.arn) }, bob, "allowed"),
  oneAccount(
    "to the role: its boundary does",
    { identity: [], boundary: nothing, resource: given(s.roleArn ?? "") },
    s,
    "permissions boundary",
  ),
  oneAccount(
    "to the role: so does its session",
    { identity: [], session: [nothing], resource: given(s.roleArn ?? "") },
    s,
    "session policy",
  ),
  oneAccount("to the session: neither does", { identity: [], boundary: nothing, session: [nothing], resource: given(s.arn) }, s, "allowed"),
  oneAccount(
    "to the account: IAM decides",
    { identity: [], resource: given("arn:aws:iam::444455556666:root") },
    bob,
    "identity-based policy",
  ),
  oneAccount("a key's policy must allow", { identity: [allowAll], resource: nothing, resourceDecides: true }, bob, "resource-based policy"),
  oneAccount("across accounts both must, the resource", { identity: [allowAll], isElsewhere: true }, bob, "resource-based policy"),
  oneAccount("and IAM", { identity: [], resource: given(bob.arn), isElsewhere: true }, bob, "identity-based policy"),
];

function deny(action: string): PolicyDocument {
  return policy({ Effect: "Allow", Action: "*", Resource: "*" }, { Effect: "Deny", Action: action, Resource: "*" });
}

const notPrincipal = (...AWS: string[]): PolicyDocument =>
  policy({ Effect: "Deny", NotPrincipal: { AWS }, Action: "s3:*", Resource: ["arn:aws:s3:::BUCKETNAME", "arn:aws:s3:::BUCKETNAME/*"] });
const root = "arn:aws:iam::444455556666:root";
const audited = notPrincipal(s.arn, s.roleArn ?? "", root);
const exceptions: Example[] = [
  ["NotPrincipal spares Bob", notPrincipal(bob.arn, root), bob, "allowed"],
  ["and nobody else", notPrincipal(bob.arn, root), carol, "explicit resource-based policy"],
  ["without the account's ARN not even Bob", notPrincipal(bob.arn), bob, "explicit resource-based policy"],
  ["a session with role and account", audited, s, "allowed"],
  ["not another session of the role", audited, session("another"), "explicit resource-based policy"],
].map(([what, resource, principal, expected]) => ({
  source: `${guide}reference_policies_elements_notprincipal.html`,
  what: what as string,
  policies: { identity: [allowAll], resource: resource as PolicyDocument },
  asked: get(principal as Principal),
  expected: expected as string,
}));

const about = (page: string, what: string, statement: Statement, more: Partial<IamRequest>, expected = "allowed"): Example => ({
  source: `${guide}${page}`,
  what,
  policies: { identity: [policy(statement)] },
  asked: { ...get(bob), ...more },
  expected,
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: they are policy variables.
const home: Statement = { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::amzn-s3-demo-bucket/${aws:username}/*" };
const team: Statement = {
  Effect: "Allow",
  Action: "s3:*",
  Resource: "arn:aws:s3:::amzn-s3-demo-bucket-${aws:PrincipalTag/team, 'company-wide'}/*",
};
const mark: Statement = { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::BUCKETNAME/${*}" };
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above
const in2 = (resource: string): string[] => [`arn:aws:s3:::amzn-s3-demo-bucket${resource}`];
const iam = "identity-based policy";
const variables = "reference_policies_variables.html";
const notAction = "reference_policies_elements_notaction.html";
const notResource = "reference_policies_elements_notresource.html";
const ownFolder: Statement = {
  Effect: "Deny",
  Action: "s3:*",
  NotResource: ["arn:aws:s3:::HRBucket/Payroll", "arn:aws:s3:::HRBucket/Payroll/*"],
};
const elements: Example[] = [
  about(variables, "a user's own folder", home, { resources: in2("/Bob/a"), context: { "aws:username": "Bob" } }),
  about(variables, "not another's", home, { resources: in2("/Carol/a"), context: { "aws:username": "Bob" } }, iam),
  about(variables, "a variable without a value matches nothing", home, { resources: in2("//a"), context: {} }, iam),
  about(variables, "a default value", team, { resources: in2("-company-wide/a"), context: {} }),
  about(variables, "instead of it the value", team, { resources: in2("-yellow/a"), context: { "aws:PrincipalTag/team": "yellow" } }),
  about(variables, "an escaped asterisk is one", mark, { resources: ["arn:aws:s3:::BUCKETNAME/*"] }),
  about(variables, "and no wildcard", mark, { resources: ["arn:aws:s3:::BUCKETNAME/a"] }, iam),
  about(notAction, "all but deletion", { Effect: "Allow", NotAction: "s3:DeleteBucket", Resource: "arn:aws:s3:::*" }, {}),
  about(
    notAction,
    "and that not",
    { Effect: "Allow", NotAction: "s3:DeleteBucket", Resource: "arn:aws:s3:::*" },
    { action: "s3:DeleteBucket", resources: ["arn:aws:s3:::BUCKETNAME"] },
    iam,
  ),
  about(notResource, "all but one's own is denied", ownFolder, {}, `explicit ${iam}`),
  about(notResource, "and nothing else", ownFolder, { resources: ["arn:aws:s3:::HRBucket/Payroll/may"] }, iam),
];

export const documented: readonly Example[] = [...evaluation, ...exceptions, ...elements];
