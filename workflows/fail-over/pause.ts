/**
 * Stops all sending of an environment at its providers, and lets it go on. Mail is refused while it is stopped: an application keeps what is
 * refused so and sends it again (docs/consumers.md). The login stays. What will be stopped is recorded first, and that alone goes on again.
 */
import { OperatorError } from "../../declaration/operator-error";
import { type Environment, type ProviderName, sendingProvidersOf } from "../../declaration/schema/environment";
import { messageOf } from "../credentials/failures";

type StoppedNames = Partial<Record<ProviderName, readonly string[]>>;

export interface PauseEffects {
  /** What sends now, by name: keys, or a configuration set; nothing where the provider has nothing to stop. */
  sending(provider: ProviderName): Promise<string[]>;
  /** May be repeated. */
  setSending(provider: ProviderName, names: readonly string[], on: boolean): Promise<void>;
  /** What pauses that have not ended were to stop, by provider; undefined when nothing is paused. */
  paused(): Promise<StoppedNames | undefined>;
  record(entry: { step: "pause" | "resume"; state: "begun" | "done"; reason: string; stopped: StoppedNames }): Promise<void>;
}

export interface PauseOutcome {
  status: "paused" | "would pause" | "resumed" | "would resume" | "not paused";
  providers: { provider: ProviderName; stopped: string[] }[];
  warnings: string[];
}

interface PauseRequest {
  environment: Environment;
  reason: string;
  apply: boolean;
}

/**
 * All providers at once; one that cannot be stopped keeps no other from it. A pause while one is under way stops what sends by now. A journal that
 * is down stops no pause.
 * @throws OperatorError what was stopped and what was not.
 */
export async function pauseSending({ environment, reason, apply }: PauseRequest, effects: PauseEffects): Promise<PauseOutcome> {
  const names = sendingProvidersOf(environment);
  const looks = await each(names, effects.sending);
  const providers = looks.flatMap(({ provider, result }) => (result ? [{ provider, stopped: result }] : []));
  const command = commandOf("pause", { environment, reason });
  if (!apply) {
    requireAll(looks, { what: "pause", done: "nothing was stopped", command });
    return { status: "would pause", providers, warnings: [] };
  }
  const stopped = Object.fromEntries(providers.map((seen) => [seen.provider, seen.stopped]));
  const warnings: string[] = [];
  await effects.record({ step: "pause", state: "begun", reason, stopped }).catch((error: unknown) => {
    warnings.push(`nothing was recorded (${messageOf(error)}), so resuming will not know what to let go on: keep the names above`);
  });
  const stops = await each(
    providers.map(({ provider }) => provider),
    (provider) => effects.setSending(provider, stopped[provider] ?? [], false),
  );
  const done = `stopped: ${
    providers
      .filter(({ provider }) => !stops.some((stop) => stop.provider === provider && stop.error))
      .map(textOf)
      .join("; ") || "nothing"
  }`;
  requireAll([...looks, ...stops], { what: "pause", done: [done, ...warnings].join("; "), command });
  if (warnings.length === 0)
    await effects.record({ step: "pause", state: "done", reason, stopped: {} }).catch((error: unknown) => {
      warnings.push(`all is stopped, and what was stopped is recorded; that the pause is complete is not: ${messageOf(error)}`);
    });
  return { status: "paused", providers, warnings };
}

/** @throws OperatorError what sends again and what does not; until all does, it counts as paused. */
export async function resumeSending({ environment, reason, apply }: PauseRequest, effects: PauseEffects): Promise<PauseOutcome> {
  const command = commandOf("resume", { environment, reason });
  const stopped = await effects.paused().catch((error: unknown) => {
    throw failed("resume", { whys: [messageOf(error)], done: "nothing was changed", command, error });
  });
  if (!stopped) return { status: "not paused", providers: [], warnings: [] };
  const names = sendingProvidersOf(environment);
  const providers = names.map((provider) => ({ provider, stopped: [...(stopped[provider] ?? [])] }));
  if (!apply) return { status: "would resume", providers, warnings: [] };
  const starts = await each(names, (provider) => effects.setSending(provider, stopped[provider] ?? [], true));
  const done = `sends again: ${starts.flatMap(({ provider, error }) => (error ? [] : [provider])).join(", ") || "nothing"}`;
  requireAll(starts, { what: "resume", done, command });
  await effects.record({ step: "resume", state: "done", reason, stopped }).catch((error: unknown) => {
    throw failed("resume", {
      whys: [`it could not be recorded: ${messageOf(error)}`],
      done: `${done}, and it still counts as paused`,
      command,
      error,
    });
  });
  return { status: "resumed", providers, warnings: [] };
}

interface Tried<T> {
  provider: ProviderName;
  result?: T;
  error?: unknown;
}

const each = <T>(providers: readonly ProviderName[], act: (provider: ProviderName) => Promise<T>): Promise<Tried<T>[]> =>
  Promise.all(
    providers.map((provider) =>
      act(provider).then(
        (result) => ({ provider, result }),
        (error: unknown) => ({ provider, error: error ?? new Error("no reason") }),
      ),
    ),
  );

interface Telling {
  /** What was done, for people. */
  done: string;
  command: string;
}

function requireAll(tries: readonly Tried<unknown>[], { what, ...telling }: Telling & { what: string }): void {
  const failures = tries.filter(({ error }) => error !== undefined);
  if (failures.length === 0) return;
  const whys = failures.map(({ provider, error }) => `${provider} failed: ${messageOf(error)}`);
  throw failed(what, { ...telling, whys, error: new AggregateError(failures.map(({ error }) => error)) });
}

const failed = (what: string, { whys, done, command, error }: Telling & { whys: string[]; error: unknown }): OperatorError =>
  new OperatorError(`${what}: ${whys.join("; ")}; ${done}`, `${remedyOf(error) ?? "mend that"}, then run \`${command}\``, { cause: error });

/** Of what went wrong first. */
const remedyOf = (error: unknown): string | undefined =>
  (error instanceof AggregateError ? error.errors : [error]).flatMap(
    (each: unknown) => (each instanceof OperatorError && each.remedy) || [],
  )[0];

const commandOf = (verb: string, { environment, reason }: Pick<PauseRequest, "environment" | "reason">): string =>
  `npx twinpost ${verb} --env ${environment.name} --reason "${reason}" --apply`;

const textOf = ({ provider, stopped }: PauseOutcome["providers"][number]): string => `${provider}: ${stopped.join(", ") || "nothing sent"}`;
