/**
 * Stops all sending of an environment at its providers, and lets it go on. Mail is refused while it is stopped: an application keeps what is
 * refused so and sends it again (docs/consumers.md). The login stays: what was stopped is recorded, and that alone goes on again.
 */
import { type Environment, type ProviderName, sendingProvidersOf } from "../../declaration/schema/environment";
import { ended } from "../credentials/failures";

export interface PauseEffects {
  /** @returns what was stopped, by name; nothing where the provider has nothing to stop. */
  pause(provider: ProviderName): Promise<string[]>;
  /** What was stopped goes on. May be repeated. */
  resume(provider: ProviderName, stopped: readonly string[]): Promise<void>;
  /** Of the pause that has not ended, by provider. */
  paused(): Promise<Partial<Record<ProviderName, string[]>> | undefined>;
  record(entry: {
    step: "pause" | "resume";
    state: "begun" | "done";
    reason: string;
    stopped?: Partial<Record<ProviderName, string[]>>;
  }): Promise<void>;
}

export interface PauseOutcome {
  status: "paused" | "would pause" | "resumed" | "would resume" | "not paused";
  providers: { provider: ProviderName; stopped: string[] }[];
}

interface PauseRequest {
  environment: Environment;
  reason: string;
  apply: boolean;
}

/** All providers at once. A pause while one is under way stops what works now as well. */
export async function pauseSending({ environment, reason, apply }: PauseRequest, effects: PauseEffects): Promise<PauseOutcome> {
  const providers = sendingProvidersOf(environment);
  if (!apply) return { status: "would pause", providers: providers.map((provider) => ({ provider, stopped: [] })) };
  const before = (await effects.paused()) ?? {};
  await effects.record({ step: "pause", state: "begun", reason });
  const stopped = await ended(providers.map(async (provider) => ({ provider, stopped: await effects.pause(provider) })));
  const all = stopped.map(({ provider, stopped: now }) => [provider, [...new Set([...(before[provider] ?? []), ...now])]] as const);
  await effects.record({ step: "pause", state: "done", reason, stopped: Object.fromEntries(all) });
  return { status: "paused", providers: stopped };
}

export async function resumeSending({ environment, reason, apply }: PauseRequest, effects: PauseEffects): Promise<PauseOutcome> {
  const stopped = await effects.paused();
  const providers = sendingProvidersOf(environment).map((provider) => ({ provider, stopped: stopped?.[provider] ?? [] }));
  if (!stopped) return { status: "not paused", providers: [] };
  if (!apply) return { status: "would resume", providers };
  await effects.record({ step: "resume", state: "begun", reason });
  await ended(providers.map(({ provider, stopped: names }) => effects.resume(provider, names)));
  await effects.record({ step: "resume", state: "done", reason });
  return { status: "resumed", providers };
}
