/** Wires taking an environment away to terraform, to the keys at both sending providers, and to the state in S3. */
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { deleteAccessKey, listAccessKeys } from "../adapters/aws/access-keys";
import { requireAccount } from "../adapters/aws/account";
import { deleteApiKey, listApiKeys } from "../adapters/sendgrid/api-keys";
import { deleteState, readState } from "../adapters/terraform/state";
import { isSendgridKeyOf } from "../declaration/names/sendgrid";
import { sesSmtpUser } from "../declaration/names/ses";
import { stackName } from "../declaration/names/stacks";
import { stateBucket, stateKey } from "../declaration/names/terraform-state";
import type { Environment } from "../declaration/schema/environment";
import type { DestroyEffects, SendingKey } from "../workflows/destroy";
import { awsClients } from "./credentials";
import { evidenceStore } from "./evidence";
import { liveDnsLater } from "./forecast";
import { sendgridClient } from "./providers/sendgrid";
import { openStack } from "./stack";
import type { World } from "./world";

/** @returns the effects, and where the plan is written: not where `apply` would find it. */
export function destroyEffects(environment: Environment, world: World): DestroyEffects & { file: string } {
  const { terraform, synthesise, planFile, importsFile, forgetKept } = openStack(environment, world);
  const { sts, s3 } = awsClients(environment, world);
  const { account } = environment.aws;
  const file = join(dirname(planFile), "destroy.tfplan");
  const place = { bucket: stateBucket(environment), key: stateKey(stackName(environment.name)), account };
  return {
    ...terraform,
    file,
    synthesise,
    requireAccount: async () => void (await requireAccount(sts, account)),
    findKeys: async () => (await Promise.all([sesKeys(environment, world), sendgridKeys(environment, world)])).flat(),
    forget: async () => {
      const state = await readState(s3, place);
      if (state?.resources === 0) await deleteState(s3, place);
      forgetKept();
      for (const kind of ["forecast", "verification", "seed-test"] as const) evidenceStore(world).forget(kind, environment.name);
      // What was adopted is gone: the next plan could not import it.
      for (const each of [file, importsFile]) rmSync(each, { force: true });
    },
    resolve: liveDnsLater(world),
    narrate: (text) => world.stderr.write(`${text}\n`),
    now: () => new Date(),
  };
}

/** Looked for whichever providers are declared now: a key of one that was given up is a key all the same. */
async function sesKeys(environment: Environment, world: World): Promise<SendingKey[]> {
  const { iam } = awsClients(environment, world);
  const user = sesSmtpUser(environment.name);
  const keys = await listAccessKeys(iam, user);
  return keys.map(({ id }) => ({ kind: "SES SMTP access key", name: id, revoke: () => deleteAccessKey(iam, user, id) }));
}

async function sendgridKeys(environment: Environment, world: World): Promise<SendingKey[]> {
  if (!world.env.SENDGRID_API_KEY) {
    world.stderr.write(
      `SendGrid API keys were not looked for: SENDGRID_API_KEY is not set; if "${environment.name}" ever sent through SendGrid, set it, or delete its keys there\n`,
    );
    return [];
  }
  const client = sendgridClient(environment, world);
  const keys = await listApiKeys(client);
  return keys
    .filter(({ name }) => isSendgridKeyOf(environment.name, name))
    .map(({ id, name }) => ({ kind: "SendGrid API key", name, revoke: () => deleteApiKey(client, id) }));
}
