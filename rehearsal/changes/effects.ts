/**
 * Wires prepared changes: planned with the real Terraform on a copy of the stack, made through Cloudflare's API as somebody else would, and
 * tried with real messages, whose fate the sandbox tells.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCloudflareClient } from "../../adapters/cloudflare/client";
import { listRecordsAt } from "../../adapters/cloudflare/records";
import { readEndpoints } from "../../adapters/endpoints";
import { ApiError, type JsonClient } from "../../adapters/http/json-client";
import { findMessages } from "../../adapters/mailbox/mailpit";
import { findAuthenticatedDomain, validateDomain } from "../../adapters/sendgrid/sender-authentication";
import { SmtpError } from "../../adapters/smtp/smtp-error";
import { submitMessage } from "../../adapters/smtp/submission";
import { createTerraform } from "../../adapters/terraform/terraform";
import { stackName } from "../../declaration/names/stacks";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import { cloudflareToken } from "../../declaration/tokens";
import type { ReceiverName, Volume } from "../../mail/forecast/receivers";
import { type ProviderName, sendingProviders } from "../../mail/providers/sending-providers";
import type { MailRecord } from "../../mail/records/mail-record";
import { parseTxt, quoteTxt } from "../../mail/records/txt";
import { readSendingCredentials, submissionOf, trustedBy } from "../../wiring/credentials";
import { loadTarget } from "../../wiring/declared";
import { forecaster, liveDnsLater } from "../../wiring/forecast";
import { sendgridClient } from "../../wiring/providers/sendgrid";
import { requireToken } from "../../wiring/required-tokens";
import type { World } from "../../wiring/world";
import { plan } from "../../workflows/plan";
import { type DeclaredEdit, editDeclared } from "./edit-declared";
import type { ChangeEffects, MailOutcome } from "./try-changes";

/** What the sandbox tells of messages, beyond what a user could see. */
export interface MailWatch {
  /** Where a sending provider of this region relays to receivers. */
  relay(provider: ProviderName, region: string): Relay;
  receivers: readonly { name: ReceiverName; domain: string; url: string; setBulkAbove(messages: number | undefined): void }[];
}

interface Relay {
  /** Of each recipient of each accepted message; a code of 400 and above refuses it. */
  outcomes: readonly { messageId: string; code: number }[];
  idle(): Promise<void>;
}

/** @param directory of the rehearsal. */
export function changeEffects(directory: string, watch: () => MailWatch, inside: (stack: string) => World): ChangeEffects {
  return {
    async planChange({ name }, { id, edits }) {
      const world = inside(name);
      const { env, signal } = world;
      const own = join(directory, stackName(name));
      const folder = join(own, "changes", id);
      const stack = join(own, "cdktf.out", "stacks", stackName(name));
      const logFile = join(folder, "terraform.log");
      mkdirSync(folder, { recursive: true });
      // Terraform's data folder is the applied stack's: it is initialised, and planning only reads it.
      const terraform = createTerraform({
        environment: name,
        stackDirectory: join(folder, "stack"),
        dataDirectory: own,
        env,
        endpoints: readEndpoints(env),
        logFile,
        ...(signal ? { signal } : {}),
      });
      return plan(
        { file: join(folder, "plan.tfplan"), refresh: false },
        {
          ...terraform,
          requireVersion: async () => "as before",
          synthesise: async () => {
            cpSync(stack, join(folder, "stack"), { recursive: true });
            const synthesised = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"));
            writeFileSync(join(folder, "stack", "cdk.tf.json"), JSON.stringify(editDeclared(synthesised, edits), null, 2));
          },
          init: async () => "",
          // Nothing is applied at the same time, and several are planned at once.
          plan: (file, options) => terraform.plan(file, { ...options, lock: false }),
          forecast: forecaster(loadTarget(name, world), world),
          resolve: liveDnsLater(world),
          keep: (planned) => writeFileSync(join(folder, "plan.json"), JSON.stringify(planned, null, 2)),
          forgetKept: () => {},
          digest: () => "of no plan that is applied",
          narrate: () => {},
        },
      );
    },

    async makeChange(environment, edits) {
      const world = inside(environment.name);
      const putBack: (() => Promise<void>)[] = [];
      for (const edit of edits) putBack.unshift(await makeEdit(environment, edit, world));
      await lookAgain(environment, world);
      return async () => {
        for (const each of putBack) await each();
        await lookAgain(environment, world);
      };
    },

    async send(environment, volume) {
      const { receivers } = watch();
      for (const each of receivers) each.setBulkAbove(volume === "bulk" ? 0 : undefined);
      try {
        return await sendToAll(environment, volume, watch(), inside(environment.name));
      } finally {
        for (const each of receivers) each.setBulkAbove(undefined);
      }
    },
  };
}

/** A record that goes is moved aside: Terraform's state knows it by its id, which a record that is made anew would not have. */
async function makeEdit(environment: Environment, { before, after }: DeclaredEdit, world: World): Promise<() => Promise<void>> {
  const token = requireToken(cloudflareToken, world, undefined);
  const client = createCloudflareClient({ baseUrl: readEndpoints(world.env).cloudflare, token });
  const zoneId = zoneIdOf(environment);
  const records = `/zones/${zoneId}/dns_records`;
  if (!before) {
    const { result } = (await client.post(records, after && wireOf(after))) as { result: { id: string } };
    return async () => void (await client.delete(`${records}/${result.id}`));
  }
  const id = await idOf(client, zoneId, before);
  await client.patch(`${records}/${id}`, after ? { content: wireOf(after).content } : { name: `moved-aside.${before.name}` });
  return async () => void (await client.patch(`${records}/${id}`, { name: before.name, content: wireOf(before).content }));
}

/** Where DNS is kept elsewhere, no change is prepared. */
function zoneIdOf({ name, cloudflare }: Environment): string {
  if (!cloudflare) throw new Error(`${name}: its DNS is not at Cloudflare`);
  return cloudflare.zoneId;
}

const wireOf = ({ type, name, value, ttl }: MailRecord) => ({ type, name, content: type === "TXT" ? quoteTxt(value) : value, ttl });

async function idOf(client: JsonClient, zoneId: string, { name, type, value }: MailRecord): Promise<string> {
  const found = (await listRecordsAt(client, zoneId, name)).filter((each) => each.type === type);
  const own = found.find(({ content }) => parseTxt(content) === value) ?? found[0];
  if (!own) throw new Error(`the DNS host has no ${name} ${type}`);
  return own.id;
}

/** As `twinpost verify` makes SendGrid do; SES looks by itself. SendGrid's look-up may fail for once: that is its 500. */
async function lookAgain(environment: Environment, world: World): Promise<void> {
  if (!sendingProvidersOf(environment).includes("sendgrid")) return;
  const client = sendgridClient(environment, world);
  const domain = await findAuthenticatedDomain(client, environment.sendingDomain);
  if (!domain) throw new Error(`SendGrid does not know ${environment.sendingDomain}`);
  const validate = () => validateDomain(client, domain.id);
  await validate().catch((error) => {
    if (error instanceof ApiError && error.status >= 500) return validate();
    throw error;
  });
}

async function sendToAll(environment: Environment, volume: Volume, watch: MailWatch, world: World): Promise<MailOutcome[]> {
  const providers = sendingProvidersOf(environment).filter((name) => sendingProviders[name].delivers);
  const pairs = providers.flatMap((provider) =>
    environment.seedMailboxes.flatMap((to) =>
      watch.receivers.filter(({ domain }) => to.endsWith(`@${domain}`)).map((receiver) => ({ provider, to, receiver })),
    ),
  );
  const credentials = new Map(providers.map((provider) => [provider, readSendingCredentials(environment, provider, world)]));
  return Promise.all(
    pairs.map(async ({ provider, to, receiver }): Promise<MailOutcome> => {
      const login = await credentials.get(provider);
      if (!login) throw new Error(`no credentials for ${provider}`);
      const subject = `${volume} ${crypto.randomUUID()}`;
      const about = { provider, receiver: receiver.name, volume };
      const messageId = await submit({ environment, provider, to, subject, login, world });
      if (messageId === undefined) return { ...about, outcome: "not sent" };
      const relay = watch.relay(provider, environment.aws.region);
      await relay.idle();
      const code = relay.outcomes.find((each) => each.messageId === messageId)?.code;
      if (code === undefined || code >= 400) return { ...about, outcome: code === undefined || code < 500 ? "deferred" : "refused" };
      const [found] = await findMessages({ baseUrl: receiver.url, query: `subject:"${subject}"` });
      return { ...about, outcome: found?.tags.includes("Junk") ? "junk" : "inbox" };
    }),
  );
}

interface Submitted {
  environment: Environment;
  provider: ProviderName;
  to: string;
  subject: string;
  login: { user: string; password: string };
  world: World;
}

/** @returns the provider's id of the message; undefined when it refuses the message. */
async function submit({ environment, provider, to, subject, login, world }: Submitted): Promise<string | undefined> {
  const { sender } = environment;
  const message = { from: { name: sender.name, address: sender.address }, to, subject, text: "A message of the rehearsal." };
  const server = { ...submissionOf(provider, environment, world), ca: trustedBy(provider, environment, world) };
  try {
    const { response } = await submitMessage({ ...server, user: login.user, password: login.password, message });
    return response.split(" ").at(-1);
  } catch (error) {
    if (error instanceof SmtpError && error.phase === "message" && (error.code ?? 0) >= 500) return undefined;
    throw error;
  }
}
