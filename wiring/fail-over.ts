/** Wires a switch between sending providers, and a pause, to the secret, the providers, the journal and the consumers. */
import { pauseEntry, rotationSeries, switchSeries } from "../declaration/names/journal";
import { type Environment, type ProviderName, sendingProvidersOf } from "../declaration/schema/environment";
import { acquire, append, isRefusal, type JournalStep, release, type Transition } from "../evidence/journal";
import { advance } from "../evidence/journal-store";
import { pausedBy } from "../evidence/switch";
import type { FailOverEffects, Readiness, SwitchNote } from "../workflows/fail-over/fail-over";
import type { PauseEffects } from "../workflows/fail-over/pause";
import { nextEntryId } from "../workflows/rotate/rotate";
import type { Connections } from "./connections";
import { refreshConsumers } from "./consumers";
import { applicationEffects, credentialsEffects, readSendingCredentials } from "./credentials";
import { journalWriter, type Writer } from "./journal";
import { providerWirings } from "./providers/provider-wirings";

const leaseMs = 60_000;

export function failOverEffects(environment: Environment, connections: Connections): FailOverEffects {
  const { provider } = credentialsEffects(environment, connections);
  const writer = journalWriter(environment, connections);
  let entryId: string | undefined;
  return {
    application: applicationEffects(environment, connections),
    providers: {
      credentials: (name) => readSendingCredentials(environment, name, connections),
      server: (name) => provider(name).server,
      readiness: (name) => readiness(environment, name, connections),
    },
    record: async ({ state, from, to, reason }: SwitchNote) => {
      // What runs now must not write over the switch: it finds its lease gone at its next step.
      if (state === "begun") for (const name of sendingProvidersOf(environment)) await preemptRotation(name, writer);
      entryId ??= nextEntryId((await writer.store.latest(switchSeries))?.id, switchSeries);
      await writeStep(entryId, { name: "switch", state, notes: { from, to, reason, by: writer.by } }, writer);
    },
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

async function preemptRotation(provider: ProviderName, writer: Writer): Promise<void> {
  const entry = await writer.store.latest(rotationSeries(provider));
  if (!entry?.lease) return;
  const taken = await advance(entry.id, acquire({ owner: writer.owner, now: new Date(), forMs: leaseMs, preempt: true }), writer);
  if (!isRefusal(taken)) await advance(entry.id, release({ fence: taken.fence }), writer);
}

/** A switch has no lease of its own that others wait for: two of them meet at the secret. */
async function writeStep(id: string, step: Pick<JournalStep, "name" | "state" | "notes">, writer: Writer): Promise<void> {
  const at = new Date();
  const taken = await advance(id, acquire({ owner: writer.owner, now: at, forMs: leaseMs, preempt: true }), writer);
  if (isRefusal(taken)) throw new Error(`the journal's entry ${id} could not be taken`);
  const written: Transition = append({ ...step, at, fence: taken.fence } as Omit<JournalStep, "writeId">);
  await advance(id, written, writer);
  await advance(id, release({ fence: taken.fence }), writer);
}

export function pauseEffects(environment: Environment, connections: Connections): PauseEffects {
  const writer = journalWriter(environment, connections);
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
