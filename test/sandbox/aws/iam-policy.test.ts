import { type IamRequest, isAllowed, type PolicyDocument } from "../../../sandbox/aws/iam-policy";

const identity = "arn:aws:ses:eu-central-1:480312345678:identity/mail.example.com";
const set = "arn:aws:ses:eu-central-1:480312345678:configuration-set/staging";
const request: IamRequest = {
  action: "ses:SendRawEmail",
  resources: [identity],
  context: {
    "ses:FromAddress": "invitations@mail.example.com",
    "ses:Recipients": ["ann@client.example", "bob@client.example"],
    "aws:SecureTransport": "true",
  },
};

type Statement = Extract<PolicyDocument["Statement"], readonly unknown[]>[number];

const statement = (more: Partial<Statement> = {}): Statement => ({
  Effect: "Allow",
  Action: "ses:SendRawEmail",
  Resource: identity,
  ...more,
});
const judge = (statements: Statement[], asked: Partial<IamRequest> = {}): boolean =>
  isAllowed([{ Statement: statements }], { ...request, ...asked });
const when = (operator: string, key: string, value: string | string[]): Statement =>
  statement({ Condition: { [operator]: { [key]: value } } });

test("nothing is allowed by nothing", () => {
  expect(isAllowed([], request)).toBe(false);
});

test.each<[string, Partial<Statement>, boolean]>([
  ["this action on this resource", {}, true],
  ["one of several", { Action: ["ses:SendEmail", "ses:SendRawEmail"], Resource: [set, identity] }, true],
  ["actions with a wildcard", { Action: "ses:Send*" }, true],
  ["actions in another case", { Action: "SES:sendrawemail" }, true],
  ["a single unknown character", { Action: "ses:SendRawEmai?" }, true],
  ["everything", { Action: "*", Resource: "*" }, true],
  ["another action", { Action: "ses:SendEmail" }, false],
  ["a longer action", { Action: "ses:SendRawEmails" }, false],
  ["another resource", { Resource: set }, false],
  ["a resource in another case", { Resource: identity.toUpperCase() }, false],
  ["resources with a wildcard", { Resource: "arn:aws:ses:*:480312345678:identity/*.example.com" }, true],
  ["a dot that is no wildcard", { Resource: identity.replaceAll(".", "x") }, false],
])("a statement about %s", (_, more, allowed) => {
  expect(judge([statement(more)])).toBe(allowed);
});

test("an explicit Deny wins, in whatever policy it stands", () => {
  const deny = statement({ Effect: "Deny", Action: "ses:*", Resource: "*" });

  expect(judge([statement(), deny])).toBe(false);
  expect(isAllowed([{ Statement: deny }, { Statement: statement() }], request)).toBe(false);
});

test("every resource must be allowed", () => {
  expect(judge([statement()], { resources: [identity, set] })).toBe(false);
  expect(judge([statement({ Resource: [identity, set] })], { resources: [identity, set] })).toBe(true);
  expect(judge([statement(), statement({ Resource: set })], { resources: [identity, set] })).toBe(true);
});

const from = "ses:FromAddress";
const recipients = "ses:Recipients";
test.each<[string, string, string | string[], boolean]>([
  ["StringEquals", from, "invitations@mail.example.com", true],
  ["StringEquals", from, ["other@mail.example.com", "invitations@mail.example.com"], true],
  ["StringEquals", from, "other@mail.example.com", false],
  ["StringEquals", from, "*@mail.example.com", false],
  ["StringEquals", "SES:fromaddress", "invitations@mail.example.com", true],
  ["StringEqualsIgnoreCase", from, "Invitations@MAIL.example.com", true],
  ["StringLike", from, "*@mail.example.com", true],
  ["StringLike", from, "*@example.com", false],
  ["StringEquals", "ses:FromDisplayName", "Market", false],
  ["StringEqualsIfExists", "ses:FromDisplayName", "Market", true],
  ["StringEqualsIfExists", from, "other@mail.example.com", false],
  ["StringNotEquals", from, "other@mail.example.com", true],
  ["StringNotEquals", from, ["other@mail.example.com", "invitations@mail.example.com"], false],
  ["StringNotEquals", "ses:FromDisplayName", "Market", true],
  ["Bool", "aws:SecureTransport", "TRUE", true],
  ["Bool", "aws:SecureTransport", "false", false],
  ["Bool", "aws:MultiFactorAuthPresent", "true", false],
  ["BoolIfExists", "aws:MultiFactorAuthPresent", "true", true],
  ["ForAllValues:StringLike", recipients, "*@client.example", true],
  ["ForAllValues:StringEquals", recipients, "ann@client.example", false],
  ["ForAllValues:StringEquals", "ses:Nothing", "x", true],
  ["ForAnyValue:StringEquals", recipients, "ann@client.example", true],
  ["ForAnyValue:StringEquals", recipients, "eve@client.example", false],
  ["ForAnyValue:StringEquals", "ses:Nothing", "x", false],
])("the condition %s %s %j", (operator, key, value, holds) => {
  expect(judge([when(operator, key, value)])).toBe(holds);
});

test("all conditions of a statement must hold", () => {
  const both = { StringEquals: { [from]: "invitations@mail.example.com", "ses:FromDisplayName": "Market" } };

  expect(judge([statement({ Condition: both })])).toBe(false);
  expect(judge([statement({ Condition: both })], { context: { ...request.context, "ses:FromDisplayName": "Market" } })).toBe(true);
});

const strange = { StringResembles: { [from]: "x" } };

test("a condition operator that AWS does not have allows nothing, and keeps a Deny", () => {
  expect(judge([statement({ Condition: strange })])).toBe(false);
  expect(judge([statement(), statement({ Effect: "Deny", Condition: strange })])).toBe(false);
});

test("what could not be judged is named", () => {
  const gaps: string[] = [];
  const gap = (what: string): void => void gaps.push(what);
  judge([statement({ Condition: strange })], { gap });
  judge([when("StringEquals", "ses:Unheard", "x")], { gap, knows: (key) => key !== "ses:Unheard" });
  judge([when("StringEquals", "ses:FromDisplayName", "x")], { gap, knows: (key) => key === "ses:FromDisplayName" });
  expect(gaps).toEqual(["condition operator StringResembles", "condition key ses:Unheard"]);
});
