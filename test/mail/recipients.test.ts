import { unrefusedStrangers } from "../../declaration/unrefused-strangers";
import { isAllowedRecipient, recipientExpression, recipientLikes } from "../../mail/recipients";
import { isAllowed } from "../../sandbox/aws/iam-policy";
import { mayReceive } from "../../sandbox/capture/logins";
import { dev } from "../fixtures/environments/dev";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";

test("a provider that cannot refuse strangers is told for as long as it is used there", () => {
  expect(unrefusedStrangers(staging)).toMatchObject([{ id: "recipients/not-refused", what: expect.stringContaining("SendGrid") }]);
  expect([dev, prod, { ...staging, sendingProviders: { primary: "ses" as const } }].flatMap(unrefusedStrangers)).toEqual([]);
});

const allow = ["example.net", "ada+test@gmail.com"];

/** As SES's IAM condition and as Mailpit's setting would judge it. */
const judges: [name: string, judge: (address: string) => boolean][] = [
  ["validation", (address) => isAllowedRecipient(allow, address)],
  [
    "IAM",
    (address) => {
      const Condition = { "ForAllValues:StringLike": { "ses:Recipients": recipientLikes(allow) } };
      const Statement = { Effect: "Allow" as const, Action: "ses:SendRawEmail", Resource: "*", Condition };
      return isAllowed([{ Statement }], { action: "ses:SendRawEmail", resources: ["*"], context: { "ses:Recipients": [address] } });
    },
  ],
  ["Mailpit", (address) => mayReceive({ recipients: recipientExpression(allow) }, address)],
];

describe.each(judges)("%s", (_name, judge) => {
  test.each(["seed@example.net", "ada+test@gmail.com"])("lets %s pass", (address) => {
    expect(judge(address)).toBe(true);
  });

  test.each([
    "stranger@gmail.com",
    "xada+test@gmail.com",
    "ada+test@gmail.com.evil.example",
    "a@evil-example.net",
    "a@sub.example.net",
    "a@examplexnet",
    "adaatest@gmail.com",
  ])("refuses %s", (address) => {
    expect(judge(address)).toBe(false);
  });
});

test("one stranger among the recipients is enough for IAM to refuse", () => {
  const Condition = { "ForAllValues:StringLike": { "ses:Recipients": recipientLikes(allow) } };
  const Statement = { Effect: "Allow" as const, Action: "ses:SendRawEmail", Resource: "*", Condition };
  const context = { "ses:Recipients": ["seed@example.net", "stranger@gmail.com"] };
  expect(isAllowed([{ Statement }], { action: "ses:SendRawEmail", resources: ["*"], context })).toBe(false);
});

test("an address in other letters is allowed where case means nothing, and refused by IAM, which heeds it", () => {
  expect(judges.map(([name, judge]) => [name, judge("Seed@Example.NET")])).toEqual([
    ["validation", true],
    ["IAM", false],
    ["Mailpit", true],
  ]);
});
