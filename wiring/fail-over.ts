/** Wires a switch between sending providers, and a pause, to the secret, the providers, the journal and the consumers. */
import { AwsError, isNotLoggedIn } from "../adapters/aws/call";
import { applicationSecret } from "../declaration/names/application";
import { pauseEntry } from "../declaration/names/journal";
import { OperatorError } from "../declaration/operator-error";
import { type Environment, type ProviderName, sendingProvidersOf } from "../declaration/schema/environment";
import { pausedBy } from "../evidence/switch";
import type { ExerciseEffects } from "../workflows/fail-over/exercise";
import type { FailOverEffects, Readiness } from "../workflows/fail-over/fail-over";
import type { PauseEffects } from "../workflows/fail-over/pause";
import { endExercise, recordSwitches, writeStep } from "../workflows/fail-over/record";
import { alarmRings } from "./alarms";
import type { Connections } from "./connections";
import { refreshConsumers } from "./consumers";
import { applicationEffects, credentialsEffects, readSendingCredentials } from "./credentials";
import { journalWriter } from "./journal";
import { providerWirings } from "./providers/provider-wirings";

export function failOverEffects(environment: Environment, connections: Connections): FailOverEffects {
  const { provider } = credentialsEffects(environment, connections);
  const writer = { ...journalWriter(environment, connections), now: () => new Date() };
  return {
    application: withCopy(environment, applicationEffects(environment, connections)),
    providers: {
      credentials: (name) => readSendingCredentials(environment, name, connections),
      server: (name) => provider(name).server,
      readiness: (name) => readiness(environment, name, connections),
    },
    record: recordSwitches(sendingProvidersOf(environment), writer),
    refreshConsumers: () => refreshConsumers(environment, connections),
    endExercise: (reason) => endExercise(reason, writer),
  };
}

export function exerciseEffects(environment: Environment, connections: Connections): ExerciseEffects {
  const journal = { ...journalWriter(environment, connections), now: () => new Date() };
  return {
    failOver: failOverEffects(environment, connections),
    journal,
    surroundings: {
      alarm: () => alarmRings(environment, connections),
      paused: async () => pausedBy(await journal.store.read(pauseEntry)) !== undefined,
    },
  };
}

/** While the secret's own region is down, nothing is switched there: a copy elsewhere can take its place. */
function withCopy(environment: Environment, application: FailOverEffects["application"]): FailOverEffects["application"] {
  return {
    ...application,
    read: async () => {
      try {
        return await application.read();
      } catch (error) {
        if (!(error instanceof AwsError) || isNotLoggedIn(error) || (error.status !== undefined && error.status < 500)) throw error;
        throw new OperatorError(error.message, copyRemedy(environment), { cause: error });
      }
    },
  };
}

function copyRemedy({ name, aws, secrets }: Environment): string {
  if (!secrets)
    return `nothing was switched; the secret has no copy in another region (\`secrets.replicaRegion\`), so wait for ${aws.region}`;
  const { replicaRegion } = secrets;
  const id = applicationSecret(name);
  return [
    `nothing was switched. If ${aws.region} stays down, make the copy in ${replicaRegion} a secret of its own, as break-glass:`,
    `aws secretsmanager stop-replication-to-replica --region ${replicaRegion} --secret-id ${id}`,
    "then switch that one (docs/runbooks/provider-down.md), and point the application at it",
  ].join("\n  ");
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
