/**
 * An environment that sends, with the alarms that its stack declares, in the sandbox's CloudWatch and SNS, on a clock that a test moves. What its
 * functions would find is a test's to set; the metrics are published as they publish them.
 */
import { metricLines } from "../../adapters/aws/metric-log";
import { deadEventQueue, eventQueue, messageMetrics } from "../../declaration/names/events";
import { allStreams, type countsOfAll, messageMetric, watchMetrics } from "../../declaration/names/metrics";
import { sesConfigurationSet, sesMetrics } from "../../declaration/names/ses";
import type { Environment } from "../../declaration/schema/environment";
import { countFailing } from "../../mail/events/failing-domains";
import type { Questions } from "../../sandbox/aws/access/questions";
import type { Call } from "../../sandbox/aws/call";
import { act } from "../../sandbox/aws/cloudwatch/alarms/actions";
import { QueueCounts } from "../../sandbox/aws/cloudwatch/queue-counts";
import { type CloudWatch, createCloudWatch } from "../../sandbox/aws/cloudwatch/start";
import type { Sns } from "../../sandbox/aws/sns/start";
import { RequestLog } from "../../sandbox/request-log";
import { dueAt } from "../../workflows/watch/due";
import type { WatchEffects } from "../../workflows/watch/effects";
import { watch } from "../../workflows/watch/watch";
import type { DeclaredAlarm } from "./declared";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Minutes, more than a suppressor has: stacks/alarms/message-alarms.ts. */
const waits = 4;
const providers = ["sendgrid", "ses"] as const;
export type Provider = (typeof providers)[number];

export type Counts = Partial<Record<(typeof countsOfAll)[number], number>>;

/** What becomes of an hour's mail through a provider, as events tell it. */
interface Hour {
  counts: Counts;
  /** From accepted to delivered. */
  seconds: number;
  /** Domains of recipients in which mail failed. */
  failingDomains: number;
  /** Delivered, with events that did not come. */
  untold: number;
}

type Standing = Awaited<ReturnType<WatchEffects["providers"][string]["standing"]>>;

interface Asked {
  standing: Standing | "no answer";
  webhook: string | undefined;
  creditsUsed: number;
}

export interface Circumstances {
  mail: Record<Provider, Hour>;
  asked: Record<Provider, Asked>;
  /** The function that watches runs. */
  watches: boolean;
  waiting: number;
  dead: number;
  domainDays: number;
  /** Days: those that are left, of its lifetime. */
  certificate: { left: number; of: number };
  isLocked: boolean;
  /** What SES counts itself, by the name of the metric. */
  ses: Record<string, number>;
}

const well = (): Circumstances => {
  const hour = (): Hour => ({ counts: { Accepted: 14, Delivered: 14 }, seconds: 2, failingDomains: 0, untold: 0 });
  const asked = (): Asked => ({ standing: { stopped: 0 }, webhook: undefined, creditsUsed: 0.3 });
  return {
    mail: { sendgrid: hour(), ses: hour() },
    asked: { sendgrid: asked(), ses: asked() },
    watches: true,
    waiting: 0,
    dead: 0,
    domainDays: 300,
    certificate: { left: 60, of: 90 },
    isLocked: true,
    ses: {},
  };
};

export type Told = [target: string, state: string, alarm: string];

export class Sending {
  /** A noon. */
  now = new Date("2026-11-28T12:00:00Z");
  /** By whole steps. */
  #rounded = this.now;
  readonly cloudwatch: CloudWatch;
  readonly log = new RequestLog();
  readonly #queues: QueueCounts;
  readonly #failing: Record<Provider, Map<number, number>> = { sendgrid: new Map(), ses: new Map() };
  readonly #delivered: { provider: Provider; at: number; count: number; untold: number }[] = [];
  readonly #mailsBefore: number;
  #is = well();

  constructor(
    private readonly environment: Environment,
    private readonly sns: Sns,
  ) {
    this.#mailsBefore = sns.mails().length;
    const now = (): number => this.now.getTime();
    const lambda = { invokeFor: async () => undefined };
    this.cloudwatch = createCloudWatch({ now, act: (change, history) => act(change, history, { sns, lambda, log: this.log, now }) });
    this.#queues = new QueueCounts({ asked: this.#sqs(), metrics: (account, region) => this.cloudwatch.metrics(account, region), now });
  }

  async declare(alarms: readonly DeclaredAlarm[]): Promise<void> {
    const { account, region } = this.environment.aws;
    for (const { operation, input } of alarms) {
      const body = Buffer.from(JSON.stringify(input));
      const answer = await this.cloudwatch.answer({ service: "monitoring", operation, dialect: "json", account, region, body } as Call);
      if (answer?.status !== 200) throw new Error(`${input.AlarmName}: ${String(answer?.body)}`);
    }
  }

  /** From now on. */
  become(change: (circumstances: Circumstances) => void): void {
    change(this.#is);
  }

  recover(): void {
    this.#is = well();
  }

  /** In steps of so many minutes: events come, the providers are asked, alarms are evaluated. */
  async go(hours: number, stepMinutes = 60): Promise<void> {
    for (let gone = 0; gone < hours * 60; gone += stepMinutes) {
      await this.publish(stepMinutes);
      this.cloudwatch.tick();
    }
    // A ticket waits whether its page comes.
    this.now = new Date(this.#rounded.getTime() + waits * minuteMs);
    this.cloudwatch.tick();
    await this.cloudwatch.idle();
    await this.sns.idle();
  }

  /** What is found in the next minutes. Events of an hour come at its end. */
  async publish(minutes: number): Promise<void> {
    this.#rounded = new Date(this.#rounded.getTime() + minutes * minuteMs);
    this.now = this.#rounded;
    if (this.now.getUTCMinutes() === 0) {
      for (const provider of providers) this.#takeEvents(provider);
      this.#countAtSes();
    }
    if (this.#is.watches) await watch(dueAt(this.now), this.#watched());
    this.#queues.learn({ service: "sqs", operation: "SendMessage", ...this.environment.aws } as unknown as Call, { body: "" } as never);
    await this.#queues.look();
  }

  /** Names without "twinpost-<environment>". */
  get ringing(): string[] {
    const { account, region } = this.environment.aws;
    const all = this.cloudwatch.alarms(account, region).all();
    return all.filter(({ state, name }) => state.value === "ALARM" && !name.endsWith("/daytime")).map(({ name }) => this.#short(name));
  }

  /** By mail since the last time that somebody asked, oldest first: to whom, the state, the alarm. */
  #read = 0;
  readMails(): { told: Told[]; texts: string[] } {
    const mails = this.sns.mails().slice(this.#mailsBefore + this.#read);
    this.#read += mails.length;
    const told = mails.map(({ to, subject }): Told => {
      const [, state = "", name = ""] = /^(\w+): "([^"]+)"/.exec(subject) ?? [];
      return [to, state, this.#short(name)];
    });
    return { told, texts: mails.map(({ text }) => text) };
  }

  #short = (name: string): string => name.replace(`twinpost-${this.environment.name}`, "").replace(/^[-/]/, "");

  #write(namespace: string, dimensions: Record<string, string>, values: Parameters<typeof metricLines>[0]["values"]): void {
    const { account, region } = this.environment.aws;
    const functionArn = `arn:aws:lambda:${region}:${account}:function:twinpost-${this.environment.name}-any`;
    for (const line of metricLines({ namespace, dimensions, values }, this.now.getTime())) this.cloudwatch.readLogLine(functionArn, line);
  }

  /** As wiring/functions/take-events.ts publishes. */
  #takeEvents(provider: Provider): void {
    const { counts, seconds, failingDomains, untold } = this.#is.mail[provider];
    const dimensions = { Environment: this.environment.name, Provider: provider, Stream: allStreams };
    const at = this.now.getTime();
    const { Delivered = 0 } = counts;
    this.#delivered.push({ provider, at, count: Delivered + untold, untold });
    const values = Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, { unit: "Count" as const, value }]));
    this.#write(messageMetrics, dimensions, {
      ...values,
      DeliverySeconds: { unit: "Seconds", value: Array<number>(Delivered).fill(seconds) },
    });
    if (failingDomains === 0) return;
    const marks = this.#failing[provider];
    for (let mark = 0; mark < failingDomains; mark++) marks.set(mark, at);
    const { inAnHour, inADay } = countFailing(marks.values(), at);
    const domains = { FailingDomains: inAnHour, FailingDomainsDay: inADay };
    for (const [name, value] of Object.entries(domains)) this.#write(messageMetrics, dimensions, { [name]: { unit: "Count", value } });
  }

  #countAtSes(): void {
    const { account, region } = this.environment.aws;
    for (const [name, value] of Object.entries(this.#is.ses)) {
      const dimensions: Record<string, string> = name.startsWith("Reputation.")
        ? {}
        : { [sesMetrics.configurationSetDimension]: sesConfigurationSet(this.environment.name) };
      this.cloudwatch.metrics(account, region).count({ namespace: sesMetrics.namespace, name, dimensions }, this.now.getTime(), value);
    }
  }

  /** As wiring/functions/watch.ts does. */
  #watched(): WatchEffects {
    const { name: Environment, aws } = this.environment;
    const inDays = (days: number): Date => new Date(this.now.getTime() + days * dayMs + hourMs);
    const within =
      ({ since, until }: { since: Date; until: Date }) =>
      (at: number): boolean =>
        at >= since.getTime() && at <= until.getTime();
    const asked = (provider: Provider) => ({
      standing: async () => {
        const { standing } = this.#is.asked[provider];
        if (standing === "no answer") throw new Error("no answer within 8 s");
        return standing;
      },
      delivered: async ({ since, until }: { since: Date; until: Date }) => {
        // SendGrid counts by whole days: until now.
        const span = { since, until: provider === "ses" ? until : this.now };
        return this.#delivered
          .filter((each) => each.provider === provider && within(span)(each.at))
          .reduce((sum, { count }) => sum + count, 0);
      },
    });
    return {
      now: () => this.now,
      providers: {
        sendgrid: {
          ...asked("sendgrid"),
          webhook: async () => this.#is.asked.sendgrid.webhook,
          creditsUsed: async () => this.#is.asked.sendgrid.creditsUsed,
          deliveries: async (span) =>
            this.#delivered
              .filter((each) => each.provider === "sendgrid" && within(span)(each.at))
              .flatMap(({ at, count, untold }) =>
                Array.from({ length: count }, (_, index) => ({
                  id: index < untold ? "untold" : "told",
                  recipient: "a@b.example",
                  madeAt: at,
                })),
              ),
        },
        ses: asked("ses"),
      },
      events: {
        told: async (provider, span) =>
          this.cloudwatch
            .metrics(aws.account, aws.region)
            .samples(messageMetric(Environment, provider, "Delivered", "Sum"))
            .filter(({ at }) => within(span)(at))
            .reduce((sum, each) => sum + each.sum, 0),
        keptSince: async () => new Date("2026-11-01T00:00:00Z"),
        isTold: async (_, { id }) => id === "told",
      },
      outside: {
        registration: async () => ({ expiresAt: inDays(this.#is.domainDays), isLocked: this.#is.isLocked }),
        certificate: async () => {
          const { left, of } = this.#is.certificate;
          return { from: inDays(left - of), until: inDays(left) };
        },
      },
      report: {
        publish: (values, provider) => {
          const dimensions = { Environment, ...(provider === undefined ? {} : { Provider: provider }) };
          const counts = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { unit: "None" as const, value }]));
          this.#write(watchMetrics, dimensions, counts);
        },
        log: () => undefined,
      },
    };
  }

  /** Of the queues, as far as their counts are asked for. */
  #sqs(): Questions {
    const { name } = this.environment;
    const waiting = (queue: string): number =>
      queue === eventQueue(name) ? this.#is.waiting : queue === deadEventQueue(name) ? this.#is.dead : 0;
    const json = async (_service: string, _place: unknown, target: string, { QueueUrl = "" }: { QueueUrl?: string }) =>
      target === "AmazonSQS.ListQueues"
        ? { QueueUrls: [eventQueue(name), deadEventQueue(name)].map((queue) => `http://sqs/${queue}`) }
        : { Attributes: { ApproximateNumberOfMessages: String(waiting(QueueUrl.slice(QueueUrl.lastIndexOf("/") + 1))) } };
    return { json } as unknown as Questions;
  }
}
