import { readIdentity } from "../../../adapters/ses/identity";
import { jsonError, useAwsService } from "../aws/aws-service";

const start = useAwsService();
const answer = {
  IdentityType: "DOMAIN",
  VerifiedForSendingStatus: true,
  VerificationStatus: "SUCCESS",
  DkimAttributes: { SigningEnabled: true, Status: "SUCCESS", Tokens: ["a", "b", "c"], SigningHostedZone: "dkim.amazonses.com" },
  MailFromAttributes: {
    MailFromDomain: "bounce.mail.example.com",
    MailFromDomainStatus: "PENDING",
    BehaviorOnMxFailure: "USE_DEFAULT_VALUE",
  },
};

test("tells what SES says of a domain", async () => {
  const { aws, asked } = await start(jsonError(429, "TooManyRequestsException"), { body: answer });
  await expect(readIdentity(aws.ses, "mail.example.com")).resolves.toEqual({
    verifiedForSending: true,
    dkim: "SUCCESS",
    mailFrom: "PENDING",
    signingHostedZone: "dkim.amazonses.com",
  });
  expect(asked[1]).toMatchObject({ method: "GET", path: "/v2/email/identities/mail.example.com", body: "" });
});

test("is not verified while the verification is pending, nor without DKIM, nor has it a MAIL FROM domain unasked", async () => {
  const { aws } = await start({ body: { VerifiedForSendingStatus: true, VerificationStatus: "PENDING", MailFromAttributes: {} } });
  await expect(readIdentity(aws.ses, "mail.example.com")).resolves.toEqual({
    verifiedForSending: false,
    dkim: "NOT_STARTED",
    mailFrom: undefined,
    signingHostedZone: undefined,
  });
});

test("an unknown domain is undefined", async () => {
  const { aws } = await start(jsonError(404, "NotFoundException"));
  await expect(readIdentity(aws.ses, "mail.example.com")).resolves.toBeUndefined();
});

test.each([
  ["a 500", { status: 500 }, "SES GetEmailIdentity failed"],
  ["silence", "silence" as const, "TimeoutError: no answer in time"],
  ["an answer that was cut off", { cutOff: '{"VerifiedFor' }, "SES GetEmailIdentity failed"],
  ["an answer that is no JSON", { body: '{"VerifiedFor' }, "the answer could not be read"],
])("%s is an error that names the call", async (_, canned, message) => {
  const { aws } = await start(canned);
  await expect(readIdentity(aws.ses, "mail.example.com")).rejects.toThrow(message);
});
