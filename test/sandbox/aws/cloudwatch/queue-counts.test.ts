/** What is counted of queues. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
import type { Questions } from "../../../../sandbox/aws/access/questions";
import type { Answer, Call } from "../../../../sandbox/aws/call";
import { MetricStore } from "../../../../sandbox/aws/cloudwatch/metric-store";
import { QueueCounts } from "../../../../sandbox/aws/cloudwatch/queue-counts";
import { account, region } from "../place";

const minute = 60_000;

test("what waits, and for how long, once a minute and soon after messages came or went", async () => {
  let now = Date.UTC(2026, 10, 28, 12);
  let visible = 0;
  let looks = 0;
  const store = new MetricStore();
  const asked = {
    async json(_service: string, _place: object, target: string) {
      if (target === "AmazonSQS.ListQueues") return { QueueUrls: [`http://sqs/${account}/dead`] };
      looks++;
      return { Attributes: { ApproximateNumberOfMessages: String(visible), ApproximateNumberOfMessagesNotVisible: "0" } };
    },
  } as unknown as Questions;
  const queues = new QueueCounts({ asked, metrics: () => store, now: () => now });
  const called = (operation: string, body = "{}"): void =>
    queues.learn({ service: "sqs", operation, account, region } as Call, { status: 200, headers: {}, body } as Answer);
  const last = (name: string): number | undefined =>
    store.samples({ namespace: "AWS/SQS", name, dimensions: { QueueName: "dead" } }).at(-1)?.max;
  const wait = async (ms: number): Promise<void> => {
    now += ms;
    await queues.tick();
  };

  await wait(minute);
  expect(looks).toBe(0);
  called("CreateQueue");
  await wait(1_000);
  expect([looks, last("ApproximateNumberOfMessagesVisible"), last("ApproximateAgeOfOldestMessage")]).toEqual([1, 0, 0]);
  called("ReceiveMessage");
  await wait(1_000);
  expect(looks).toBe(1);

  called("SendMessage");
  visible = 2;
  await wait(1_000);
  expect(last("ApproximateNumberOfMessagesVisible")).toBe(2);
  await wait(minute);
  expect(last("ApproximateAgeOfOldestMessage")).toBe(60);
  queues.pass(15 * minute);
  expect(last("ApproximateAgeOfOldestMessage")).toBe(16 * 60);
  called("ReceiveMessage", '{"Messages":[]}');
  visible = 0;
  await wait(minute);
  expect(last("ApproximateAgeOfOldestMessage")).toBe(0);
});
