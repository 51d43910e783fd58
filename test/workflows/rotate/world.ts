/**
 * A sending provider, a secret and an application in memory, under a clock that the test moves. Every effect passes one place, where a test may
 * refuse it, lose its answer, let it happen late, or end the run; and where the invariant is looked at afterwards.
 */

import { OperatorError } from "../../../declaration/operator-error";
import type { RotationPolicy } from "../../../declaration/rotation";
import type { Environment } from "../../../declaration/schema/environment";
import { type ApplicationEffects, applicationSettings } from "../../../workflows/credentials/application-secret";
import { isSame } from "../../../workflows/credentials/prove";
import type { SendingCredentials } from "../../../workflows/credentials/stored-credentials";
import type { RotateEffects } from "../../../workflows/rotate/effects";
import type { Rollout } from "../../../workflows/rotate/seen";
import { memoryJournal } from "../../evidence/memory-journal";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** A Monday. */
const start = new Date("2026-11-30T08:00:00Z");

export const policy: RotationPolicy = {
  environment: "staging",
  everyMs: 90 * dayMs,
  overlapMs: dayMs,
  mostExtraMs: 7 * dayMs,
  soakMs: 3 * dayMs,
  proofPauseMs: 15 * 60_000,
  afterSwitchMs: dayMs,
  window: { days: [1, 2, 3, 4], fromHour: 9, toHour: 15, timeZone: "Europe/Berlin" },
  freezes: [],
};

interface Key {
  credentials: SendingCredentials;
  createdAt: Date;
  name: string | undefined;
  sends: boolean;
  worksFrom: number;
  lastUsed: Date | undefined;
}

interface Version {
  id: string;
  labels: Set<string>;
  createdAt: Date;
  credentials: SendingCredentials | undefined;
}

/** What befalls a call. "late": it is answered with an error, and happens a minute later all the same. */
export type Fate = "well" | "refused" | "lost" | "late" | "killed before" | "killed after";

export class Killed extends Error {}

export interface WorldOptions {
  /** Chosen anew for each call. */
  fate?: (call: string) => Fate;
  /** Whether keys have names, as SendGrid's do. */
  named?: boolean;
  mostKeys?: number;
  /** How long a new key takes to work. */
  spreadMs?: () => number;
  owner?: string;
}

/** The other provider's, which nobody rotates here. */
export const other = { host: "other.test", port: 587, credentials: { keyId: "OTHER", user: "other", password: "secret of other" } };

export const host = { host: "smtp.test", port: 587 };

export class RotationWorld {
  now = start.getTime();
  /** How far our own clock is ahead of the provider's. */
  skewMs = 0;
  readonly keys = new Map<string, Key>();
  readonly versions: Version[] = [];
  application: { versionId: string; settings: ReturnType<typeof applicationSettings> } | undefined;
  alarm: boolean | undefined = false;
  switchedAt: Date | undefined;
  paused = false;
  /** Copies that are behind. */
  behind: string[] = [];
  refreshes = 0;
  /** Of services that are started anew. */
  rollouts: Rollout[] = [];
  /** Permissions that the login has not. */
  lacks: string[] = [];
  /** Of every call, in order. */
  readonly calls: string[] = [];
  /** Called after every effect. */
  afterEach: () => void = () => undefined;
  fate: (call: string) => Fate;
  /** Awaited before each call of this run, so that what runs at the same time comes between. */
  turn: (owner: string) => Promise<void> = async () => undefined;
  readonly #late: { at: number; act: () => void }[] = [];
  readonly #journal = memoryJournal();
  #made = 0;
  #ids = 0;

  constructor(
    readonly environment: Environment,
    readonly options: WorldOptions = {},
  ) {
    this.fate = options.fate ?? (() => "well");
    const credentials = this.#makeKey(undefined);
    this.versions.push({ id: "v0", labels: new Set(["AWSCURRENT"]), createdAt: new Date(this.now), credentials });
    this.application = { versionId: "a0", settings: applicationSettings(environment, credentials, host) };
  }

  advance(ms: number): void {
    this.now += ms;
    for (const late of this.#late.filter(({ at }) => at <= this.now)) {
      this.#late.splice(this.#late.indexOf(late), 1);
      late.act();
    }
  }

  /** A key that a person made, or a run that nobody knows of. */
  addKey(name?: string): string {
    return this.#makeKey(name).keyId;
  }

  accepts({ user, password }: { user: string; password: string }): boolean {
    const key = [...this.keys.values()].find(({ credentials }) => credentials.user === user && credentials.password === password);
    return key?.sends === true && this.now >= key.worksFrom;
  }

  current = (): Version | undefined => this.versions.find(({ labels }) => labels.has("AWSCURRENT"));
  pending = (): Version | undefined => this.versions.find(({ labels }) => labels.has("AWSPENDING"));

  /** Both that are read must log in, at every moment. */
  isServed(): boolean {
    const current = this.current()?.credentials;
    return Boolean(current && this.accepts(current)) && this.isApplicationServed();
  }

  isApplicationServed(): boolean {
    if (!this.application) return false;
    const { SMTP_SERVER, SMTP_USER: user, SMTP_PASSWORD: password } = this.application.settings;
    if (SMTP_SERVER === other.host) return isSame({ user, password }, other.credentials);
    return this.accepts({ user, password });
  }

  effects(owner = this.options.owner ?? "run"): RotateEffects {
    const { named = false, mostKeys = 2 } = this.options;
    const call = <T>(name: string, act: () => T) => this.call(name, act, owner);
    return {
      provider: {
        name: "ses",
        keys: {
          most: mostKeys,
          list: () =>
            call("keys.list", () =>
              [...this.keys].map(([id, { createdAt, sends, lastUsed, name }]) => ({
                ...{ id, createdAt, sends, lastUsed: lastUsed ?? ("never" as const) },
                ...(name === undefined ? {} : { name }),
              })),
            ),
          foreign: () => undefined,
          lacks: async () => this.lacks.filter((each) => !each.startsWith("secretsmanager:")),
          create: (token) =>
            call("keys.create", () => {
              if (this.keys.size >= mostKeys) throw new OperatorError("LimitExceeded");
              return this.#makeKey(named ? `twinpost-${token}` : undefined);
            }),
          stop: (id) => call("keys.stop", () => this.#setSends(id, false)),
          resume: (id) => call("keys.resume", () => this.#setSends(id, true)),
          delete: (id) => call("keys.delete", () => void this.keys.delete(id)),
        },
        server: {
          ...host,
          prove: (login) =>
            call("server.prove", () => {
              if (!this.accepts(login)) this.advance(60_000);
              return this.accepts(login) ? undefined : new OperatorError("535 Authentication failed");
            }),
          isRefused: (login) => call("server.isRefused", () => !this.accepts(login)),
        },
      },
      secrets: {
        sending: {
          versions: () =>
            call("sending.versions", () =>
              this.versions
                .filter(({ labels }) => labels.size > 0)
                .map(({ id, labels, createdAt, credentials }) => ({ id, labels: [...labels], createdAt, keyId: credentials?.keyId })),
            ),
          read: (id) => call("sending.read", () => this.versions.find((version) => version.id === id)?.credentials),
          decrypt: () => call("sending.decrypt", () => undefined),
          storePending: (credentials, token) => call("sending.storePending", () => this.#store(credentials, token)),
          makeCurrent: (move) => call("sending.makeCurrent", () => this.#makeCurrent(move)),
          clearPending: (id) =>
            call("sending.clearPending", () => void this.versions.find((version) => version.id === id)?.labels.delete("AWSPENDING")),
        },
        application: { ...this.applicationEffects(owner), sendsHere: ({ SMTP_SERVER }) => SMTP_SERVER === host.host },
      },
      journal: {
        store: {
          read: (id) => call("journal.read", () => this.#journal.read(id)),
          compareAndSet: (entry) => call("journal.write", () => this.#journal.compareAndSet(entry)),
          latest: (series) => call("journal.latest", () => this.#journal.latest(series)),
        },
        newId: () => `id-${++this.#ids}-${"x".repeat(12)}`,
        owner,
        series: "rotation/ses",
        by: "test",
      },
      surroundings: {
        now: () => new Date(this.now + this.skewMs),
        lacks: async () => this.lacks.filter((each) => each.startsWith("secretsmanager:")),
        alarm: async () => this.alarm,
        switchedAt: async () => this.switchedAt,
        paused: async () => this.paused,
        rollouts: async () => this.rollouts,
        copiesBehind: async () => this.behind,
        refreshConsumers: () => call("consumers.refresh", () => void this.refreshes++),
      },
    };
  }

  applicationEffects(owner = ""): ApplicationEffects {
    return {
      read: () => this.call("application.read", () => this.application && structuredClone(this.application), owner),
      replace: (settings, base) =>
        this.call(
          "application.replace",
          () => {
            if (this.application?.versionId !== base) return "changed" as const;
            this.application = { versionId: `a${++this.#ids}`, settings };
            return "written" as const;
          },
          owner,
        ),
    };
  }

  async call<T>(name: string, act: () => T, owner = ""): Promise<Awaited<T>> {
    await this.turn(owner);
    this.calls.push(name);
    const fate = this.fate(name);
    if (fate === "killed before") throw new Killed(name);
    if (fate === "refused") throw new OperatorError(`${name}: 503`);
    if (fate === "late") {
      this.#late.push({ at: this.now + 60_000, act: () => ignoreFailure(act) });
      throw new OperatorError(`${name}: no answer`);
    }
    const result = await act();
    this.advance(500);
    this.afterEach();
    if (fate === "killed after") throw new Killed(name);
    if (fate === "lost") throw new OperatorError(`${name}: no answer`);
    return result;
  }

  #makeKey(name: string | undefined): SendingCredentials {
    const keyId = `KEY${++this.#made}`;
    const credentials = { keyId, user: keyId, password: `secret of ${keyId}` };
    const worksFrom = this.#made === 1 ? 0 : this.now + (this.options.spreadMs?.() ?? 0);
    this.keys.set(keyId, { credentials, createdAt: new Date(this.now), name, sends: true, worksFrom, lastUsed: undefined });
    return credentials;
  }

  #setSends(id: string, sends: boolean): void {
    const key = this.keys.get(id);
    if (!key) throw new OperatorError(`${id}: NoSuchEntity`);
    key.sends = sends;
  }

  #store(credentials: SendingCredentials, token: string): void {
    for (const { labels } of this.versions) labels.delete("AWSPENDING");
    const existing = this.versions.find(({ id }) => id === token);
    if (existing) existing.labels.add("AWSPENDING");
    else this.versions.push({ id: token, labels: new Set(["AWSPENDING"]), createdAt: new Date(this.now), credentials });
  }

  #makeCurrent({ from, to }: { from: string | undefined; to: string }): void {
    const current = this.current();
    if (current?.id === to) return;
    if (current?.id !== from) throw new OperatorError("InvalidParameterException: AWSCURRENT is elsewhere");
    for (const { labels } of this.versions) labels.delete("AWSPREVIOUS");
    current?.labels.delete("AWSCURRENT");
    current?.labels.add("AWSPREVIOUS");
    const version = this.versions.find(({ id }) => id === to);
    version?.labels.add("AWSCURRENT");
    version?.labels.delete("AWSPENDING");
  }
}

function ignoreFailure(act: () => unknown): void {
  try {
    void act();
  } catch {}
}
