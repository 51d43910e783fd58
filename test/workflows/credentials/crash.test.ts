/** Issuing credentials with a fault at every boundary: the next run makes good, and what it cannot is named. */
import { issueCredentials } from "../../../workflows/credentials/issue";
import { staging } from "../../fixtures/environments/staging";
import { type Boundary, boundariesOf, type Fault, faults, runInto } from "./crash-table";
import { type CredentialsWorld, credentialsWorld } from "./world";

const renamed = { ...staging, sender: { ...staging.sender, name: "New name" } };

/** How the world is before the run that goes wrong. */
const scenarios: Record<string, { environment: typeof staging; prepare(world: CredentialsWorld): Promise<unknown> }> = {
  "nothing is there": { environment: staging, prepare: async () => {} },
  "what is declared changed": { environment: renamed, prepare: ({ use }) => issueCredentials(staging, use) },
  "a key was switched off": {
    environment: staging,
    prepare: async ({ use, sendgrid }) => {
      await issueCredentials(staging, use);
      sendgrid.refused.add("sendgrid-1");
    },
  },
  "a pending key was deleted": {
    environment: staging,
    prepare: async ({ use, ses }) => {
      const credentials = await use.provider("ses").keys.create();
      await use.provider("ses").secret.storePending(credentials);
      ses.keys.delete(credentials.keyId);
    },
  },
};

async function prepared(name: string) {
  const world = credentialsWorld();
  await scenarios[name]?.prepare(world);
  return world;
}

const run = (name: string) => (use: CredentialsWorld["use"]) => issueCredentials(scenarios[name]?.environment ?? staging, use);

/**
 * Whether a provider was left with a key that no version of its secret has. Only a run that ends between making and storing may do that, and an
 * answer that is lost: IAM and SendGrid have no token by which making a key could be repeated.
 */
const mayLeaveKey = ({ effect }: Boundary, fault: Fault, calls: readonly string[]): boolean =>
  (fault.startsWith("killed") || effect.endsWith("keys create")) && calls.lastIndexOf("create") > calls.lastIndexOf("store");

describe.each(Object.keys(scenarios))("%s", (name) => {
  test("with a fault at every boundary, the next run makes good", async () => {
    const whole = await prepared(name);
    const boundaries = await boundariesOf(whole.use, run(name));
    expect(boundaries.length).toBeGreaterThan(8);

    for (const at of boundaries)
      for (const fault of faults) {
        const where = `${fault} ${at.effect} ${at.nth}`;
        const world = await prepared(name);
        await runInto(fault, at, world.use, run(name));
        const inDoubt = [world.sendgrid, world.ses].filter(({ calls }) => mayLeaveKey(at, fault, calls));
        await run(name)(world.use);

        for (const provider of [world.sendgrid, world.ses]) {
          const current = provider.current();
          expect({ where, works: current && (await provider.effects.server.prove(current)) }).toEqual({ where, works: undefined });
          expect({ where, pending: provider.stages.pending }).toEqual({ where, pending: undefined });
          // A key that the server refuses works nowhere: if the run did not come to delete it, the previous version of the secret still names it.
          const orphans = [...provider.keys].filter((key) => key !== current?.keyId && !provider.refused.has(key));
          expect({ where, orphans }).toEqual({ where, orphans: inDoubt.includes(provider) ? orphans.slice(0, 1) : [] });
        }
        const { written } = world.application;
        expect({ where, user: written?.SMTP_USER }).toEqual({ where, user: world.sendgrid.current()?.user });
        expect({ where, name: written?.EMAIL_SENDER_NAME }).toEqual({ where, name: scenarios[name]?.environment.sender.name });
      }
  });
});
