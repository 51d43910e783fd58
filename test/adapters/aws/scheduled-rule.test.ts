import { fireOnceAt } from "../../../adapters/aws/scheduled-rule";
import { jsonError, useAwsService } from "./aws-service";

const start = useAwsService();
const name = "twinpost-staging-ses-credentials-age";
const now = new Date("2026-11-24T22:00:00Z");
const at = new Date("2027-03-01T09:05:59Z");
const declared = { body: { Name: name, Description: "Once", ScheduleExpression: "rate(365 days)", State: "DISABLED" } };
const bodies = (asked: { body: string }[]): unknown[] => asked.map(({ body }) => JSON.parse(body) as unknown);

test("sets the time of the rule, switches it on and keeps what it says", async () => {
  const { aws, asked } = await start(declared, { body: { RuleArn: "arn" } });
  await fireOnceAt(aws.events, name, { at, now });
  expect(bodies(asked)).toEqual([
    { Name: name },
    { Name: name, Description: "Once", ScheduleExpression: "cron(5 9 1 3 ? 2027)", State: "ENABLED" },
  ]);
  expect(asked.map(({ headers }) => headers["x-amz-target"])).toEqual(["AWSEvents.DescribeRule", "AWSEvents.PutRule"]);
});

test("leaves a rule alone that has the time already", async () => {
  const { aws, asked } = await start({ body: { ...declared.body, ScheduleExpression: "cron(5 9 1 3 ? 2027)", State: "ENABLED" } });
  await fireOnceAt(aws.events, name, { at, now });
  expect(asked).toHaveLength(1);
});

test("what is past fires in ten minutes: a time that is over never comes", async () => {
  const { aws, asked } = await start(declared, { body: { RuleArn: "arn" } });
  await fireOnceAt(aws.events, name, { at: new Date("2026-01-01T00:00:00Z"), now });
  expect(bodies(asked)[1]).toMatchObject({ ScheduleExpression: "cron(10 22 24 11 ? 2026)" });
});

test("makes no rule of its own, which would tell nobody", async () => {
  const { aws, asked } = await start(jsonError(400, "ResourceNotFoundException"));
  await expect(fireOnceAt(aws.events, name, { at, now })).rejects.toMatchObject({
    message: `EventBridge has no rule "${name}", which tells when credentials are too old`,
    remedy: expect.stringContaining("twinpost apply"),
  });
  expect(asked).toHaveLength(1);
});

test("a 500 and a 429 are tried again; a refusal is told in AWS's words", async () => {
  const { aws, asked } = await start(jsonError(500, "InternalException"), declared, jsonError(429, "ThrottlingException"), {
    body: { RuleArn: "arn" },
  });
  await fireOnceAt(aws.events, name, { at, now });
  expect(asked).toHaveLength(4);
  const refused = await start(declared, jsonError(400, "AccessDeniedException", "not yours"));
  await expect(fireOnceAt(refused.aws.events, name, { at, now })).rejects.toThrow(
    "EventBridge PutRule failed with AccessDeniedException: not yours",
  );
});

test("a truncated answer and a time-out are told", async () => {
  const truncated = await start({ cutOff: '{"Name": "tw' });
  await expect(fireOnceAt(truncated.aws.events, name, { at, now })).rejects.toThrow("EventBridge DescribeRule failed");
  const late = await start("silence");
  await expect(fireOnceAt(late.aws.events, name, { at, now })).rejects.toThrow("no answer in time");
});
