/**
 * Reads the status of an environment: what was applied, DNS, the sending providers, the active one, the age of the credentials. Looks once and
 * changes nothing. Shows "unknown", and why, for anything that it cannot read; the rest is shown all the same.
 */
import { keepsEvents } from "../declaration/events";
import { OperatorError } from "../declaration/operator-error";
import { providersWithAge } from "../declaration/rotation";
import { type Environment, type ProviderName, sendingProvidersOf } from "../declaration/schema/environment";
import type { Source } from "../evidence/evidence";
import { judgeWarmth, type SentMail, usualWarmShare, type Warmth } from "../mail/providers/warmth";
import type { MailRecord } from "../mail/records/mail-record";
import type { ReleaseStanding } from "./promote/standing";
import { type CredentialsStanding, type StandingEffects, type StoredToken, type Switches, standingOf } from "./standing";
import type { ProviderState } from "./verify";
import { checkRecord, type DnsEffects } from "./verify/check-record";

/** A value, null if there is none; or the reason why it could not be read. */
export type Reading<T> = { value: T | null } | { unknown: string };

interface Applied {
  writtenAt: Date | undefined;
  resources: number;
  records: MailRecord[];
  /** A sending provider's group that recipients can unsubscribe from: its id is for the application. */
  unsubscribeGroup?: { id: string; name: string };
}

interface PastVerification {
  at: Date;
  /** Whether stand-ins or the real services answered. */
  source: Source;
  by: string;
  errors: number;
}

interface Server {
  host: string;
  port: number;
}

export interface StatusEffects {
  dns: DnsEffects;
  /** Undefined when nothing is applied. */
  applied(): Promise<Applied | undefined>;
  providers: {
    /** As each provider last saw it; does not make it look again. */
    lastSeen(provider: ProviderName): Promise<ProviderState>;
    /** When the current sending credentials were stored; undefined when there are none. */
    issuedAt(provider: ProviderName): Promise<Date | undefined>;
    /** Undefined for a server that delivers to nobody. */
    sent(provider: ProviderName): Promise<SentMail | undefined>;
    submission(provider: ProviderName): Server;
    standing: Omit<StandingEffects, "journal">;
  };
  /** The server in the application secret; undefined when there is none yet. */
  activeServer(): Promise<Server | undefined>;
  recorded: {
    /** The newest `twinpost verify` on this machine. */
    verification(): Promise<PastVerification | undefined>;
    /** In the state bucket. */
    release(): Promise<ReleaseStanding>;
    /** Of what became of messages. */
    events: EventStandingEffects;
  };
}

export interface EventStandingEffects {
  /** When an event was last counted; undefined when none was within three days. */
  last(): Promise<Date | undefined>;
  /** Undefined when there is no queue yet. */
  queue(): Promise<EventQueueStanding | undefined>;
  /** Names of the alarms that ring. */
  ringing(): Promise<string[]>;
}

interface EventQueueStanding {
  waiting: number;
  /** Of the oldest that waits; absent where it is not known. */
  oldestSeconds?: number;
  dead: number;
}

export interface EnvironmentStatus {
  environment: string;
  sendingDomain: string;
  applied: Reading<Omit<Applied, "records">>;
  /** How many of the applied records every server and resolver answers with. */
  records: Reading<{ right: number; total: number }>;
  providers: {
    provider: ProviderName;
    role: "primary" | "standby";
    state: Reading<ProviderState>;
    issuedAt: Reading<Date>;
    /** Days after which they are due; absent if no age is declared. */
    replaceAfterDays?: number;
    /** Of its keys; absent if no age is declared. */
    keys?: Reading<CredentialsStanding>;
    /** Absent without a standby. */
    sent?: Reading<SentMail>;
  }[];
  /** Null without a standby, and where neither of the two delivers. */
  warmth: Reading<Warmth>;
  /** A provider, or "another server" that is neither's. */
  active: Reading<ProviderName | "another server">;
  lastVerification: Reading<PastVerification>;
  release: Reading<ReleaseStanding>;
  /** Null where no sending provider is ever switched or paused. */
  switches: Reading<Switches>;
  tokens: Reading<StoredToken[]>;
  /** Absent where all mail ends in a test server. */
  events?: {
    /** Null when there was none within three days. */
    last: Reading<Date>;
    queue: Reading<EventQueueStanding>;
    ringing: Reading<string[]>;
  };
}

export async function readStatus(environment: Environment, use: StatusEffects): Promise<EnvironmentStatus> {
  const { name, sendingDomain, sendingProviders } = environment;
  const applied = await read(use.applied);
  const stack = "value" in applied ? applied.value : null;
  // If nothing was applied, nothing else exists. If the state cannot be read, the rest may still be readable.
  const exists = stack !== null || "unknown" in applied;
  const ask = <T>(effect: () => Promise<T | undefined>): Promise<Reading<T>> => (exists ? read(effect) : Promise.resolve({ value: null }));

  const rotated = providersWithAge(environment);
  const { last, queue, ringing } = use.recorded.events;
  const eventsRead = keepsEvents(environment) ? Promise.all([ask(last), ask(queue), ask(ringing)]) : undefined;
  const [records, active, lastVerification, release, switches, tokens, ...providers] = await Promise.all([
    stack ? read(() => countRight(stack.records, use.dns)) : withoutValue(applied),
    ask(async () => nameOf(environment, await use.activeServer(), use.providers)),
    read(use.recorded.verification),
    ask(use.recorded.release),
    rotated.length > 0 ? ask(use.providers.standing.switches) : { value: null },
    ask(use.providers.standing.tokens),
    ...sendingProvidersOf(environment).map(async (provider) => {
      const role = provider === sendingProviders.primary ? ("primary" as const) : ("standby" as const);
      const [state, issuedAt, keys, sent] = await Promise.all([
        ask(() => use.providers.lastSeen(provider)),
        ask(() => use.providers.issuedAt(provider)),
        rotated.includes(provider) ? ask(async () => standingOf(await use.providers.standing.rotation(provider))) : undefined,
        sendingProviders.standby ? ask(() => use.providers.sent(provider)) : undefined,
      ]);
      const ofKeys = keys ? { replaceAfterDays: environment.rotation.everyDays, keys } : {};
      return { provider, role, state, issuedAt, ...ofKeys, ...(sent ? { sent } : {}) };
    }),
  ]);
  return {
    environment: name,
    sendingDomain,
    applied: stack ? { value: withoutRecords(stack) } : withoutValue(applied),
    records,
    providers,
    warmth: warmthOf(environment, providers),
    active,
    lastVerification,
    release,
    switches,
    tokens,
    ...(await eventsOf(eventsRead)),
  };
}

async function eventsOf(
  read: Promise<[Reading<Date>, Reading<EventQueueStanding>, Reading<string[]>]> | undefined,
): Promise<Pick<EnvironmentStatus, "events">> {
  if (!read) return {};
  const [last, queue, ringing] = await read;
  return { events: { last, queue, ringing } };
}

function warmthOf({ warmStandby }: Environment, [primary, standby]: EnvironmentStatus["providers"]): Reading<Warmth> {
  if (!primary?.sent || !standby?.sent) return { value: null };
  if ("unknown" in primary.sent) return primary.sent;
  if ("unknown" in standby.sent) return standby.sent;
  if (!primary.sent.value || !standby.sent.value) return { value: null };
  const leastShare = warmStandby?.share ?? usualWarmShare;
  return { value: judgeWarmth({ standby: standby.sent.value, primary: primary.sent.value, leastShare }) };
}

/** Any error becomes the reason, so that one fault does not hide the rest. */
async function read<T>(effect: () => Promise<T | undefined>): Promise<Reading<T>> {
  try {
    return { value: (await effect()) ?? null };
  } catch (error) {
    return { unknown: error instanceof Error ? error.message : String(error) };
  }
}

const withoutRecords = ({ records: _, ...stack }: Applied): Omit<Applied, "records"> => stack;

const withoutValue = (reading: Reading<unknown>): { value: null } | { unknown: string } =>
  "unknown" in reading ? reading : { value: null };

async function countRight(records: MailRecord[], dns: DnsEffects): Promise<{ right: number; total: number }> {
  const checks = await Promise.all(records.map((record) => checkRecord(record, records, dns)));
  const unanswered = checks.filter(({ answers }) =>
    [...answers.published, ...answers.visible].every(({ outcome }) => outcome === "failed"),
  );
  // Nothing is known then: it would look as if every record were wrong.
  if (checks.length > 0 && unanswered.length === checks.length) throw new OperatorError("DNS does not answer");
  return { right: checks.filter(({ published, visible }) => published && visible).length, total: checks.length };
}

function nameOf(
  environment: Environment,
  server: Server | undefined,
  { submission }: StatusEffects["providers"],
): ProviderName | "another server" | undefined {
  if (!server) return undefined;
  const found = sendingProvidersOf(environment).find(
    (name) => submission(name).host === server.host && submission(name).port === server.port,
  );
  return found ?? "another server";
}
