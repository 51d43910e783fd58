/** Stages a rehearsal: a folder of its own, a sandbox, the other verbs in a world that points at it, and the report at the end. */

import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { World } from "../cli/world";
import { zonesByHand } from "../declaration/dns-homes";
import { dnsHosts } from "../declaration/dns-hosts/dns-hosts";
import { isExampleEnvironment } from "../declaration/examples";
import type { Declared } from "../declaration/load";
import { stackName } from "../declaration/names/stacks";
import type { Environment } from "../declaration/schema/environment";
import { findTarget } from "../declaration/target";
import type { Result } from "../evidence/evidence";
import { sendingProviders } from "../mail/providers/sending-providers";
import { version as packageVersion } from "../package.json";
import { readAnswer } from "../reports/answer";
import type { DashboardPicture } from "../reports/dashboard/picture";
import { printable } from "../reports/printable";
import { settingsAnswer } from "../reports/settings/json";
import { tell } from "../reports/tell";
import { motoVersion } from "../sandbox/aws/moto-environment";
import type { Sandbox } from "../sandbox/start";
import { type Connections, connect } from "../wiring/connections";
import { loadTarget } from "../wiring/declared";
import { recordIfPossible } from "../wiring/evidence";
import { openStackOf } from "../wiring/stack";
import { sandboxNamed } from "../wiring/where";
import { workDirectory } from "../wiring/work-directory";
import { changeEffects, type MailWatch } from "./changes/effects";
import { dashboardsThere } from "./dashboards/look";
import { keepRunning } from "./keep-running";
import { rotateUnderLoad } from "./load/rotation-under-load";
import { rehearsedLoad } from "./load/step";
import { otherSenders } from "./other-senders";
import { showProgress } from "./progress";
import { relayOf } from "./providers/provider-stages";
import { printZoneFile, publishZoneFile } from "./publication";
import { sendWithPython } from "./python-example";
import { type Mailboxes, seenDeliveries } from "./received-messages";
import type { Rehearsal, RehearsalScope, RehearseEffects } from "./rehearse";
import { rehearsalReport } from "./report/compose";
import { rehearsalHtml } from "./report/html";
import type { RehearsalReport } from "./report/report";
import { rehearsalText } from "./report/text";
import { type Actor, actorOf } from "./roles/actors";
import { createLogins } from "./roles/logins";
import { rehearsedClocks } from "./rotation";
import { deleteSandbox, openSandbox, sandboxOptions, sandboxVariables, saveSandbox, type TroubleOptions } from "./sandbox";
import { writeSnapshot } from "./snapshot";
import { sendToNobody } from "./undeliverable-mail";
import { runVerb } from "./verb";

export interface RehearsalOptions extends TroubleOptions {
  env?: string;
  keep?: true;
  changes?: boolean;
  with?: "rotation-under-load";
  /** Everything is done by an administrator, whom no policy judges. */
  asAdministrator?: true;
}

export interface Stage {
  effects: RehearseEffects;
  /** Where the rehearsal's files are. */
  directory: string;
  /** The world in which the other verbs run: the user's, logged in at the sandbox as administrator of the stack's account, with files of its own. */
  inside(stack: string): World;
  /** The same, for whoever has taken a role. */
  as(stack: string, actor: Actor): Promise<World>;
  /** @throws Error before it was started. */
  sandbox(): Sandbox;
  /** Writes and prints the report. @returns whether everything passed. */
  report(rehearsal: Rehearsal): Promise<boolean>;
  untilInterrupted(): Promise<void>;
  end(): Promise<void>;
}

export function stageRehearsal(scope: RehearsalScope, declared: Declared, options: RehearsalOptions, world: World): Stage {
  const narrate = (line: string): void => void world.stderr.write(`${line}\n`);
  const startedAt = new Date();
  const name = `${startedAt.toISOString().replace(/[:.]/g, "-")}-${options.env ?? scope.environments[0].name}`;
  const directory = join(workDirectory(world), "rehearsals", name);
  mkdirSync(directory, { recursive: true });
  const environments = join(directory, "environments");
  writeSnapshot(environments, declared);
  const progress = showProgress(world);
  let running: Sandbox | undefined;

  const sandbox = (): Sandbox => {
    if (!running) throw new Error("the sandbox has not been started");
    return running;
  };
  // Stacks are planned side by side, so each is synthesised into a folder of its own.
  const files = (stack: string) => ({
    CDKTF_OUTDIR: join(directory, stackName(stack), "cdktf.out"),
    TWINPOST_WORK_DIRECTORY: directory,
    TWINPOST_ENVIRONMENTS: environments,
  });
  const inside = (stack: string): World => {
    const login = sandbox().envAt(findTarget(stack, declared).aws);
    return {
      ...world,
      loginClocks: rehearsedClocks,
      env: { ...withoutOwnSettings(world.env), ...login, ...sandboxNamed(name), ...files(stack) },
    };
  };

  const logins = createLogins(sandbox);
  const as = async (stack: string, actor: Actor): Promise<World> => {
    const world = inside(stack);
    const login = options.asAdministrator ? {} : await logins.variables(findTarget(stack, declared), actor);
    return { ...world, env: { ...world.env, ...login } };
  };
  const connected = (stack: string): Connections => connect(inside(stack), narrate);
  const connectedAs = async (stack: string, actor: Actor): Promise<Connections> => connect(await as(stack, actor), narrate);
  const zonesOf = (stack: string): string[] => zonesByHand(findTarget(stack, declared));

  const verb = async (stack: string, ...words: string[]): Promise<unknown> => {
    const folder = join(directory, stackName(stack));
    mkdirSync(folder, { recursive: true });
    const actor = actorOf(findTarget(stack, declared), words[0] ?? "");
    return runVerb([...words, "--env", stack, "--json"], folder, await as(stack, actor));
  };

  const seen = (report: RehearsalReport) => {
    const mailboxes = running && mailboxesOf(running);
    const domains = Object.fromEntries(scope.environments.map(({ name: each, sendingDomain }) => [each, sendingDomain]));
    return mailboxes ? seenDeliveries(report.deliveries, domains, mailboxes) : [];
  };

  const dashboards = (): Promise<DashboardPicture[]> =>
    running ? dashboardsThere(scope.environments, connected, new Date()) : Promise.resolve([]);

  return {
    directory,
    inside,
    as,
    sandbox,
    effects: {
      user: {
        verb,
        sendWithPython: async (environment, through) =>
          sendWithPython(
            environment,
            { settings: readAnswer(settingsAnswer, await verb(environment.name, "settings")).settings, through },
            connected(environment.name),
          ),
        sendToNobody: async (environment) =>
          sendToNobody(
            environment,
            {
              settings: readAnswer(settingsAnswer, await verb(environment.name, "settings")).settings,
              domains: sandbox().receivers.receivers.map(({ domain }) => domain),
            },
            connected(environment.name),
          ),
        ...(options.with === "rotation-under-load"
          ? {
              rotateUnderLoad: async (environment: Environment) =>
                rotateUnderLoad(rehearsedLoad, {
                  environment,
                  connections: await connectedAs(environment.name, "rotate"),
                  mailboxes: sandbox().receivers.receivers.map(({ url }) => url),
                }),
            }
          : {}),
        publish: async (stack) => {
          const said: string[] = [];
          for (const zone of zonesOf(stack)) {
            const zoneFile = await printZoneFile(stack, zone, await as(stack, "plan"));
            appendFileSync(join(directory, stackName(stack), "publish.log"), zoneFile);
            said.push(`${zone}: ${await publishZoneFile(sandbox().dnsHost, stack, zone, zoneFile)}`);
          }
          return said.join(", ");
        },
        withdraw: async (stack) => {
          for (const zone of zonesOf(stack)) await publishZoneFile(sandbox().dnsHost, stack, zone, "");
        },
      },
      changes: changeEffects(directory, () => watchMail(sandbox()), connectedAs),
      sandbox: {
        start: async (narrate) => {
          // The report names it even if nothing comes of the rest.
          const log = join(directory, "sandbox.log");
          writeFileSync(log, "each request that was made is a line of sandbox/requests.jsonl\n");
          const [first] = scope.environments;
          const wanted = sandboxOptions(declared, first, options, join(directory, "sandbox"));
          const tell = (text: string): void => {
            appendFileSync(log, `${text}\n`);
            narrate(text);
          };
          running = await openSandbox({ ...wanted, narrate: tell });
          return options.calm ? "calm" : `trouble on, seed "${options.seed}"`;
        },
        inventory: () => sandbox().inventory(),
        unknownCalls: () => [...sandbox().log.unknown],
        denied: () => [...(running?.log.denied ?? [])],
        confirmAlerts: (address) => sandbox().aws.sns.followLinks(address),
        alertMails: () => sandbox().aws.sns.mails(),
      },
      progress: { now: () => performance.now(), observe: progress.observe, isInterrupted: () => world.signal?.aborted === true },
    },

    async report(rehearsal) {
      progress.end();
      const report = rehearsalReport({
        scope,
        rehearsal,
        options: { ...options, env: options.env ?? scope.environments[0].name },
        startedAt,
        entries: running?.log.entries ?? [],
        versions: await versions(rehearsal, connected),
        otherSenders: otherSenders(declared),
        exists: (file) => existsSync(join(directory, file)),
      });
      writeFileSync(join(directory, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
      // A page is no output of a verb, so what strangers said is made harmless here.
      writeFileSync(join(directory, "report.html"), printable(rehearsalHtml(report, await seen(report), await dashboards()), "\t"));
      recordIfPossible(
        { kind: "rehearsal", target: report.environment, source: report.evidence, result: resultOf(report) },
        { ...world, narrate },
      );
      tell(world.stdout, rehearsalText(report, relative(world.directory, directory), scope.environments.every(isExampleEnvironment)));
      return report.outcome === "passed";
    },

    async untilInterrupted() {
      if (!running) return;
      saveSandbox(name, { env: scope.environments[0].name, variables: sandboxVariables(running, declared, files) }, world);
      await keepRunning({ name, sandbox: running, environments: scope.environments, connected }, world);
    },

    async end() {
      progress.end();
      deleteSandbox(name, world);
      await running?.stop();
    },
  };
}

const mailboxesOf = ({ receivers, capture }: Sandbox): Mailboxes => ({
  of: ({ recipient, placement }) =>
    placement === "captured" ? capture.url : receivers.receivers.find(({ domain }) => recipient.toLowerCase().endsWith(`@${domain}`))?.url,
});

const watchMail = (sandbox: Sandbox): MailWatch => ({
  relay: (provider, region) => relayOf(sandbox, provider, region),
  receivers: sandbox.receivers.receivers,
});

/** A rehearsal must not depend on which real account the user's shell points at. */
function withoutOwnSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = new RegExp(`^(AWS_|TWINPOST_|TF_|GITHUB_(TOKEN|API_URL)$|${prefixesOfTokens().join("|")})`);
  // Where to get plugins, and through which proxy, is about this machine.
  const kept = /^(AWS_CA_BUNDLE|TWINPOST_PROVIDER_MIRROR|TF_CLI_CONFIG_FILE|TF_PLUGIN_CACHE_DIR)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name) || kept.test(name)));
}

/** "CLOUDFLARE_" of CLOUDFLARE_API_TOKEN: whoever administers a service may have more of its settings in the shell. */
const prefixesOfTokens = (): string[] =>
  [...Object.values(dnsHosts), ...Object.values(sendingProviders)].flatMap(({ administration }) =>
    administration ? [administration.variable.replace(/_.*/, "_")] : [],
  );

const resultOf = ({ outcome, seconds, trouble, steps }: RehearsalReport): Result<"rehearsal"> => ({
  ...{ outcome, seconds, calm: trouble.mode === "calm" },
  steps: steps.map(({ id, status }) => ({ id, status })),
});

/** What the evidence was made with, as far as the rehearsal came. */
async function versions({ stacks }: Rehearsal, connected: (stack: string) => Connections): Promise<RehearsalReport["versions"]> {
  const own = [
    { name: "Twinpost", version: packageVersion },
    { name: "Node", version: process.versions.node },
  ];
  const planned = Object.keys(stacks).findLast((name) => stacks[name]?.plan);
  if (!planned) return own;
  const connections = connected(planned);
  const { terraform, plugins } = await openStackOf(loadTarget(planned, connections), connections).terraform.versions();
  const chosen = Object.entries(plugins).map(([source, version]) => ({ name: source.replace("registry.terraform.io/", ""), version }));
  return [...own, { name: "Terraform", version: terraform }, ...chosen, { name: "moto", version: motoVersion() }];
}
