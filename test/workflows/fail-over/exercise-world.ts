/** An application between two providers, with a journal in memory, under a clock that the test moves. SendGrid is the primary. */
import type { Environment, ProviderName } from "../../../declaration/schema/environment";
import { acquire, append, release } from "../../../evidence/journal";
import { advance } from "../../../evidence/journal-store";
import { applicationSettings, type StoredApplication } from "../../../workflows/credentials/application-secret";
import { type ExerciseEffects, exercise } from "../../../workflows/fail-over/exercise";
import { type FailOverEffects, failOver } from "../../../workflows/fail-over/fail-over";
import { endExercise, recordSwitches, type Writer } from "../../../workflows/fail-over/record";
import { memoryJournal } from "../../evidence/memory-journal";
import { staging } from "../../fixtures/environments/staging";

const environment: Environment = {
  ...staging,
  rotation: {
    everyDays: 90,
    window: { days: ["monday", "tuesday", "wednesday", "thursday"], fromHour: 9, toHour: 15, timeZone: "Europe/Berlin" },
  },
};

const places = { sendgrid: { host: "smtp.sendgrid.net", port: 587 }, ses: { host: "email-smtp.test", port: 587 } };
const place = (provider: ProviderName) => places[provider as keyof typeof places] ?? { host: "localhost", port: 25 };
const login = (provider: ProviderName) => ({ keyId: provider, user: `user of ${provider}`, password: `password of ${provider}` });

export class ExerciseWorld {
  now: Date;
  alarm: boolean | undefined = false;
  paused = false;
  /** Of what the next runs do: throws where a run is to die, or something is down. */
  before: (call: string) => unknown = () => undefined;
  readonly refusing = new Set<ProviderName>();
  readonly store = memoryJournal();
  /** Who switched, to what, when. */
  readonly switches: { to: string; at: Date; by: string }[] = [];
  #stored: StoredApplication = { versionId: "v", settings: applicationSettings(environment, login("sendgrid"), place("sendgrid")) };
  #ids = 0;

  constructor(start: string) {
    this.now = new Date(start);
  }

  active = (): ProviderName => (this.#stored.settings.SMTP_SERVER === places.ses.host ? "ses" : "sendgrid");

  writer = (by: string): Writer => ({
    store: {
      ...this.store,
      compareAndSet: async (entry) => {
        await this.before(`write ${entry.id} ${entry.steps.at(-1)?.name} ${entry.steps.at(-1)?.state}`);
        return this.store.compareAndSet(entry);
      },
    },
    newId: () => `id ${++this.#ids}`,
    owner: `${by} ${++this.#ids}`,
    by,
    now: () => this.now,
  });

  #failOver(by: string, journal: Writer): FailOverEffects {
    return {
      application: {
        read: async () => structuredClone(this.#stored),
        replace: async (settings, base) => {
          await this.before("replace");
          if (base !== this.#stored.versionId) return "changed";
          this.#stored = { versionId: `v${++this.#ids}`, settings };
          this.switches.push({ to: this.active(), at: this.now, by });
          await this.before("replaced");
          return "written";
        },
      },
      providers: {
        credentials: async (provider) => login(provider),
        server: (provider) => ({
          ...place(provider),
          prove: async () => {
            await this.before(`prove ${provider}`);
            return this.refusing.has(provider) ? new Error("535") : undefined;
          },
        }),
        readiness: async () => ({ refusals: [], warnings: [] }),
      } as FailOverEffects["providers"],
      record: recordSwitches(["sendgrid", "ses"], journal),
      refreshConsumers: async () => undefined,
      endExercise: (reason) => endExercise(reason, journal),
    };
  }

  /** What a schedule runs. */
  tick(apply = true) {
    const journal = this.writer("schedule");
    const effects: ExerciseEffects = {
      failOver: this.#failOver("schedule", journal),
      journal,
      surroundings: { alarm: async () => this.alarm, paused: async () => this.paused },
    };
    return exercise({ environment, apply }, effects);
  }

  person(to: ProviderName) {
    const request = { environment, to, reason: "outage", apply: true, evenIfUnproven: false };
    return failOver(request, this.#failOver("ada", this.writer("ada")));
  }

  /** The steps of a rotation's record. */
  async rotation(...names: string[]): Promise<void> {
    const journal = this.writer("rotation");
    const id = "rotation/ses/000001";
    const taken = await advance(id, acquire({ owner: journal.owner, now: this.now, forMs: 1 }), journal);
    if ("refused" in taken) throw new Error("held");
    for (const name of names) {
      const notes =
        name === "intent" ? { mode: "overlap", reason: "90 days", by: "schedule", old: "OLD", token: "t" } : { seconds: "1", as: "done" };
      await advance(id, append({ name, state: "done", at: this.now, fence: taken.fence, notes }), journal);
    }
    await advance(id, release({ fence: taken.fence }), journal);
  }

  at(time: string): this {
    this.now = new Date(time);
    return this;
  }

  later(hours: number): this {
    this.now = new Date(this.now.getTime() + hours * 3_600_000);
    return this;
  }
}
