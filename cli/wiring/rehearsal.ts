/** Stages a rehearsal: a folder of its own, a sandbox, the other verbs in a world that points at it, and the report at the end. */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { loadEnvironments } from "../../environments/load";
import type { ApplicationSettings } from "../../environments/names";
import { OperatorError } from "../../environments/operator-error";
import type { Environment } from "../../environments/schema";
import { version as packageVersion } from "../../package.json";
import { rehearsalHtml } from "../../reports/rehearsal-html";
import type { RehearsalReport } from "../../reports/rehearsal-report";
import { rehearsalText } from "../../reports/rehearsal-text";
import { createStepProgress, type StepProgress } from "../../reports/step-progress";
import { motoVersion } from "../../sandbox/aws/moto-environment";
import type { Sandbox } from "../../sandbox/start";
import type { Rehearsal, RehearseEffects } from "../../workflows/rehearse";
import type { Output, World } from "../world";
import { sendWithPython } from "./python-example";
import { rehearsalReport } from "./rehearsal-report";
import { forgetSandbox, openSandbox, rememberSandbox, sandboxOptions, type TroubleOptions, untilInterrupted } from "./sandbox";
import { openStack, workDirectory } from "./stack";

export interface RehearsalOptions extends TroubleOptions {
  env: string;
  keep?: true;
}

export interface Stage {
  effects: RehearseEffects;
  /** Where the rehearsal's files are. */
  directory: string;
  /** The world in which the other verbs run: the user's, pointed at the sandbox, with files of its own. */
  inside(): World;
  /** @throws Error before it was started. */
  sandbox(): Sandbox;
  /** Writes and prints the report. @returns whether everything passed. */
  report(rehearsal: Rehearsal): Promise<boolean>;
  untilInterrupted(): Promise<void>;
  end(): Promise<void>;
}

export function stageRehearsal(environment: Environment, options: RehearsalOptions, world: World): Stage {
  const startedAt = new Date();
  const name = `${startedAt.toISOString().replace(/[:.]/g, "-")}-${environment.name}`;
  const directory = join(workDirectory(world), "rehearsals", name);
  mkdirSync(directory, { recursive: true });
  const progress = showProgress(world);
  let running: Sandbox | undefined;

  const sandbox = (): Sandbox => {
    if (!running) throw new Error("the sandbox has not been started");
    return running;
  };
  const files = { CDKTF_OUTDIR: join(directory, "cdktf.out"), TWINPOST_WORK_DIRECTORY: directory };
  const inside = (): World => ({ ...world, env: { ...withoutOwnSettings(world.env), ...sandbox().env, ...files } });

  const verb = (...words: string[]): Promise<unknown> => runVerb([...words, "--env", environment.name, "--json"], directory, inside());

  return {
    directory,
    inside,
    sandbox,
    effects: {
      startSandbox: async (narrate) => {
        const wanted = sandboxOptions(loadEnvironments(), environment, options, join(directory, "sandbox"));
        const log = join(directory, "sandbox.log");
        writeFileSync(log, "each request that was made is a line of sandbox/requests.jsonl\n");
        const tell = (text: string): void => {
          appendFileSync(log, `${text}\n`);
          narrate(text);
        };
        running = await openSandbox({ ...wanted, narrate: tell });
        return options.calm ? "calm" : `trouble on, seed "${options.seed}"`;
      },
      verb,
      sendWithPython: async () => sendWithPython(environment, (await verb("settings")) as ApplicationSettings, inside()),
      unknownCalls: () => [...sandbox().log.unknown],
      now: () => performance.now(),
      observe: progress.observe,
    },

    async report(rehearsal) {
      progress.end();
      const report = rehearsalReport({
        environment,
        rehearsal,
        options,
        startedAt,
        entries: running?.log.entries ?? [],
        versions: await versions(rehearsal, environment, inside),
      });
      writeFileSync(join(directory, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
      writeFileSync(join(directory, "report.html"), rehearsalHtml(report));
      world.stdout.write(
        rehearsalText(report, { colour: hasColour(world, world.stdout), directory: relative(world.directory, directory) }),
      );
      return report.outcome === "passed";
    },

    async untilInterrupted() {
      if (!running) return;
      rememberSandbox(name, { ...running.env, ...files }, world);
      const mailboxes = running.receivers.receivers
        .map(({ name: receiver, url }) => `  ${receiver.padEnd(8)} ${url}/api/v1/messages\n`)
        .join("");
      world.stdout.write(
        `\nThe sandbox goes on until Ctrl-C. The receivers' mailboxes:\n${mailboxes}` +
          `In another terminal, point your shell at it and use any verb:\n  eval "$(twinpost sandbox env --name ${name})"\n  twinpost verify --env ${environment.name}\n`,
      );
      await untilInterrupted(world);
    },

    async end() {
      progress.end();
      forgetSandbox(name, world);
      await running?.stop();
    },
  };
}

/** A verb answers in JSON on stdout. Its narration, and why it failed, go to the log of its own. */
async function runVerb(argv: string[], directory: string, world: World): Promise<unknown> {
  let stdout = "";
  let stderr = "";
  const code = await world.twinpost(argv, {
    ...world,
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  writeFileSync(join(directory, `${argv[0]}.log`), `$ twinpost ${argv.join(" ")}\n${stderr}exit code ${code}\n`, { flag: "a" });
  if (stdout === "" && world.signal?.aborted) throw new OperatorError("interrupted");
  if (stdout === "") throw new OperatorError(stderr.trim() || `twinpost ${argv.join(" ")} ended with ${code} and said nothing`);
  return JSON.parse(stdout);
}

/** A rehearsal must not depend on which real account the user's shell points at. */
function withoutOwnSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = /^(AWS_|TWINPOST_|CLOUDFLARE_|SENDGRID_|TF_)/;
  // Where to get plugins, and through which proxy, is about this machine.
  const kept = /^(AWS_CA_BUNDLE|TWINPOST_PROVIDER_MIRROR|TF_CLI_CONFIG_FILE|TF_PLUGIN_CACHE_DIR)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name) || kept.test(name)));
}

/** Steps are narration: on stderr, live on a terminal. */
function showProgress(world: World): StepProgress {
  const { stderr } = world;
  const isTerminal = stderr.isTTY === true && !world.env.CI;
  const progress = createStepProgress({
    write: (text) => stderr.write(text),
    isTerminal,
    columns: stderr.columns ?? 80,
    colour: hasColour(world, stderr),
  });
  if (!isTerminal) return progress;
  const origin = performance.now();
  const timer = setInterval(() => progress.tick(performance.now() - origin), 120);
  return {
    ...progress,
    end() {
      clearInterval(timer);
      progress.end();
    },
  };
}

const hasColour = ({ env }: World, output: Output): boolean => output.isTTY === true && !env.NO_COLOR;

/** What the evidence was made with, as far as the rehearsal came. */
async function versions({ plan }: Rehearsal, environment: Environment, inside: () => World): Promise<RehearsalReport["versions"]> {
  const own = [
    { name: "Twinpost", version: packageVersion },
    { name: "Node", version: process.versions.node },
  ];
  if (!plan) return own;
  const { terraform, plugins } = await openStack(environment, inside()).terraform.versions();
  const chosen = Object.entries(plugins).map(([source, version]) => ({ name: source.replace("registry.terraform.io/", ""), version }));
  return [...own, { name: "Terraform", version: terraform }, ...chosen, { name: "moto", version: motoVersion() }];
}
