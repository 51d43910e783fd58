/**
 * The alarms of one account in one region: kept, evaluated, and told of when their state changes. A metric alarm is evaluated once a minute, and as
 * soon as one of its metrics gets data; a composite one whenever one of its alarms changes. What holds its actions back: suppression.ts.
 */
import { ServiceError } from "../../query-protocol";
import { invalid } from "../metric-queries";
import { keyOf, type MetricStore } from "../metric-store";
import { type Alarm, type AlarmState, type CompositeAlarm, type Configured, type MetricAlarm, readingsOf } from "./alarm";
import { alarmsIn, holds } from "./composite-rule";
import { type Verdict, verdictOf } from "./evaluate-metric";
import { History } from "./history";
import { type Change, dayText } from "./message";
import type { StateValue } from "./state-value";
import { Suppression } from "./suppression";

export interface AlarmBookOptions {
  account: string;
  region: string;
  store: MetricStore;
  now(): number;
  /** Told of each change of a state, once it is noted, and again when what held its actions back is over. */
  changed(change: Change): void;
}

/** Between two evaluations without new data. */
const restMs = 60_000;
/** Of an alarm whose period is below a minute. */
const shortRestMs = 10_000;
/** A new alarm is seen without data first. */
const firstMs = 1_000;

export class AlarmBook {
  readonly history = new History();
  readonly #alarms = new Map<string, Alarm>();
  /** When a metric alarm is evaluated next. */
  readonly #due = new Map<string, number>();

  readonly #suppression: Suppression;

  constructor(private readonly options: AlarmBookOptions) {
    this.#suppression = new Suppression({
      now: options.now,
      rings: (alarm) => this.#alarms.get(alarm)?.state.value === "ALARM",
      over: (alarm, owed) => this.#suppressionIsOver(alarm, owed),
    });
  }

  put(configured: Configured<MetricAlarm> | Configured<CompositeAlarm>, tags: Map<string, string>): Alarm {
    const { account, region, now } = this.options;
    const { name, kind } = configured;
    const before = this.#alarms.get(name);
    if (before && before.kind !== kind) throw invalid(`there is a ${before.kind} alarm of the name ${name}`);
    if (configured.kind === "composite") this.#requireChildren(configured);
    const first: AlarmState = {
      value: "INSUFFICIENT_DATA",
      reason: "Unchecked: Initial alarm creation",
      updatedAt: now(),
      changedAt: now(),
    };
    const alarm: Alarm = {
      ...configured,
      arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
      configuredAt: now(),
      // "When you update an existing alarm, its state is left unchanged"; tags of an existing alarm are not changed either.
      state: before?.state ?? first,
      tags: before?.tags ?? tags,
    };
    this.#alarms.set(name, alarm);
    this.history.add(alarm, "ConfigurationUpdate", { summary: `Alarm "${name}" ${before ? "updated" : "created"}`, at: now() });
    if (alarm.kind === "metric") this.#due.set(name, now() + firstMs);
    else {
      if (!before || (before.kind === "composite" && before.suppressor?.name !== alarm.suppressor?.name)) this.#suppression.replaced(alarm);
      this.#evaluateComposite(alarm, before ? "updated" : "created");
      this.#mark(alarm);
    }
    return alarm;
  }

  #requireChildren({ name, parsed, suppressor }: Pick<CompositeAlarm, "name" | "parsed" | "suppressor">): void {
    if (suppressor && !this.#alarms.has(suppressor.name)) {
      throw invalid(`Could not save the composite alarm as the actions suppressor ${suppressor.given} does not exist`);
    }
    const missing = alarmsIn(parsed).filter((each) => !this.#alarms.has(each));
    if (missing.length > 0) {
      throw invalid(`Could not save the composite alarm as alarms [${missing.join(", ")}] in the alarm rule do not exist`);
    }
    const reaches = (child: string): boolean => {
      const found = this.#alarms.get(child);
      return child === name || (found?.kind === "composite" && alarmsIn(found.parsed).some(reaches));
    };
    if (alarmsIn(parsed).some(reaches)) throw invalid("the alarm rule depends on the alarm itself");
  }

  /** All, or none of them: an alarm that a composite one names stays. */
  delete(names: readonly string[]): void {
    const found = names.flatMap((name) => this.#alarms.get(name) ?? []);
    if (found.filter(({ kind }) => kind === "composite").length > 1) throw invalid("one call deletes one composite alarm at most");
    const gone = names.find((name) => !this.#alarms.has(name));
    if (gone !== undefined) throw new ServiceError(404, "ResourceNotFound", `Alarm ${gone} does not exist`, "ResourceNotFound");
    for (const name of names) {
      const parents = this.parentsOf(name).filter((parent) => !names.includes(parent.name));
      if (parents.length > 0)
        throw invalid(
          `Cannot delete ${name} as there are composite alarm(s) depending on it: ${parents.map((each) => each.name).join(", ")}`,
        );
    }
    for (const alarm of found) {
      this.#alarms.delete(alarm.name);
      this.#due.delete(alarm.name);
      this.#suppression.forget(alarm.name);
      if (alarm.state.value === "ALARM") this.#suppressorChanged(alarm.name);
      this.history.add(alarm, "ConfigurationUpdate", { summary: `Alarm "${alarm.name}" deleted`, at: this.options.now() });
    }
  }

  all = (): Alarm[] => [...this.#alarms.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  find = (name: string): Alarm | undefined => this.#alarms.get(name);
  childrenOf = (alarm: Alarm): Alarm[] =>
    alarm.kind === "metric" ? [] : alarmsIn(alarm.parsed).flatMap((name) => this.#alarms.get(name) ?? []);
  parentsOf = (name: string): CompositeAlarm[] =>
    this.all().filter((each): each is CompositeAlarm => each.kind === "composite" && alarmsIn(each.parsed).includes(name));

  /** @throws ServiceError when there is no such alarm. */
  require(name: string): Alarm {
    const found = this.#alarms.get(name);
    if (!found) throw new ServiceError(404, "ResourceNotFound", `Alarm ${name} does not exist`, "ResourceNotFound");
    return found;
  }

  /** By hand, which lasts until the alarm is evaluated next. */
  setState(name: string, state: { value: StateValue; reason: string; data?: string | undefined }): void {
    this.#become(this.require(name), state, []);
  }

  /** A metric got data. */
  touch(key: string): void {
    for (const alarm of this.#alarms.values()) {
      if (alarm.kind !== "metric" || !readingsOf(alarm).some(({ metric }) => keyOf(metric) === key)) continue;
      this.#due.set(alarm.name, Math.min(this.#due.get(alarm.name) ?? 0, this.options.now()));
    }
  }

  /** Those that are due, or every one. */
  evaluate(every = false): void {
    const { now } = this.options;
    this.#suppression.release(this.#composites());
    for (const [name, due] of [...this.#due]) {
      if (!every && due > now()) continue;
      const alarm = this.#alarms.get(name);
      if (alarm?.kind !== "metric") continue;
      this.#due.set(name, now() + (alarm.period < restMs ? shortRestMs : restMs));
      const verdict = this.#verdict(alarm);
      if (verdict) this.#become(alarm, verdict, []);
    }
  }

  /** An expression that fails on its data decides nothing; CloudWatch calls that EVALUATION_ERROR. */
  #verdict(alarm: MetricAlarm): Verdict | undefined {
    try {
      return verdictOf(alarm, this.options.store, this.options.now());
    } catch (error) {
      if (error instanceof ServiceError) return undefined;
      throw error;
    }
  }

  /** Time passes: what was noted is older. */
  age(ms: number): void {
    for (const { state } of this.#alarms.values()) {
      state.updatedAt -= ms;
      state.changedAt -= ms;
    }
    this.#suppression.age(ms);
    this.history.age(ms);
  }

  /** @param cause the alarm that changed, or what was done to this one. */
  #evaluateComposite(alarm: CompositeAlarm, cause: Alarm | "created" | "updated"): void {
    const value = holds(alarm.parsed, (name) => this.#alarms.get(name)?.state.value) ? "ALARM" : "OK";
    if (value === alarm.state.value) return;
    const reason =
      typeof cause === "string"
        ? `${alarm.arn} was ${cause} and its alarm rule evaluates to ${value}`
        : `${cause.arn} transitioned to ${cause.state.value} at ${dayText(cause.state.changedAt)}`;
    this.#become(alarm, { value, reason }, typeof cause === "string" ? [] : [cause]);
  }

  #become(
    alarm: Alarm,
    { value, reason, data }: { value: StateValue; reason: string; data?: string | undefined },
    children: readonly Alarm[],
  ): void {
    const { now, changed } = this.options;
    const before = alarm.state;
    const isNew = before.value !== value;
    alarm.state = { value, reason, data, updatedAt: now(), changedAt: isNew ? now() : before.changedAt, suppressedBy: before.suppressedBy };
    if (!isNew) return;
    if (alarm.kind === "composite") {
      this.#suppression.changed(alarm, children);
      this.#mark(alarm);
    }
    if ((before.value === "ALARM") !== (value === "ALARM")) this.#suppressorChanged(alarm.name);
    const summary = `Alarm updated from ${before.value} to ${value}`;
    this.history.add(alarm, "StateUpdate", { summary, at: now(), states: { oldState: before, newState: alarm.state } });
    changed({ alarm, before, children });
    for (const parent of this.parentsOf(alarm.name)) this.#evaluateComposite(parent, alarm);
  }

  #composites = (): CompositeAlarm[] => this.all().filter((each): each is CompositeAlarm => each.kind === "composite");

  #suppressorChanged(name: string): void {
    const suppressed = this.#composites().filter(({ suppressor }) => suppressor?.name === name);
    this.#suppression.suppressorChanged(name, suppressed);
    for (const alarm of suppressed) this.#mark(alarm);
  }

  #mark(alarm: CompositeAlarm): void {
    alarm.state.suppressedBy = this.#suppression.of(alarm);
  }

  /** Told as AWS tells a function: from the state that was held back to the same one, which is not. */
  #suppressionIsOver(alarm: CompositeAlarm, owed: readonly Alarm[] | undefined): void {
    const before = alarm.state;
    alarm.state = { ...before, updatedAt: this.options.now(), suppressedBy: undefined };
    if (owed) this.options.changed({ alarm, before, children: owed });
  }
}
