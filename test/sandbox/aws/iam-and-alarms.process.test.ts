/** What IAM and CloudWatch say through moto: the same as AWS, whoever of the two stand-ins says it. */
import { type AwsWorld, account, createUser, region, startAwsWorld } from "./world";

let world: AwsWorld;
beforeAll(async () => {
  world = await startAwsWorld();
}, 180_000);
afterAll(() => world.stop());

const nameOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "200",
    (error: Error) => error.name,
  );

test("IAM's refusals have IAM's names", async () => {
  const { iam } = world.admin;
  const { accessKeyId: AccessKeyId } = await createUser(world, "u");
  const put = (PolicyDocument: string) => nameOf(iam.putUserPolicy({ UserName: "u", PolicyName: "p", PolicyDocument }));
  const allow = { Effect: "Allow", Action: "s3:*", Resource: `arn:aws:s3:::${"a".repeat(2048)}` };

  expect(await nameOf(iam.updateAccessKey({ UserName: "u", AccessKeyId, Status: "Foo" as "Active" }))).toBe("ValidationError");
  expect(await put("{")).toBe("MalformedPolicyDocumentException");
  expect(await put("{}")).toBe("MalformedPolicyDocumentException");
  expect(await put(JSON.stringify({ Version: "2012-10-17", Statement: [allow] }))).toBe("LimitExceededException");
  expect(await nameOf(iam.createRole({ RoleName: "r", AssumeRolePolicyDocument: "{}" }))).toBe("MalformedPolicyDocumentException");
  expect(await nameOf(iam.createAccessKey({ UserName: "u" }))).toBe("200");
  expect(await nameOf(iam.createAccessKey({ UserName: "u" }))).toBe("LimitExceededException");
  expect([...world.log.unknown]).toEqual([]);
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
test("a new alarm has no data yet; one that is changed keeps its state", async () => {
  const ask = async (Action: string, parameters: Record<string, string> = {}): Promise<string> => {
    const scope = `${world.aws.account(account).accessKeyId}/20260101/${region}/monitoring/aws4_request`;
    const answer = await fetch(world.aws.url, {
      method: "POST",
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
      body: new URLSearchParams({ Action, Version: "2010-08-01", ...parameters }),
    });
    expect(answer.status).toBe(200);
    return answer.text();
  };
  const state = async (): Promise<string | undefined> => /<StateValue>(\w+)/.exec(await ask("DescribeAlarms"))?.[1];
  const alarm = { AlarmName: "a", ComparisonOperator: "GreaterThanThreshold", EvaluationPeriods: "1", MetricName: "Send" };
  const put = (Threshold: string) => ask("PutMetricAlarm", { ...alarm, Threshold, Namespace: "AWS/SES", Period: "60", Statistic: "Sum" });

  await put("1");
  expect(await state()).toBe("INSUFFICIENT_DATA");
  await ask("SetAlarmState", { AlarmName: "a", StateValue: "ALARM", StateReason: "test" });
  await put("2");
  expect(await state()).toBe("ALARM");
  await ask("DeleteAlarms", { "AlarmNames.member.1": "a" });
  await put("1");
  expect(await state()).toBe("INSUFFICIENT_DATA");
});
