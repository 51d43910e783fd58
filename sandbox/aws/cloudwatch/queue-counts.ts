/**
 * SQS's own metrics: how many messages wait in each queue, and for how long the oldest has. Looked at once a minute, and soon after messages came
 * or went. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 * Not here: numbers of what was sent, received and deleted. The oldest message counts as old as the time for which the queue has not been empty.
 */
import type { Place, Questions } from "../access/questions";
import type { Answer, Call } from "../call";
import type { MetricStore } from "./metric-store";

export interface QueueCountsOptions {
  asked: Questions;
  metrics(account: string, region: string): MetricStore;
  now(): number;
}

interface Queue {
  visible: number;
  hidden: number;
  delayed: number;
  /** Milliseconds since 1970. */
  filledAt?: number | undefined;
}

interface Watched extends Place {
  queues: Map<string, Queue>;
  /** When they are looked at next. */
  due: number;
}

const restMs = 60_000;
const soonMs = 1_000;

export class QueueCounts {
  readonly #places = new Map<string, Watched>();
  #looking: Promise<void> | undefined;

  constructor(private readonly options: QueueCountsOptions) {}

  /** Told of every call that was answered. */
  learn({ service, operation, account, region }: Call, { body }: Answer): void {
    if (service !== "sqs" || /^(Get|List)/.test(operation)) return;
    // Pollers ask all the time.
    if (operation === "ReceiveMessage" && !String(body).includes("Message")) return;
    const key = `${account} ${region}`;
    const known = this.#places.get(key);
    const soon = this.options.now() + soonMs;
    this.#places.set(key, { account, region, queues: known?.queues ?? new Map(), due: Math.min(known?.due ?? soon, soon) });
  }

  /** Looks at the queues that are due; one look at a time. */
  tick(): Promise<void> {
    const due = [...this.#places.values()].filter((each) => each.due <= this.options.now());
    if (due.length > 0 && !this.#looking) {
      this.#looking = Promise.all(due.map((place) => this.#look(place)))
        .then(() => undefined)
        .finally(() => {
          this.#looking = undefined;
        });
    }
    return this.#looking ?? Promise.resolve();
  }

  /** Looks at all of them. */
  async look(): Promise<void> {
    await this.#looking;
    await Promise.all([...this.#places.values()].map((place) => this.#look(place)));
  }

  /** As if so much time went by: what waits has waited longer. */
  pass(ms: number): void {
    for (const place of this.#places.values()) {
      for (const [name, queue] of place.queues) {
        if (queue.filledAt !== undefined) queue.filledAt -= ms;
        this.#count(place, name, queue);
      }
    }
  }

  async #look(place: Watched): Promise<void> {
    const { asked, now } = this.options;
    place.due = now() + restMs;
    const { QueueUrls = [] } = (await asked.json("sqs", place, "AmazonSQS.ListQueues", {})) ?? {};
    const found = await Promise.all(
      (QueueUrls as string[]).map(async (QueueUrl) => {
        const { Attributes } =
          (await asked.json("sqs", place, "AmazonSQS.GetQueueAttributes", { QueueUrl, AttributeNames: ["All"] })) ?? {};
        return [QueueUrl.slice(QueueUrl.lastIndexOf("/") + 1), (Attributes ?? {}) as Record<string, string>] as const;
      }),
    );
    const before = place.queues;
    place.queues = new Map();
    for (const [name, attributes] of found) {
      const number = (attribute: string): number => Number(attributes[attribute] ?? 0);
      const [visible, hidden] = [number("ApproximateNumberOfMessages"), number("ApproximateNumberOfMessagesNotVisible")];
      const filledAt = visible + hidden > 0 ? (before.get(name)?.filledAt ?? now()) : undefined;
      const queue = { visible, hidden, delayed: number("ApproximateNumberOfMessagesDelayed"), filledAt };
      place.queues.set(name, queue);
      this.#count(place, name, queue);
    }
  }

  #count({ account, region }: Place, QueueName: string, { visible, hidden, delayed, filledAt }: Queue): void {
    const at = this.options.now();
    const store = this.options.metrics(account, region);
    const count = (name: string, value: number): void => store.count({ namespace: "AWS/SQS", name, dimensions: { QueueName } }, at, value);
    count("ApproximateNumberOfMessagesVisible", visible);
    count("ApproximateNumberOfMessagesNotVisible", hidden);
    count("ApproximateNumberOfMessagesDelayed", delayed);
    count("ApproximateAgeOfOldestMessage", filledAt === undefined ? 0 : Math.round((at - filledAt) / 1000));
  }
}
