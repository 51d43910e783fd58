import { readSendingAccount } from "../../../adapters/ses/account";
import { jsonError, useAwsService } from "../aws/aws-service";

const start = useAwsService();

test("tells production access, review, enforcement and quota", async () => {
  const { aws, asked } = await start({
    body: {
      ProductionAccessEnabled: false,
      EnforcementStatus: "HEALTHY",
      SendingEnabled: true,
      Details: { ReviewDetails: { Status: "PENDING", CaseId: "1" } },
      SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 7 },
      SuppressionAttributes: { SuppressedReasons: ["BOUNCE"] },
    },
  });
  await expect(readSendingAccount(aws.ses)).resolves.toEqual({
    productionAccess: false,
    review: "PENDING",
    enforcement: "HEALTHY",
    sendingEnabled: true,
    perDay: 200,
    perSecond: 1,
    sentLast24Hours: 7,
    suppressed: ["BOUNCE"],
  });
  expect(asked[0]).toMatchObject({ method: "GET", path: "/v2/email/account" });
});

test("a quota of -1 is none, and what is not told is not good", async () => {
  const { aws } = await start({ body: { SendQuota: { Max24HourSend: -1 } } });
  await expect(readSendingAccount(aws.ses)).resolves.toMatchObject({
    productionAccess: false,
    enforcement: "unknown",
    sendingEnabled: false,
    perDay: Number.POSITIVE_INFINITY,
    perSecond: 0,
  });
});

test.each([
  ["a refusal", jsonError(403, "AccessDeniedException"), "SES GetAccount failed with AccessDeniedException"],
  ["a 500", { status: 500 }, "SES GetAccount failed"],
  ["silence", "silence" as const, "no answer in time"],
  ["an answer that was cut off", { cutOff: '{"SendQuota' }, "SES GetAccount failed"],
])("%s is an error that names the call", async (_, canned, message) => {
  const { aws } = await start(canned);
  await expect(readSendingAccount(aws.ses)).rejects.toThrow(message);
});
