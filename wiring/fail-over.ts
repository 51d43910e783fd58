/** Wires a switch between sending providers, and a pause, to the secret, the providers, the journal and the consumers. */
import { pauseEntry } from "../declaration/names/journal";
import { type Environment, type ProviderName, sendingProvidersOf } from "../declaration/schema/environment";
import { pausedBy } from "../evidence/switch";
import type { FailOverEffects, Readiness } from "../workflows/fail-over/fail-over";
import type { PauseEffects } from "../workflows/fail-over/pause";
import { recordSwitches, writeStep } from "../workflows/fail-over/record";
import type { Connections } from "./connections";
import { refreshConsumers } from "./consumers";
import { applicationEffects, credentialsEffects, readSendingCredentials } from "./credentials";
import { journalWriter } from "./journal";
import { providerWirings } from "./providers/provider-wirings";

export function failOverEffects(environment: Environment, connections: Connections): FailOverEffects {
  const { provider } = credentialsEffects(environment, connections);
  const writer = { ...journalWriter(environment, connections), now: () => new Date() };
  return {
    application: applicationEffects(environment, connections),
    providers: {
      credentials: (name) => readSendingCredentials(environment, name, connections),
      server: (name) => provider(name).server,
      readiness: (name) => readiness(environment, name, connections),
    },
    record: recordSwitches(sendingProvidersOf(environment), writer),
    refreshConsumers: () => refreshConsumers(environment, connections),
  };
}

/** A provider's own word about the domain; what it does not say, or cannot be asked, only warns. */
async function readiness(environment: Environment, provider: ProviderName, connections: Connections): Promise<Readiness> {
  const state = await providerWirings[provider].lastSeen(environment, connections, (read) => read());
  const warnings = (state.warnings ?? []).map(({ what }) => what);
  const why = state.reasons.map((reason) => `${provider}: ${reason}`);
  if (state.ready) return { refusals: [], warnings };
  return state.isSilent ? { refusals: [], warnings: [...why, ...warnings] } : { refusals: why, warnings };
}

export function pauseEffects(environment: Environment, connections: Connections): PauseEffects {
  const writer = { ...journalWriter(environment, connections), now: () => new Date() };
  return {
    sending: async (provider) => (await providerWirings[provider].sending?.(environment, connections)) ?? [],
    setSending: async (provider, names, on) => providerWirings[provider].setSending?.(environment, connections, names, on),
    paused: async () => pausedBy(await writer.store.read(pauseEntry)),
    record: async ({ step, state, reason, stopped }) => {
      const names = Object.fromEntries(Object.entries(stopped).map(([provider, ids]) => [provider, ids.join(" ")]));
      await writeStep(pauseEntry, { name: step, state, notes: { reason, by: writer.by, ...names } }, writer);
    },
  };
}
