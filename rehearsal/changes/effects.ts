/**
 * Wires prepared changes: planned with the real Terraform on a copy of the stack, made at the DNS host as somebody else would, and
 * tried with real messages, whose fate the sandbox tells.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findMessages } from "../../adapters/mailbox/mailpit";
import { SmtpError } from "../../adapters/smtp/smtp-error";
import { submitMessage } from "../../adapters/smtp/submission";
import { createTerraform } from "../../adapters/terraform/terraform";
import { stackName } from "../../declaration/names/stacks";
import { type Environment, sendingProvidersOf } from "../../declaration/schema/environment";
import type { ReceiverName, Volume } from "../../mail/forecast/receivers";
import { type ProviderName, sendingProviders } from "../../mail/providers/sending-providers";
import type { Connections } from "../../wiring/connections";
import { readSendingCredentials, submissionOf, trustedBy } from "../../wiring/credentials";
import { loadTarget } from "../../wiring/declared";
import { forecaster, liveDnsLater } from "../../wiring/forecast";
import { ownOf } from "../../wiring/own";
import { providerWirings } from "../../wiring/providers/provider-wirings";
import { unwatched } from "../../workflows/phase";
import { plan } from "../../workflows/plan";
import { changesAt } from "../dns-hosts/dns-host-stages";
import type { Relay } from "../providers/provider-stage";
import type { Actor } from "../roles/actors";
import type { ChangeEffects, MailOutcome } from "./try-changes";

/** What the sandbox tells of messages, beyond what a user could see. */
export interface MailWatch {
  /** Where a sending provider of this region relays to receivers. */
  relay(provider: ProviderName, region: string): Relay;
  receivers: readonly { name: ReceiverName; domain: string; url: string; setBulkAbove(messages: number | undefined): void }[];
}

/** @param directory of the rehearsal. */
export function changeEffects(
  directory: string,
  watch: () => MailWatch,
  inside: (stack: string, actor: Actor) => Promise<Connections>,
): ChangeEffects {
  return {
    async planChange(environment, { id, edits }) {
      const { name } = environment;
      const connections = await inside(name, "plan");
      const { env, signal } = connections;
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
        endpoints: connections.endpoints(),
        logFile,
        ...(signal ? { signal } : {}),
      });
      return plan(
        { file: join(folder, "plan.tfplan"), own: ownOf(loadTarget(name, connections)), refresh: false },
        {
          terraform: {
            pluginSource: terraform.pluginSource,
            requireVersion: async () => "as before",
            synthesise: async () => {
              cpSync(stack, join(folder, "stack"), { recursive: true });
              const synthesised = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"));
              const edited = changesAt(environment).editDeclared(synthesised, edits);
              writeFileSync(join(folder, "stack", "cdk.tf.json"), JSON.stringify(edited, null, 2));
            },
            init: async () => "",
            plan: terraform.plan,
            showPlan: terraform.showPlan,
          },
          plans: {
            keep: (planned) => writeFileSync(join(folder, "plan.json"), JSON.stringify(planned, null, 2)),
            forget: () => {},
            digest: () => "of no plan that is applied",
          },
          dns: { forecast: forecaster(loadTarget(name, connections), connections), resolve: liveDnsLater(connections) },
          log: { narrate: () => {}, watch: unwatched },
        },
      );
    },

    async makeChange(environment, edits) {
      const connections = await inside(environment.name, "apply");
      const putBack: (() => Promise<void>)[] = [];
      for (const edit of edits) putBack.unshift(await changesAt(environment).makeEdit(environment.dns, edit, connections));
      await lookAgain(environment, connections);
      return async () => {
        for (const each of putBack) await each();
        await lookAgain(environment, connections);
      };
    },

    async send(environment, volume) {
      const { receivers } = watch();
      for (const each of receivers) each.setBulkAbove(volume === "bulk" ? 0 : undefined);
      try {
        return await sendToAll(environment, volume, watch(), await inside(environment.name, "rotate"));
      } finally {
        for (const each of receivers) each.setBulkAbove(undefined);
      }
    },
  };
}

/** So that the sending providers see what was changed. */
async function lookAgain(environment: Environment, connections: Connections): Promise<void> {
  for (const provider of sendingProvidersOf(environment)) await providerWirings[provider].lookAgain?.(environment, connections);
}

async function sendToAll(environment: Environment, volume: Volume, watch: MailWatch, connections: Connections): Promise<MailOutcome[]> {
  const providers = sendingProvidersOf(environment).filter((name) => sendingProviders[name].delivers);
  const pairs = providers.flatMap((provider) =>
    environment.seedMailboxes.flatMap((to) =>
      watch.receivers.filter(({ domain }) => to.endsWith(`@${domain}`)).map((receiver) => ({ provider, to, receiver })),
    ),
  );
  const credentials = new Map(providers.map((provider) => [provider, readSendingCredentials(environment, provider, connections)]));
  return Promise.all(
    pairs.map(async ({ provider, to, receiver }): Promise<MailOutcome> => {
      const login = await credentials.get(provider);
      if (!login) throw new Error(`no credentials for ${provider}`);
      const subject = `${volume} ${crypto.randomUUID()}`;
      const about = { provider, receiver: receiver.name, volume };
      const messageId = await submit({ environment, provider, to, subject, login, connections });
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
  connections: Connections;
}

/** @returns the provider's id of the message; undefined when it refuses the message. */
async function submit({ environment, provider, to, subject, login, connections }: Submitted): Promise<string | undefined> {
  const { sender } = environment;
  const message = { from: { name: sender.name, address: sender.address }, to, subject, text: "A message of the rehearsal." };
  const server = { ...submissionOf(provider, environment, connections), ca: trustedBy(provider, environment, connections) };
  try {
    const { response } = await submitMessage({ ...server, user: login.user, password: login.password, message });
    return response.split(" ").at(-1);
  } catch (error) {
    if (error instanceof SmtpError && error.phase === "message" && (error.code ?? 0) >= 500) return undefined;
    throw error;
  }
}
