/**
 * What IAM refuses. Sources: the parameters of each action in docs.aws.amazon.com/IAM/latest/APIReference, and the sizes of
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html ("IAM doesn't count white space").
 */
import type { Answer, Call } from "../../../sandbox/aws/call";
import { iamChecks } from "../../../sandbox/aws/iam-checks";

let checks: ReturnType<typeof iamChecks>;
beforeEach(() => {
  checks = iamChecks();
});

/** @returns "200" for what is left to moto, else status and code. */
function call(operation: string, parameters: Record<string, string>, account = "1"): string {
  const body = Buffer.from(new URLSearchParams(parameters).toString());
  const asked = { service: "iam", operation, account, dialect: "query", body } as Call;
  const answer = checks.answer(asked) as Answer | undefined;
  checks.learn(asked, answer ?? { status: 200, headers: {}, body: "" });
  return answer ? `${answer.status} ${/<Code>(\w+)/.exec(String(answer.body))?.[1]}` : "200";
}
/** A policy of so many characters that count. */
const policyOf = (length: number): string => {
  const [before, after] = ['{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"', '"}]}'];
  return `${before}${"a".repeat(length - before.length - after.length)}${after}`;
};
const trustWith = (statement: object): string => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };

test.each<[string, string, Record<string, string>]>([
  ["400 ValidationError", "UpdateAccessKey", { AccessKeyId: "AKIA", Status: "Foo" }],
  ["400 ValidationError", "UpdateAccessKey", { AccessKeyId: "AKIA", Status: "active" }],
  ["400 ValidationError", "UpdateAccessKey", { AccessKeyId: "AKIA" }],
  ["200", "UpdateAccessKey", { AccessKeyId: "AKIA", Status: "Inactive" }],
  ["400 ValidationError", "CreateUser", { UserName: "a b" }],
  ["400 ValidationError", "CreateUser", { UserName: "a".repeat(65) }],
  ["200", "CreateUser", { UserName: `${"a".repeat(58)}+=,.@-` }],
  ["400 ValidationError", "CreateUser", { UserName: "a", Path: "mail" }],
  ["200", "CreateUser", { UserName: "a", Path: "/mail/" }],
  ["400 ValidationError", "PutUserPolicy", { UserName: "a", PolicyName: "p".repeat(129), PolicyDocument: policyOf(200) }],
  ["400 ValidationError", "PutUserPolicy", { UserName: "a", PolicyName: "p", PolicyDocument: '{"€":1}' }],
])("%s: %s %j", (expected, operation, parameters) => {
  expect(call(operation, parameters)).toBe(expected);
});

test.each<[string, string]>([
  ["{", "400 MalformedPolicyDocument"],
  ["{}", "400 MalformedPolicyDocument"],
  ['{"Version":"2012-10-17","Statement":[]}', "400 MalformedPolicyDocument"],
  [JSON.stringify({ Version: "2026-01-01", Statement: [trust] }), "400 MalformedPolicyDocument"],
  [trustWith({ ...trust, Effect: "allow" }), "400 MalformedPolicyDocument"],
  [trustWith({ ...trust, Principal: undefined }), "400 MalformedPolicyDocument"],
  [trustWith({ ...trust, Action: undefined }), "400 MalformedPolicyDocument"],
  [trustWith({ ...trust, Action: ["sts:AssumeRole", "s3:GetObject"] }), "400 MalformedPolicyDocument"],
  [trustWith({ ...trust, Resource: "*" }), "400 MalformedPolicyDocument"],
  [trustWith(trust), "200"],
  [trustWith({ ...trust, Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"] }), "200"],
])("a role's trust policy %s: %s", (AssumeRolePolicyDocument, expected) => {
  expect(call("CreateRole", { RoleName: "r", AssumeRolePolicyDocument })).toBe(expected);
});

describe("sizes", () => {
  test.each<[string, string, number]>([
    ["PutUserPolicy", "UserName", 2048],
    ["PutGroupPolicy", "GroupName", 5120],
    ["PutRolePolicy", "RoleName", 10_240],
    ["CreatePolicy", "", 6144],
    ["CreatePolicyVersion", "", 6144],
    ["UpdateAssumeRolePolicy", "RoleName", 2048],
  ])("%s takes %s's policies up to %d characters", (operation, name, most) => {
    const put = (length: number) =>
      call(operation, { ...(name ? { [name]: "e" } : {}), PolicyName: "p", PolicyDocument: policyOf(length) });
    expect([put(most + 1), put(most)]).toEqual(["409 LimitExceeded", "200"]);
  });

  test("a trust policy has 2,048 characters at most", () => {
    const long = trustWith({ ...trust, Sid: "a".repeat(2048) });
    expect(call("CreateRole", { RoleName: "r", AssumeRolePolicyDocument: long })).toBe("409 LimitExceeded");
  });

  test("white space does not count", () => {
    const spread = policyOf(2048).replaceAll(",", ",\n\t   ");
    expect(call("PutUserPolicy", { UserName: "u", PolicyName: "p", PolicyDocument: spread })).toBe("200");
  });

  test("a user's inline policies count together: put again, deleted, renamed, gone with him", () => {
    const put = (PolicyName: string, length: number, UserName = "u") =>
      call("PutUserPolicy", { UserName, PolicyName, PolicyDocument: policyOf(length) });
    expect([put("one", 1500), put("two", 548), put("two", 549)]).toEqual(["200", "200", "409 LimitExceeded"]);
    expect([put("one", 1499), put("two", 549)]).toEqual(["200", "200"]);
    expect(put("two", 2048, "other")).toBe("200");
    call("UpdateUser", { UserName: "u", NewUserName: "v" });
    expect(put("three", 500, "v")).toBe("409 LimitExceeded");
    call("DeleteUserPolicy", { UserName: "v", PolicyName: "two" });
    expect(put("three", 500, "v")).toBe("200");
    call("DeleteUser", { UserName: "v" });
    expect(put("one", 2048, "v")).toBe("200");
  });
});
