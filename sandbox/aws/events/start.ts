/**
 * EventBridge: the rules that moto keeps, followed. Scheduled ones fire when they are due, the others when an event matches: of a call that
 * CloudTrail recorded, of an alarm, of PutEvents. Topics and functions get them, as their policies allow. What this does not do is in
 * sandbox/README.md.
 */
import { randomUUID } from "node:crypto";
import type { RequestLog } from "../../request-log";
import type { Questions } from "../access/questions";
import type { Answer, Answerer, Call } from "../call";
import type { Lambda } from "../lambda/start";
import { answerWith, type Input, list, object, type Protocol, readInput, refusalOf, ServiceError, text } from "../query-protocol";
import type { Sns } from "../sns/start";
import { apiCalls, isRead } from "./api-calls";
import { matchesPattern, requirePattern } from "./pattern";
import { type Rule, Rules, Trails } from "./rules";
import { dueBetween, parseSchedule } from "./schedule";
import { inputOf, type Target } from "./target-input";

export interface EventsOptions {
  asked: Questions;
  sns: Pick<Sns, "publish">;
  lambda: Pick<Lambda, "invokeFor">;
  log: RequestLog;
  now(): number;
  /** The caller's ARN. */
  arnOf(call: Call): Promise<string>;
}

interface Place {
  account: string;
  region: string;
}

interface Fired {
  rule: string;
  target: string;
  /** What the target got. */
  input: string;
  /** Why it did not get it. */
  failure?: string;
}

export interface Events {
  answer: Answerer;
  /** Told of every call that was answered, by whomever. */
  learn(call: Call): void;
  /** Told of every call of a known caller, refused ones too. */
  record(call: Call, answer: Answer): void;
  /** Of a service of AWS, onto the default bus. */
  put(event: { source: string; detailType: string; resources?: string[]; detail: object } & Place): void;
  /** Fires the schedules that are due. */
  tick(): Promise<void>;
  /** As if so much time went by, for schedules. */
  pass(ms: number): Promise<void>;
  /** What was sent to targets, oldest first. */
  fired(): readonly Fired[];
  /** Resolves when everything that fired has arrived or was given up. */
  idle(): Promise<void>;
}

interface BusEvent {
  "detail-type": string;
  source: string;
  account: string;
  region: string;
  detail: unknown;
}

const protocol: Protocol = { namespace: "", jsonVersion: "1.1" };

export function createEvents({ asked, sns, lambda, log, now, arnOf }: EventsOptions): Events {
  const [rules, trails] = [new Rules(asked), new Trails(asked)];
  const fired: Fired[] = [];
  const underway = new Set<Promise<void>>();
  /** Since when a schedule counts, by rule and expression. */
  const since = new Map<string, number>();
  /** Where there may be rules, as "account region". */
  const places = new Map<string, Place>();
  let passed = 0;
  let seenUntil = now();

  function begin(work: Promise<void>): void {
    const failed = (error: Error): void => log.addUnknown("events", `the sandbox failed: ${error.message}`);
    const tracked: Promise<void> = work.catch(failed).finally(() => underway.delete(tracked));
    underway.add(tracked);
  }

  const eventOf = (event: Omit<BusEvent, "version" | "id" | "time">, resources: string[] = []): object => {
    const { "detail-type": type, source, account, region, detail } = event;
    const time = new Date(now()).toISOString().replace(/\.\d+Z$/, "Z");
    return { version: "0", id: randomUUID(), "detail-type": type, source, account, time, region, resources, detail };
  };

  async function send(rule: Rule, target: Target, event: object): Promise<void> {
    const input = inputOf(target, event);
    const by = { service: "events.amazonaws.com", sourceArn: rule.Arn };
    const failure = await toTarget(target.Arn, input, by).catch((error: Error) => error.message);
    fired.push({ rule: rule.Name, target: target.Arn, input, ...(failure === undefined ? {} : { failure }) });
  }

  async function toTarget(arn: string, input: string, by: { service: string; sourceArn: string }): Promise<string | undefined> {
    if (/^arn:aws[a-z-]*:sns:/.test(arn)) {
      const told = await sns.publish({ topicArn: arn, message: input, by });
      return "refused" in told ? told.refused : undefined;
    }
    if (/^arn:aws[a-z-]*:lambda:/.test(arn)) {
      const event = parsed(input);
      if (event === undefined) return `the input is no JSON: ${input}`;
      const ran = await lambda.invokeFor(by, arn, event);
      if (!ran) return "the function is not there, or its policy does not allow it";
      return ran.failed ? `the function failed: ${JSON.stringify(ran.payload)}` : undefined;
    }
    log.addUnknown("events", `a target of ${arn.split(":")[2]}`);
    return "the sandbox has no such target";
  }

  async function match(event: object & { account: string; region: string }, needsAll: boolean): Promise<void> {
    for (const rule of await rules.at(event)) {
      const isOn = needsAll ? rule.State === "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : rule.State !== "DISABLED";
      if (!isOn || !rule.EventPattern) continue;
      if (!matchesPattern(JSON.parse(rule.EventPattern), event)) continue;
      await Promise.all(rule.targets.map((target) => send(rule, target, event)));
    }
  }

  async function recorded(call: Call, answer: Answer): Promise<void> {
    const { account, region, service } = call;
    if (!(await rules.at(call)).some(({ EventPattern }) => EventPattern !== undefined) || !(await trails.log(call))) return;
    const arn = await arnOf(call);
    for (const detail of apiCalls({ call, answer, arn, at: new Date(now()) })) {
      const event = eventOf({ "detail-type": "AWS API Call via CloudTrail", source: `aws.${service}`, account, region, detail });
      await match(event as BusEvent, isRead(String(detail.eventName)));
    }
  }

  async function fire(from: number, to: number): Promise<void> {
    for (const place of places.values()) {
      for (const rule of await rules.at(place)) {
        if (!rule.ScheduleExpression) continue;
        const key = `${rule.Arn} ${rule.ScheduleExpression}`;
        if (rule.State === "DISABLED") {
          since.delete(key);
          continue;
        }
        const begins = since.get(key) ?? to;
        since.set(key, begins);
        const times = dueBetween(parseSchedule(rule.ScheduleExpression), begins, from, to);
        for (const _ of times) {
          const event = eventOf({ "detail-type": "Scheduled Event", source: "aws.events", ...place, detail: {} }, [rule.Arn]);
          for (const target of rule.targets) begin(send(rule, target, event));
        }
      }
    }
  }

  async function tick(): Promise<void> {
    const [from, to] = [seenUntil, now() + passed];
    if (to <= from) return;
    seenUntil = to;
    await fire(from, to);
  }

  function putEvents({ account, region }: Call, input: Input): object {
    const Entries = list(input.Entries).map((each) => {
      const { Source, DetailType, Detail, EventBusName, Resources } = object(each);
      const detail = parsed(text(Detail));
      if (!Source || !DetailType || detail === undefined)
        return { ErrorCode: "InvalidArgument", ErrorMessage: "Source, DetailType and Detail are needed." };
      if (EventBusName && text(EventBusName) !== "default") log.addUnknown("events", "PutEvents to another bus");
      const resources = list(Resources).map(text);
      const event = eventOf({ "detail-type": text(DetailType), source: text(Source), account, region, detail }, resources) as BusEvent & {
        id: string;
      };
      begin(match(event, false));
      return { EventId: event.id };
    });
    return { FailedEntryCount: Entries.filter((entry) => "ErrorCode" in entry).length, Entries };
  }

  return {
    answer(call) {
      if (call.service !== "events") return undefined;
      try {
        if (call.operation === "PutEvents") return answerWith(call, putEvents(call, readInput(call)), protocol);
        if (call.operation === "PutRule") requireRule(readInput(call));
        return undefined;
      } catch (error) {
        if (error instanceof ServiceError) return refusalOf(call, error, protocol);
        throw error;
      }
    },
    learn(call) {
      const { service, operation, account, region } = call;
      if (service === "events" && !isRead(operation)) {
        rules.forget(call);
        places.set(`${account} ${region}`, { account, region });
      }
      if (service === "cloudtrail" && !isRead(operation)) trails.forget(account);
    },
    record: (call, answer) => begin(recorded(call, answer)),
    put({ source, detailType, resources = [], detail, account, region }) {
      begin(match(eventOf({ "detail-type": detailType, source, account, region, detail }, resources) as BusEvent, false));
    },
    tick,
    async pass(ms) {
      passed += ms;
      await tick();
    },
    fired: () => fired,
    async idle() {
      while (underway.size > 0) await Promise.allSettled(underway);
    },
  };
}

/** What moto takes and AWS does not. */
function requireRule({ ScheduleExpression, EventPattern }: Input): void {
  if (ScheduleExpression !== undefined) parseSchedule(text(ScheduleExpression));
  if (EventPattern !== undefined) requirePattern(parsed(text(EventPattern)));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
