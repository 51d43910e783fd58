/**
 * Rotations of both providers in real processes, each killed at its moment with `kill -9`; the next one goes on. All the while somebody reads what
 * serves every 50 ms and logs in with it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import { readCurrentSecret } from "../../adapters/aws/replaceable-secret";
import { applicationSecret } from "../../declaration/names/application";
import { providerSecret } from "../../declaration/names/secrets";
import { type ProviderName, sendingProvidersOf } from "../../declaration/schema/environment";
import { rotateToTheEnd } from "../../rehearsal/load/rotations";
import { rehearsedClocks } from "../../rehearsal/rotation";
import type { SendingWorld } from "../../test/worlds/sending";
import { rotateEffects } from "../../wiring/rotate";
import { rotate } from "../../workflows/rotate/rotate";
import { hurried, type Order } from "./rotate-to-be-killed";
import { type Point, withPoints } from "./rotation-points";

export interface KilledOutcome {
  kills: number;
  /** Of all that was looked at while runs died. */
  polls: number;
  faults: string[];
}

type Rotating = Pick<SendingWorld, "environment" | "connections" | "sandbox" | "env" | "directory">;

/** @param choose which of the moments a run dies at. */
export async function killRotations(world: Rotating, choose: (points: Point[]) => Point[]): Promise<KilledOutcome> {
  const program = await bundle(world.directory);
  const poll = startPolling(world);
  const faults: string[] = [];
  let kills = 0;
  await Promise.all(
    sendingProvidersOf(world.environment).map(async (provider) => {
      for (const die of choose(await pointsOf(provider, world))) {
        const order = { environment: world.environment, provider, die };
        // The rotation that the run before it left may be past that moment: then it is the next rotation's.
        if ((await dies(order, program, world)) || (await dies(order, program, world))) kills++;
        else faults.push(`${provider}: nothing was killed ${die.when} ${die.call}`);
      }
      await dies({ environment: world.environment, provider }, program, world);
      faults.push(...(await faultsOf(provider, world)));
    }),
  );
  const { polls, refused } = await poll.end();
  return { kills, polls, faults: [...faults, ...refused] };
}

/** A program of one file starts in half the time. */
async function bundle(directory: string): Promise<string> {
  const outfile = join(directory, "rotate-to-be-killed.cjs");
  await build({
    entryPoints: [join(__dirname, "rotate-to-be-killed.ts")],
    ...{ outfile, bundle: true, platform: "node", format: "cjs", logLevel: "error" },
  });
  return outfile;
}

/** Found by a rotation that nobody kills. */
async function pointsOf(provider: ProviderName, { environment, connections }: Rotating): Promise<Point[]> {
  const points = new Map<string, Point>();
  const effects = withPoints(rotateEffects(environment, provider, connections, rehearsedClocks), (point) => {
    points.set(`${point.when} ${point.call}`, point);
  });
  const request = { mode: "overlap", reason: "which moments there are" } as const;
  await rotateToTheEnd(provider, request, { policy: hurried, effects: () => effects });
  return [...points.values()];
}

/** @returns whether it was killed; another rotation begins where there is none to go on with. */
async function dies(order: Order, program: string, { env, directory }: Rotating): Promise<boolean> {
  const child = spawn(process.execPath, [program, JSON.stringify(order)], { cwd: directory, env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  if (signal === null && code !== 0) throw new Error(`${JSON.stringify(order.die)}: exit code ${code}: ${said.trim().slice(-2000)}`);
  return signal === "SIGKILL";
}

async function faultsOf(provider: ProviderName, { environment, connections }: Rotating): Promise<string[]> {
  const { seen, unexplained } = await rotate({ policy: hurried, apply: false }, rotateEffects(environment, provider, connections));
  const current = seen.versions.find(({ labels }) => labels.includes("AWSCURRENT"));
  const others = seen.keys.filter(({ id }) => id !== current?.keyId).map(({ id }) => id);
  return [
    ...(seen.keys.some(({ id, sends }) => id === current?.keyId && sends)
      ? []
      : [`${provider}: the current key ${current?.keyId} does not send`]),
    ...(others.length > 0 ? [`${provider}: keys are left: ${others.join(", ")}`] : []),
    ...(unexplained.length > 0 ? [`${provider}: orphans: ${unexplained.map(({ id }) => id).join(", ")}`] : []),
    ...("keyId" in seen.application && seen.application.keyId !== current?.keyId ? [`${provider}: the application has another login`] : []),
    ...(seen.application && "uses" in seen.application && seen.application.uses === "unknown"
      ? [`${provider}: the application has an unknown login`]
      : []),
    ...(seen.versions.some(({ labels }) => labels.includes("AWSPENDING")) ? [`${provider}: a pending version is left`] : []),
  ];
}

const everyMs = 50;

/** Reads the providers' secrets and the application's, and asks the stand-ins whether the login is good, as their SMTP servers do. */
function startPolling({ environment, connections, sandbox }: Rotating) {
  const { secrets } = connections.aws(environment);
  const places = [
    ...sendingProvidersOf(environment).map((provider) => ({
      id: providerSecret(environment.name, provider),
      user: "user",
      password: "password",
    })),
    { id: applicationSecret(environment.name), user: "SMTP_USER", password: "SMTP_PASSWORD" },
  ];
  const backends = [sandbox.sendgrid.submission, sandbox.ses.submission(environment.aws.region)];
  const accepts = async (user = "", password = ""): Promise<boolean> =>
    (await Promise.allSettled(backends.map((backend) => backend.authenticate(user, password)))).some(
      ({ status }) => status === "fulfilled",
    );
  const refused: string[] = [];
  let polls = 0;
  let ended = false;
  const look = async ({ id, user, password }: (typeof places)[number], again = true): Promise<void> => {
    const current = await readCurrentSecret(secrets, id).catch(() => "unreadable" as const);
    // A machine that is too busy says nothing of the login.
    if (current === "unreadable") return;
    if (await accepts(current?.value[user], current?.value[password])) return;
    // It may have been replaced, and stopped, since it was read: who reads it once more must be let in.
    if (again) return look({ id, user, password }, false);
    refused.push(`${id}: version ${current?.versionId} was refused`);
  };
  const loop = (async () => {
    while (!ended) {
      polls++;
      await Promise.all([...places.map((place) => look(place)), sleep(everyMs)]);
    }
  })();
  return {
    async end() {
      ended = true;
      await loop;
      return { polls, refused };
    },
  };
}
