/**
 * The services that watch others, on one clock: CloudWatch counts and rings, EventBridge fires and matches, SNS delivers what they say. The clock is
 * the machine's, and `pass` lets hours go by at once.
 */
import type { Surroundings } from "../surroundings";
import { principalOf } from "./access/caller";
import { factsOf } from "./access/caller-facts";
import type { Entities } from "./access/entities";
import type { Holdings } from "./access/holdings";
import type { Questions } from "./access/questions";
import type { Answer, Answerer, Call } from "./call";
import { act, stateChangeOf } from "./cloudwatch/alarms/actions";
import { LogFilters } from "./cloudwatch/log-filters/filters";
import { QueueCounts } from "./cloudwatch/queue-counts";
import { type CloudWatch, createCloudWatch } from "./cloudwatch/start";
import { createEvents, type Events } from "./events/start";
import type { Lambda } from "./lambda/start";
import { type Sns, type SnsOptions, startSns } from "./sns/start";

export interface WatchingOptions extends Pick<SnsOptions, "reach"> {
  asked: Questions;
  holdings: Holdings;
  lambda: Pick<Lambda, "invokeFor">;
  entities(account: string): Entities;
}

export interface Watching {
  cloudwatch: CloudWatch;
  sns: Sns;
  events: Events;
  answer: Answerer;
  /** Told of every call that was answered. */
  learn(call: Call, answer: Answer): void;
  /** Told of each line that a function writes. */
  readLogLine(functionArn: string, line: string): void;
  /**
   * As if so much time went by for alarms and schedules, in steps of a minute, or of more for more than eight hours: what is known gets older,
   * schedules fire, alarms are evaluated. Resolves when everything that this caused has arrived.
   */
  pass(ms: number): Promise<void>;
  /** All of it so far, in milliseconds. */
  passed(): number;
  stop(): Promise<void>;
}

/** How often it is seen what is due. */
const tickMs = 250;
const stepMs = 60_000;
const mostSteps = 480;

export async function startWatching(surroundings: Surroundings, options: WatchingOptions): Promise<Watching> {
  const { log, trouble } = surroundings;
  const { asked, holdings, lambda, reach, entities } = options;
  const now = (service: string) => (): number => trouble.now(service);
  const sns = await startSns(surroundings, { holdings, asked, lambda, reach });
  const events = createEvents({
    ...{ asked, sns, lambda, log, now: now("events") },
    arnOf: async ({ caller }) => principalOf(caller, (await factsOf(caller, entities)).arn).arn,
  });
  const cloudwatch = createCloudWatch({
    now: now("monitoring"),
    async act(change, history) {
      events.put(stateChangeOf(change));
      const failed = (error: Error): void => log.addUnknown("monitoring", `the sandbox failed: ${error.message}`);
      await act(change, history, { sns, lambda, log, now: now("monitoring") }).catch(failed);
    },
  });
  const queues = new QueueCounts({ asked, metrics: cloudwatch.metrics, now: now("monitoring") });
  const filters = new LogFilters({ metrics: cloudwatch.metrics, now: now("monitoring") });
  const clock = setInterval(() => {
    cloudwatch.tick();
    // What cannot be asked now is asked again.
    void Promise.allSettled([queues.tick(), events.tick()]);
  }, tickMs).unref();

  let passedMs = 0;

  return {
    ...{ cloudwatch, sns, events },
    answer: async (call) => (await cloudwatch.answer(call)) ?? (await sns.answer(call)) ?? filters.answer(call) ?? events.answer(call),
    learn(call, answer) {
      events.learn(call);
      queues.learn(call, answer);
      filters.learn(call, answer);
    },
    readLogLine(functionArn, line) {
      cloudwatch.readLogLine(functionArn, line);
      filters.readLogLine(functionArn, line);
    },
    passed: () => passedMs,
    async pass(ms) {
      const most = Math.max(stepMs, Math.ceil(ms / mostSteps));
      await queues.look();
      for (let passed = 0; passed < ms; passed += most) {
        const step = Math.min(most, ms - passed);
        passedMs += step;
        await events.pass(step);
        await events.idle();
        queues.pass(step);
        cloudwatch.pass(step);
      }
      await cloudwatch.idle();
      await sns.idle();
    },
    async stop() {
      clearInterval(clock);
      await queues.tick();
      await events.idle();
      await cloudwatch.idle();
      await sns.stop();
    },
  };
}
