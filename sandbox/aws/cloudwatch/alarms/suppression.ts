/**
 * What holds back a composite alarm's actions: its suppressor, the time that it waits for the suppressor, and the time after it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html (examples 1 to 6 are tests)
 * Belief: an alarm whose state did not change meanwhile acts not again when the suppressor is over; a suppressor in INSUFFICIENT_DATA, or deleted,
 * suppresses nothing; the words for a suppressor in ALARM.
 */
import type { Alarm, CompositeAlarm, SuppressedBy } from "./alarm";

interface Held {
  by: SuppressedBy;
  /** Milliseconds since 1970; undefined: while the suppressor rings. */
  until?: number;
  /** The state changed meanwhile: the alarms that made it change. */
  owed: readonly Alarm[] | undefined;
}

interface SuppressionOptions {
  now(): number;
  rings(alarm: string): boolean;
  /** Nothing holds the alarm's actions back any more: it takes those of the state that it has now, if any are owed. */
  over(alarm: CompositeAlarm, owed: readonly Alarm[] | undefined): void;
}

export const reasonOf = (by: SuppressedBy): string => `Actions suppressed by ${by}`;

export class Suppression {
  /** By the composite alarm's name. */
  readonly #held = new Map<string, Held>();

  constructor(private readonly options: SuppressionOptions) {}

  of = ({ name }: CompositeAlarm): SuppressedBy | undefined => this.#held.get(name)?.by;

  /** The composite alarm has another state. "A new WaitPeriod starts" also when one, or an ExtensionPeriod, was running. */
  changed({ name, suppressor }: CompositeAlarm, owed: readonly Alarm[]): void {
    if (!suppressor) return;
    if (this.options.rings(suppressor.name)) this.#held.set(name, { by: "Alarm", owed });
    else if (suppressor.waitMs > 0) {
      this.#held.set(name, { by: "WaitPeriod", until: this.options.now() + suppressor.waitMs, owed });
    } else this.#held.delete(name);
  }

  /** The alarm began or ceased to ring. */
  suppressorChanged(suppressor: string, suppressed: readonly CompositeAlarm[]): void {
    for (const alarm of suppressed) {
      const owed = this.#held.get(alarm.name)?.owed;
      const { extensionMs } = alarm.suppressor ?? { extensionMs: 0 };
      if (this.options.rings(suppressor)) this.#held.set(alarm.name, { by: "Alarm", owed });
      else this.#held.set(alarm.name, { by: "ExtensionPeriod", until: this.options.now() + extensionMs, owed });
      if (extensionMs === 0) this.release([alarm]);
    }
  }

  /** "If you replace the action suppressor alarm, any active WaitPeriod or ExtensionPeriod is discarded." */
  replaced(alarm: CompositeAlarm): void {
    const held = this.#held.get(alarm.name);
    if (alarm.suppressor && this.options.rings(alarm.suppressor.name)) {
      this.#held.set(alarm.name, { by: "Alarm", owed: held?.owed });
    } else if (held) {
      this.#held.set(alarm.name, { ...held, until: this.options.now() });
      this.release([alarm]);
    }
  }

  forget(alarm: string): void {
    this.#held.delete(alarm);
  }

  /** Those whose time is over. */
  release(alarms: readonly CompositeAlarm[]): void {
    for (const alarm of alarms) {
      const held = this.#held.get(alarm.name);
      if (held?.until === undefined || held.until > this.options.now()) continue;
      this.#held.delete(alarm.name);
      this.options.over(alarm, held.owed);
    }
  }

  age(ms: number): void {
    for (const held of this.#held.values()) if (held.until !== undefined) held.until -= ms;
  }
}
