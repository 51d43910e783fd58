/** Starts the sandbox for the declared environments, and saves a running one so that other terminals find it. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findPluginSource } from "../adapters/terraform/plugin-source";
import type { Declared } from "../declaration/load";
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";
import { targetsOf } from "../declaration/target";
import { SandboxError } from "../sandbox/sandbox-error";
import { type Sandbox, type SandboxOptions, startSandbox } from "../sandbox/start";
import type { Settings } from "../wiring/settings";
import { sandboxNamed } from "../wiring/where";
import { workDirectory } from "../wiring/work-directory";
import { dnsHostAddresses, dnsHostOptions } from "./dns-hosts/dns-host-stages";
import { otherSenders, outsideNames } from "./other-senders";
import type { AddressRow } from "./providers/provider-stage";
import { providerAddresses, providerOptions } from "./providers/provider-stages";

export interface TroubleOptions {
  calm?: true;
  seed: string;
  terraformPlugins: "stand-ins" | "registry";
}

/** The sandbox has the zones and the AWS accounts of every environment and of the organisation. Variables point at the account of one. */
export function sandboxOptions(
  declared: Declared,
  first: Pick<Environment, "aws">,
  { calm, seed, terraformPlugins }: TroubleOptions,
  directory: string,
): SandboxOptions {
  const { environments } = declared;
  const organisation = declared.organisation();
  const homes = [...environments, ...organisation.domains];
  const accounts = declared.accounts().map(({ id, region }) => ({ account: id, region }));
  return {
    directory,
    github: knownToGithub(declared),
    people: declared.accounts().flatMap(({ administrators }) => administrators),
    aws: [first.aws, ...environments.map(({ aws }) => aws), organisation.aws, ...accounts],
    seed,
    terraformPlugins,
    zones: [],
    outside: outsideNames(otherSenders(declared)),
    ...dnsHostOptions(homes),
    ...providerOptions(declared, first.aws.account),
    ...(calm ? { trouble: [] } : {}),
  };
}

/** The repositories that are declared, and everybody who is to review: private, with a plan that has reviewers for private repositories. */
function knownToGithub(declared: Declared): NonNullable<SandboxOptions["github"]> {
  const repositories = new Map(declared.accounts().map(({ github }) => [github.repositoryId, github]));
  const owners = new Map([...repositories.values()].map(({ owner, ownerId }) => [owner, Number(ownerId)]));
  const reviewers = [...new Set([...declared.environments, declared.organisation()].flatMap(({ review }) => review?.reviewers ?? []))].map(
    (name) => name.slice(1).split("/"),
  );
  const users = reviewers.flatMap(([login, team]) => (login && team === undefined && !owners.has(login) ? [login] : []));
  const plan = "enterprise" as const;
  return {
    accounts: [
      ...[...owners].map(([login, id]) => ({ login, id, type: "Organization" as const, plan })),
      ...users.map((login, index) => ({ login, id: 101 + index, type: "User" as const, plan })),
    ],
    teams: reviewers.flatMap(([organisation = "", slug], index) => (slug ? [{ organisation, slug, id: 201 + index }] : [])),
    repositories: [...repositories.values()].map(({ owner, name, repositoryId }) => ({
      owner,
      name,
      id: Number(repositoryId),
      visibility: "private",
    })),
  };
}

/** @throws OperatorError for what the sandbox misses on this machine. */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    if (error instanceof SandboxError) throw new OperatorError(error.message, error.remedy, { cause: error });
    throw error;
  }
}

/** The services of a running sandbox, for people: what it is, where it listens. */
export function addressRows(sandbox: Sandbox, dashboards: readonly { name: string; url: string }[]): AddressRow[] {
  const { env, dns, receivers } = sandbox;
  return [
    ["AWS", env.AWS_ENDPOINT_URL ?? "", "moto behind a gateway; SESv2"],
    ["mail of SNS", `${sandbox.aws.sns.url}mails`, "what alarms told people"],
    ...dashboards.map(({ name, url }): AddressRow => [`dashboard of ${name}`, url, "as CloudWatch would draw it, once it is applied"]),
    ["GitHub API", env.GITHUB_API_URL ?? "", "environments of the declared repositories"],
    ["DNS, authoritative", `127.0.53.1 to .5, port ${dns.port}`, "UDP and TCP"],
    ["DNS, recursive", dns.resolver, `dig @${dns.resolver.replace(":", " -p ")} TXT <name>`],
    ...dns.resolvers
      .filter((resolver) => resolver !== dns.resolver)
      .map((resolver): AddressRow => ["DNS, recursive", resolver, "caches, by a clock that runs 600 times too fast"]),
    ...dnsHostAddresses(sandbox),
    ...providerAddresses(sandbox),
    ...receivers.receivers.map(
      ({ name, host, port, url }): AddressRow => [`receiver ${name}`, `${host}:${port}`, `mailbox ${url}/api/v1/messages`],
    ),
  ];
}

/** Variables by what `--env` may name: each points at the account that it lives in, as that account's administrator. */
export type VariablesByName = Record<string, Record<string, string>>;

interface SavedSandbox {
  pid: number;
  /** Whose variables are meant where nobody says whose. */
  env: string;
  variables: VariablesByName;
}

/** @param files variables that say where the files of one lie. */
export function sandboxVariables(
  { envAt }: Sandbox,
  declared: Declared,
  files: (name: string) => Record<string, string> = () => ({}),
): VariablesByName {
  return Object.fromEntries(targetsOf(declared).map(({ name, aws }) => [name, { ...envAt(aws), ...files(name) }]));
}

/** The file holds tokens of the sandbox, which die with it; it is readable by its owner only. */
export function saveSandbox(name: string, { env, variables }: Omit<SavedSandbox, "pid">, settings: Settings): void {
  mkdirSync(sandboxesDirectory(settings), { recursive: true });
  writeFileSync(sandboxFile(name, settings), JSON.stringify({ pid: process.pid, env, variables }), { mode: 0o600 });
}

export const deleteSandbox = (name: string, settings: Settings): void => rmSync(sandboxFile(name, settings), { force: true });

/** @param asked whose; those of the environment that it was started for when left out. @throws OperatorError when no sandbox of that name is running, or it has no such environment. */
export function readVariables(name: string, asked: string | undefined, settings: Settings): Record<string, string> {
  const { variables, env: usual } = readSandbox(name, settings);
  const env = asked ?? usual;
  const found = variables[env];
  if (found)
    return {
      ...found,
      ...sandboxNamed(name),
      TWINPOST_SANDBOXES: sandboxesDirectory(settings),
      ...settingsWithoutUs(name, found, settings),
    };
  const known = Object.keys(variables).map((each) => `"${each}"`);
  throw new OperatorError(
    `the sandbox knows no "${env}", expected ${known.join(" or ")}`,
    `pass one of them with --env; if "${env}" is declared, the sandbox is older: start it again`,
    {
      exitCode: 2,
    },
  );
}

/**
 * What `terraform` and `cdktf` need when they are not started by Twinpost: where plugins are, and which of their own questions to the settings go
 * unasked, since nothing answers for stand-ins. `cdktf` reads its options from variables; it makes its folder, not those above it.
 */
function settingsWithoutUs(name: string, { CDKTF_OUTDIR }: Record<string, string>, settings: Settings): Record<string, string> {
  const { cliConfigFile } = findPluginSource(settings.env, join(sandboxesDirectory(settings), name));
  if (CDKTF_OUTDIR) mkdirSync(CDKTF_OUTDIR, { recursive: true });
  return {
    ...(cliConfigFile ? { TF_CLI_CONFIG_FILE: cliConfigFile } : {}),
    ...(CDKTF_OUTDIR ? { CDKTF_OUTPUT: CDKTF_OUTDIR } : {}),
    CDKTF_SKIP_PROVIDER_LOCK: "true",
    CHECKPOINT_DISABLE: "1",
  };
}

/** Files of a shell that is pointed at a sandbox: those of two never meet, nor those of what is real. */
export function shellFiles(name: string, settings: Settings): Record<string, string> {
  const directory = join(sandboxesDirectory(settings), name, "shell");
  return { CDKTF_OUTDIR: join(directory, "cdktf.out"), TWINPOST_WORK_DIRECTORY: directory };
}

/** A shell that is pointed at a sandbox has another work directory, and still has to find the sandboxes. */
export const sandboxesDirectory = (settings: Settings): string =>
  settings.env.TWINPOST_SANDBOXES
    ? resolve(settings.directory, settings.env.TWINPOST_SANDBOXES)
    : join(workDirectory(settings), "sandboxes");

/** @throws OperatorError when no sandbox of that name is running. */
function readSandbox(name: string, settings: Settings): SavedSandbox {
  try {
    const saved = JSON.parse(readFileSync(sandboxFile(name, settings), "utf8")) as SavedSandbox;
    process.kill(saved.pid, 0);
    return saved;
  } catch (cause) {
    throw new OperatorError(
      `no sandbox called "${name}" is running here`,
      `start one in another terminal: \`npx twinpost sandbox${nameOption(name)}\``,
      {
        cause,
        exitCode: 2,
      },
    );
  }
}

/** @throws OperatorError when a sandbox of that name is running: its folder is in use. */
export function requireFreeName(name: string, settings: Settings): void {
  let pid: number;
  try {
    ({ pid } = readSandbox(name, settings));
  } catch {
    return;
  }
  throw new OperatorError(`a sandbox called "${name}" is running here already, as process ${pid}`, "give this one another --name", {
    exitCode: 2,
  });
}

/** It is part of the names of files. @throws OperatorError */
export function requireSandboxName(name: string): void {
  if (/^[a-z0-9][a-z0-9_-]{0,31}$/i.test(name)) return;
  throw new OperatorError(
    `--name is no name of a sandbox, got ${JSON.stringify(name)}, expected letters, digits, "-" and "_", at most 32`,
    undefined,
    {
      exitCode: 2,
    },
  );
}

/** As other terminals have to say it. */
export const nameOption = (name: string): string => (name === usualName ? "" : ` --name ${name}`);
/** `--name` when it is left out. */
const usualName = "default";

const sandboxFile = (name: string, settings: Settings): string => join(sandboxesDirectory(settings), `${name}.json`);

export function untilInterrupted({ signal }: Settings): Promise<void> {
  return new Promise((resolve) => {
    if (!signal || signal.aborted) resolve();
    signal?.addEventListener("abort", () => resolve(), { once: true });
  });
}
