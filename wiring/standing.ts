/** Wires how credentials stand to the journal, the providers' keys and Secrets Manager. Reads only. */
import { NoJournal } from "../adapters/aws/journal-table";
import { describeSecret, secretExists } from "../adapters/aws/secrets";
import { applicationSecret } from "../declaration/names/application";
import { exerciseEntry, pauseEntry, switchSeries } from "../declaration/names/journal";
import { adminSecret, planSecret } from "../declaration/names/secrets";
import { rotationPolicy } from "../declaration/rotation";
import type { Environment } from "../declaration/schema/environment";
import { tokensOf } from "../declaration/tokens";
import { readExercises } from "../evidence/exercise";
import { readPause, readSwitch } from "../evidence/switch";
import { rotate } from "../workflows/rotate/rotate";
import type { StandingEffects } from "../workflows/standing";
import type { Connections } from "./connections";
import { journalWriter } from "./journal";
import { rotateEffects } from "./rotate";

export function standingEffects(environment: Environment, connections: Connections): StandingEffects {
  const { name } = environment;
  const { secrets } = connections.aws(environment);
  const { store } = journalWriter(environment, connections);
  return {
    journal: async () => {
      try {
        await store.latest(switchSeries);
        return "there";
      } catch (error) {
        if (!(error instanceof NoJournal)) throw error;
        return (await secretExists(secrets, applicationSecret(name))) ? "missing" : "not yet";
      }
    },
    rotation: async (provider) =>
      rotate({ policy: rotationPolicy(environment), apply: false }, rotateEffects(environment, provider, connections)),
    switches: async () => {
      const [switched, paused] = [readSwitch(await store.latest(switchSeries)), readPause(await store.read(pauseEntry))];
      const exercisedAt = readExercises(await store.read(exerciseEntry)).lastOutAt;
      return { ...(switched ? { switched } : {}), ...(paused ? { paused } : {}), ...(exercisedAt ? { exercisedAt } : {}) };
    },
    tokens: () =>
      Promise.all(
        tokensOf(environment).flatMap(({ service }) =>
          [adminSecret(name, service), planSecret(name, service)].map(async (id) => {
            const versions = await describeSecret(secrets, id);
            const current = versions.find(({ stages }) => stages.includes("AWSCURRENT"));
            return { name: id.slice(`twinpost/${name}/`.length), storedAt: current?.createdAt };
          }),
        ),
      ),
  };
}
