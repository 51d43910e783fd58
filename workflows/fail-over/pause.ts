/**
 * Stops all sending of an environment at its providers, and lets it go on. Mail is refused while it is stopped: an application keeps what is
 * refused so and sends it again (docs/consumers.md). The login stays. What will be stopped is recorded first, and that alone goes on again.
 */
import { type Environment, type ProviderName, sendingProvidersOf } from "../../declaration/schema/environment";
import { ended, messageOf } from "../credentials/failures";

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

/** All providers at once. A pause while one is under way stops what sends by now. A journal that is down stops no pause. */
export async function pauseSending({ environment, reason, apply }: PauseRequest, effects: PauseEffects): Promise<PauseOutcome> {
  const names = sendingProvidersOf(environment);
  const providers = await ended(names.map(async (provider) => ({ provider, stopped: await effects.sending(provider) })));
  if (!apply) return { status: "would pause", providers, warnings: [] };
  const stopped = Object.fromEntries(providers.map((each) => [each.provider, each.stopped]));
  const warnings: string[] = [];
  await effects.record({ step: "pause", state: "begun", reason, stopped }).catch((error: unknown) => {
    warnings.push(
      `nothing was recorded (${messageOf(error)}), so \`npx twinpost resume\` will not know what to let go on: keep the names above`,
    );
  });
  await ended(providers.map((each) => effects.setSending(each.provider, each.stopped, false)));
  if (warnings.length === 0) await effects.record({ step: "pause", state: "done", reason, stopped: {} });
  return { status: "paused", providers, warnings };
}

export async function resumeSending({ environment, reason, apply }: PauseRequest, effects: PauseEffects): Promise<PauseOutcome> {
  const stopped = await effects.paused();
  if (!stopped) return { status: "not paused", providers: [], warnings: [] };
  const providers = sendingProvidersOf(environment).map((provider) => ({ provider, stopped: [...(stopped[provider] ?? [])] }));
  if (!apply) return { status: "would resume", providers, warnings: [] };
  await ended(providers.map((each) => effects.setSending(each.provider, each.stopped, true)));
  await effects.record({ step: "resume", state: "done", reason, stopped });
  return { status: "resumed", providers, warnings: [] };
}
