/** Alarms, schedules and reads of secrets that end at somebody who hears them, through the gateway, as Terraform declares them. */
import { type AwsWorld, account, createUser, region, startAwsWorld } from "../world";

let world: AwsWorld;
beforeAll(async () => {
  world = await startAwsWorld();
}, 180_000);
afterAll(() => world.stop());

const topicArn = `arn:aws:sns:${region}:${account}:alerts`;
const minute = 60_000;

async function ask(service: string, headers: Record<string, string>, body: string): Promise<void> {
  const scope = `${world.aws.account(account).accessKeyId}/20260101/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
  const answer = await fetch(world.aws.url, { method: "POST", headers: { authorization, ...headers }, body });
  expect([await answer.text(), answer.status]).toEqual([expect.anything(), 200]);
}
const form = (service: string, Action: string, parameters: Record<string, string>) =>
  ask(service, { "content-type": "application/x-www-form-urlencoded" }, new URLSearchParams({ Action, ...parameters }).toString());
const json = (service: string, target: string, input: object) =>
  ask(service, { "content-type": "application/x-amz-json-1.1", "x-amz-target": target }, JSON.stringify(input));
const events = (operation: string, input: object) => json("events", `AWSEvents.${operation}`, input);

const heard = async (): Promise<string[]> => {
  await world.aws.events.idle();
  await world.aws.sns.idle();
  return world.aws.sns
    .mails()
    .filter(({ subscribeUrl }) => subscribeUrl === undefined)
    .map(({ subject, text }) => `${subject}: ${text.split("\n")[0]}`);
};

test("what happens is heard once its owner has confirmed", async () => {
  const publishers = ["cloudwatch.amazonaws.com", "events.amazonaws.com"];
  const Policy = JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: { Service: publishers }, Action: "sns:Publish", Resource: topicArn }],
  });
  await form("sns", "CreateTopic", { Name: "alerts", "Attributes.entry.1.key": "Policy", "Attributes.entry.1.value": Policy });
  await form("sns", "Subscribe", { TopicArn: topicArn, Protocol: "email", Endpoint: "ops@example.com" });
  world.aws.sns.followLinks("ops@example.com");

  const metric = { Namespace: "Twinpost/Messages", MetricName: "Bounced", Statistic: "Sum", Period: "3600", EvaluationPeriods: "1" };
  const limit = { Threshold: "3", ComparisonOperator: "GreaterThanOrEqualToThreshold", TreatMissingData: "notBreaching" };
  await form("monitoring", "PutMetricAlarm", { AlarmName: "bounces", ...metric, ...limit, "AlarmActions.member.1": topicArn });
  const line = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: "Twinpost/Messages", Dimensions: [[]], Metrics: [{ Name: "Bounced" }] }],
    },
  };
  world.aws.cloudwatch.readLogLine(`arn:aws:lambda:${region}:${account}:function:f`, JSON.stringify({ ...line, Bounced: 3 }));
  await world.aws.pass(minute);
  expect(await heard()).toEqual([expect.stringContaining('ALARM: "bounces" in EU (Frankfurt): You are receiving this email because')]);

  await events("PutRule", { Name: "hourly", ScheduleExpression: "rate(1 hour)" });
  await events("PutTargets", { Rule: "hourly", Targets: [{ Id: "t", Arn: topicArn, Input: '"an hour went by"' }] });
  await world.aws.pass(minute);
  await world.aws.pass(60 * minute);
  expect((await heard()).slice(1)).toEqual(['AWS Notification Message: "an hour went by"']);
});

test("a message among the dead letters is heard", async () => {
  const before = (await heard()).length;
  await json("sqs", "AmazonSQS.CreateQueue", { QueueName: "dead" });
  const metric = { Namespace: "AWS/SQS", MetricName: "ApproximateNumberOfMessagesVisible", Statistic: "Maximum", Period: "300" };
  const limit = { EvaluationPeriods: "1", Threshold: "1", ComparisonOperator: "GreaterThanOrEqualToThreshold" };
  const dimension = { "Dimensions.member.1.Name": "QueueName", "Dimensions.member.1.Value": "dead" };
  await form("monitoring", "PutMetricAlarm", {
    AlarmName: "dead-letters",
    ...metric,
    ...limit,
    ...dimension,
    "AlarmActions.member.1": topicArn,
  });
  await json("sqs", "AmazonSQS.SendMessage", { QueueUrl: `http://sqs.${region}.amazonaws.com/${account}/dead`, MessageBody: "x" });
  await world.aws.pass(minute);
  expect((await heard()).slice(before)).toEqual([expect.stringContaining('ALARM: "dead-letters" in EU (Frankfurt)')]);
});

test("a read of a secret is heard where the account has a trail", async () => {
  const { secrets } = world.admin;
  await secrets.createSecret({ Name: "s", SecretString: "x" });
  const EventPattern = JSON.stringify({ source: ["aws.secretsmanager"], detail: { eventName: ["GetSecretValue"] } });
  await events("PutRule", { Name: "reads", EventPattern, State: "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" });
  const InputTransformer = {
    InputPathsMap: { who: "$.detail.userIdentity.arn", error: "$.detail.errorCode" },
    InputTemplate: '"<who> <error>"',
  };
  await events("PutTargets", { Rule: "reads", Targets: [{ Id: "t", Arn: topicArn, InputTransformer }] });
  const before = (await heard()).length;
  await secrets.getSecretValue({ SecretId: "s" });
  expect(await heard()).toHaveLength(before);

  await world.admin.s3.createBucket({ Bucket: "trail-bucket", CreateBucketConfiguration: { LocationConstraint: region } });
  const cloudtrail = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";
  await json("cloudtrail", `${cloudtrail}.CreateTrail`, { Name: "trail", S3BucketName: "trail-bucket", IsMultiRegionTrail: true });
  await json("cloudtrail", `${cloudtrail}.StartLogging`, { Name: "trail" });
  await secrets.getSecretValue({ SecretId: "s" });
  const stranger = world.clients(await createUser(world, "stranger"));
  await expect(stranger.secrets.getSecretValue({ SecretId: "s" })).rejects.toThrow("not authorized");
  await secrets.describeSecret({ SecretId: "s" });
  expect((await heard()).slice(before)).toEqual([
    `AWS Notification Message: "arn:aws:iam::${account}:user/moto "`,
    `AWS Notification Message: "arn:aws:iam::${account}:user/stranger AccessDenied"`,
  ]);
});
