/**
 * A rotation, and at the same moment a fail-over, another rotation or `credentials`, interleaved by seeds. Nobody's change gets lost, what serves
 * works whenever nobody is in the middle of it, and who comes too late says so.
 */
import fc from "fast-check";
import { OperatorError } from "../../../declaration/operator-error";
import type { Environment } from "../../../declaration/schema/environment";
import type { Mode } from "../../../evidence/rotation";
import { issueCredentials } from "../../../workflows/credentials/issue";
import { type FailOverOutcome, failOver } from "../../../workflows/fail-over/fail-over";
import { rotate } from "../../../workflows/rotate/rotate";
import { staging } from "../../fixtures/environments/staging";
import { credentialsEffects, failOverEffects } from "./others";
import { hourMs, policy, RotationWorld } from "./world";

/** What a real run is between two calls: for a while, somewhere else. */
function worldOf(turns: readonly number[]): RotationWorld {
  let taken = 0;
  const turn = async (): Promise<void> => {
    for (let left = turns[taken++ % turns.length] ?? 0; left > 0; left--) await Promise.resolve();
  };
  return Object.assign(new RotationWorld(staging), { turn });
}

const turns = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 7, maxLength: 40 });
const mode = fc.constantFrom<Mode[]>("overlap", "now", "stop-first");

/** @returns what it came to; the error when it is one for people. */
async function loserSays<T>(work: Promise<T>): Promise<T | OperatorError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
}

/** Runs as a schedule does, alone. */
async function converge(world: RotationWorld): Promise<void> {
  world.turn = async () => {};
  for (let run = 0; run < 300; run++) {
    const outcome = await loserSays(rotate({ policy, apply: true }, world.effects(`run ${run}`)));
    if (!(outcome instanceof OperatorError) && outcome.rotation?.ended) return;
    world.advance(6 * hourMs);
  }
  throw new Error(`the rotation does not end; keys ${[...world.keys.keys()]}`);
}

const serverOf = (world: RotationWorld) => world.application?.settings.SMTP_SERVER;
const hosts = { ses: "smtp.test", sendgrid: "other.test" };

const switchTo = (world: RotationWorld, to: "ses" | "sendgrid", owner: string): Promise<FailOverOutcome | OperatorError> =>
  loserSays(failOver({ environment: staging, to, reason: "a bad day", apply: true, evenIfUnproven: false }, failOverEffects(world, owner)));

test("a rotation and a fail-over, then back: the application stays where the last switch put it, and its login works", async () => {
  await fc.assert(
    fc.asyncProperty(turns, mode, async (chosen, rotating) => {
      const world = worldOf(chosen);
      for (const to of ["sendgrid", "ses"] as const) {
        const rotation = loserSays(
          rotate({ policy, request: { rotate: rotating, reason: `leak before ${to}` }, apply: true }, world.effects(to)),
        );
        const switched = await switchTo(world, to, `to ${to}`);
        expect(switched).toMatchObject({ status: "switched", warnings: [] });
        expect(serverOf(world)).toBe(hosts[to]);
        // What is being abused is stopped at once, whoever uses it.
        if (rotating !== "stop-first") expect(world.isApplicationServed()).toBe(true);
        await rotation;
        expect(serverOf(world)).toBe(hosts[to]);
        expect(world.isApplicationServed()).toBe(true);
        world.advance(hourMs);
      }
      await converge(world);
      expect(serverOf(world)).toBe(hosts.ses);
      expect(world.isServed()).toBe(true);
      expect([...world.keys.keys()]).toEqual([world.current()?.credentials?.keyId]);
    }),
    // In this example the rotation looks while the fail-over still has the lease.
    { numRuns: 60, examples: [[[0, 21, 0, 0, 7, 4, 33], "stop-first"]] },
  );
});

test("two rotations: one of them works or both do one after the other, and no key is left", async () => {
  await fc.assert(
    fc.asyncProperty(turns, mode, mode, async (chosen, one, other) => {
      const world = worldOf(chosen);
      await Promise.all(
        [one, other].map((rotating, index) =>
          loserSays(rotate({ policy, request: { rotate: rotating, reason: `leak ${index}` }, apply: true }, world.effects(`run ${index}`))),
        ),
      );
      world.advance(hourMs);
      await converge(world);
      expect(world.isServed()).toBe(true);
      expect([...world.keys.keys()]).toEqual([world.current()?.credentials?.keyId]);
    }),
    { numRuns: 60 },
  );
});

/** The provider of the world alone. */
const alone: Environment = { ...staging, sendingProviders: { primary: "ses" } };

test("a rotation and `credentials`: what serves works in the end, and no key is left", async () => {
  await fc.assert(
    fc.asyncProperty(turns, mode, async (chosen, rotating) => {
      const world = worldOf(chosen);
      const rotation = loserSays(rotate({ policy, request: { rotate: rotating, reason: "leak" }, apply: true }, world.effects()));
      await loserSays(issueCredentials(alone, credentialsEffects(world)));
      await rotation;
      world.advance(hourMs);
      await converge(world);
      expect(world.isServed()).toBe(true);
      expect([...world.keys.keys()]).toEqual([world.current()?.credentials?.keyId]);
    }),
    { numRuns: 60 },
  );
});

const leak = { rotate: "now", reason: "leak" } as const;

test("a rotation that ends while a fail-over proves the earlier login: the application gets the new one", async () => {
  const world = new RotationWorld(staging);
  await switchTo(world, "sendgrid", "first");
  const effects = failOverEffects(world, "second");
  const { server } = effects.providers;
  effects.providers.server = (name) => ({
    ...server(name),
    prove: async (login) => {
      const refusal = await server(name).prove(login);
      await rotate({ policy, request: leak, apply: true }, world.effects());
      return refusal;
    },
  });
  const request = { environment: staging, to: "ses", reason: "it is back", apply: true, evenIfUnproven: false } as const;
  expect(await failOver(request, effects)).toMatchObject({ status: "switched", warnings: [] });
  expect(world.keys.get("KEY1")?.sends).toBe(false);
  expect(world.application?.settings).toMatchObject({ SMTP_SERVER: hosts.ses, SMTP_USER: "KEY2" });
});

/** Does something between a rotation's reading and its writing of the application secret. */
function between(world: RotationWorld, act: (settings: NonNullable<RotationWorld["application"]>["settings"]) => object): void {
  let done = false;
  world.fate = (call) => {
    if (call === "application.replace" && !done && world.application) {
      done = true;
      world.application = { versionId: "meanwhile", settings: { ...world.application.settings, ...act(world.application.settings) } };
    }
    return "well";
  };
}

test("a fail-over between a rotation's reading and writing stays, and the way back has the new login", async () => {
  const world = new RotationWorld(staging);
  between(world, () => ({ SMTP_SERVER: hosts.sendgrid, SMTP_USER: "other", SMTP_PASSWORD: "secret of other" }));
  await rotate({ policy, request: leak, apply: true }, world.effects());
  expect(world.application?.settings).toMatchObject({ SMTP_SERVER: hosts.sendgrid, SMTP_USER: "other" });
  await switchTo(world, "ses", "back");
  expect(world.application?.settings).toMatchObject({ SMTP_SERVER: hosts.ses, SMTP_USER: "KEY2" });
});

test("another setting that is written meanwhile stays, and the next look gives the application the new login", async () => {
  const world = new RotationWorld(staging);
  between(world, () => ({ FRONTEND_URL: "https://new.example" }));
  const { taken } = await rotate({ policy, request: leak, apply: true }, world.effects());
  expect(taken.filter(({ step }) => step === "switch-application")).toHaveLength(2);
  expect(world.application?.settings).toMatchObject({ FRONTEND_URL: "https://new.example", SMTP_USER: "KEY2" });
  expect(world.isServed()).toBe(true);
});
