/**
 * The terraform command on one stack of cdktf.out. Tokens reach the child process by environment variables only: a Terraform variable
 * would be stored in the plan file. A plan is a file; what is applied is that file, nothing newer.
 */
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../declaration/operator-error";
import type { ApplyEvent } from "../../evidence/apply-event";
import { withoutSecrets } from "../find-secret";
import { TooLarge } from "../limits";
import { childEnvironment } from "../process/child-environment";
import { type RunOptions, type RunResult, run } from "../process/run";
import { readApplyEvent, readError } from "./apply-events";
import { erroredState, keepErroredStates, refuseErroredState } from "./errored-state";
import { interruptedRemedy, said, terraformFailure } from "./failure";
import { readImportFaults } from "./import-faults";
import { type Lock, waitUntilUnlocked } from "./lock";
import { shippedLockFile } from "./plugin-hashes";
import { findPluginSource } from "./plugin-source";
import { type Plugin, type PluginEndpoints, plugins } from "./plugins";
import { installedFor, requiredBy } from "./required-plugins";

/** Write-only arguments and S3 lock files need it. */
const minimumVersion = [1, 11];
/** An apply that is asked to stop ends what it has begun, then stores its state, again and again if S3 does not answer. To end it by force loses that. */
const applyGraceSeconds = 10 * 60;

export interface TerraformSettings extends Pick<RunOptions, "logFile" | "onLogFault" | "signal"> {
  /** For remedies: the verbs that mend a failure take it. */
  environment: string;
  /** The folder of the synthesised stack, holding cdk.tf.json. */
  stackDirectory: string;
  /** `TF_DATA_DIR` and private configuration; one per run, never shared. */
  dataDirectory: string;
  env: NodeJS.ProcessEnv;
  /** The dependency lock file that is kept for this stack, if there is one: with it, only plugins of its hashes are installed. */
  keptLockFile?: string;
  /** Told which plugins are installed without a hash to compare with. */
  onUnknownHashes?(plugins: readonly string[]): void;
  endpoints: PluginEndpoints;
  /** Before the first terraform that asks AWS: whether it is the right login is said sooner than terraform would, and in the words of every verb. */
  requireLogin?(): Promise<unknown>;
  /** Who has the state's lock; left out where plans are not applied. */
  lockHolder?(): Promise<Lock | undefined>;
}

export type Terraform = ReturnType<typeof createTerraform>;

export function createTerraform(settings: TerraformSettings) {
  const { environment, stackDirectory, dataDirectory, logFile, onLogFault, signal, lockHolder } = settings;
  refuseRedirection(settings);
  mkdirSync(dataDirectory, { recursive: true });
  const source = findPluginSource(settings.env, dataDirectory);
  const place = { environment, stackDirectory, dataDirectory, terraformData: terraformData(dataDirectory) };
  const shared = {
    directory: stackDirectory,
    ...(logFile ? { logFile } : {}),
    ...(onLogFault ? { onLogFault } : {}),
    ...(signal ? { signal } : {}),
  };
  // First of all: an apply goes on for a while when its twinpost is killed, and cdktf.out may be emptied before the next plan.
  keepErroredStates(place);

  const terraform = (args: string[], options: Partial<RunOptions> = {}): Promise<RunResult> =>
    run("terraform", args, { env: environmentOf(settings, source.cliConfigFile), ...shared, ...options });

  const failure = (what: string, result: RunResult): OperatorError =>
    signal?.aborted
      ? new OperatorError("interrupted", interruptedRemedy(environment), { cause: signal.reason })
      : terraformFailure(
          what,
          { ...result, stderr: withoutSecrets(result.stderr, settings.env) },
          { ...place, source: source.description, logFile },
        );

  const mustSucceed = async (what: string, args: string[], options: Partial<RunOptions> = {}): Promise<string> => {
    const result = await terraform(args, options);
    if (result.code !== 0) throw failure(what, result);
    if (result.isCut) throw new OperatorError(`${what} said more than is read: ${new TooLarge("its output", "program").message}`);
    return result.stdout;
  };

  const makePlan = async (file: string, ...mode: string[]): Promise<{ isEmpty: boolean }> => {
    refuseErroredState(place);
    const words = ["plan", ...mode, "-input=false", "-no-color", "-lock=false", "-detailed-exitcode", `-out=${file}`];
    const result = await terraform(words);
    if (result.code !== 0 && result.code !== 2) throw failure("terraform plan", result);
    return { isEmpty: result.code === 0 };
  };

  return {
    pluginSource: source.description,

    /** @returns the version, such as "1.11.4". @throws OperatorError when terraform is missing or too old. */
    async requireVersion(): Promise<string> {
      // Asked before the stack is synthesised, so its folder may not exist yet.
      const result = await terraform(["version", "-json"], { logOutput: false, directory: dataDirectory });
      if (result.code === 127) {
        throw new OperatorError(
          "terraform was not found on PATH",
          `install Terraform ${minimumVersion.join(".")} or later: https://developer.hashicorp.com/terraform/install`,
        );
      }
      return checkVersion(result.stdout);
    },

    /** What an initialised stack works with: terraform and the plugins that it chose, by source address. */
    async versions(): Promise<{ terraform: string; plugins: Record<string, string> }> {
      const text = await mustSucceed("terraform version", ["version", "-json"], { logOutput: false });
      const { terraform_version, provider_selections } = JSON.parse(text) as {
        terraform_version: string;
        provider_selections: Record<string, string>;
      };
      return { terraform: terraform_version, plugins: provider_selections };
    },

    /** Stand-ins that run already are not installed, and have no hash. */
    async init(): Promise<string> {
      await settings.requireLogin?.();
      const { keptLockFile, env } = settings;
      const isKept = keptLockFile !== undefined && existsSync(keptLockFile) && !env.TF_REATTACH_PROVIDERS;
      const used = join(stackDirectory, ".terraform.lock.hcl");
      if (isKept) copyFileSync(keptLockFile, used);
      const shipped = isKept ? undefined : shippedLockFile(installedFor(stackDirectory, env));
      if (shipped?.text) writeFileSync(used, shipped.text);
      if (shipped && shipped.unknown.length > 0) settings.onUnknownHashes?.(shipped.unknown);
      const isWhole = isKept || (shipped !== undefined && shipped.text !== "" && shipped.unknown.length === 0);
      return mustSucceed("terraform init", ["init", "-input=false", "-no-color", ...(isWhole ? ["-lockfile=readonly"] : [])]);
    },

    /** Writes the plan to a file, once nobody is applying. An empty plan is known by terraform's exit code. */
    async plan(file: string, { refresh = true }: { refresh?: boolean } = {}) {
      if (lockHolder) await waitUntilUnlocked(lockHolder, place);
      return makePlan(file, ...(refresh ? [] : ["-refresh=false"]));
    },

    /** Compares the state with the world and nothing else. Waits for nobody: who asks looks at the lock before and after. */
    planRefreshOnly: (file: string) => makePlan(file, "-refresh-only"),

    /** The same for taking everything away. */
    async planDestroy(file: string) {
      if (lockHolder) await waitUntilUnlocked(lockHolder, place);
      return makePlan(file, "-destroy");
    },

    /**
     * Plans with the import blocks that lie beside the stack, and asks for nothing else that the state has.
     * @returns the addresses whose objects do not exist; with any, no plan is written.
     */
    async planImports(file: string): Promise<{ absent: string[] }> {
      if (lockHolder) await waitUntilUnlocked(lockHolder, place);
      refuseErroredState(place);
      const words = ["plan", "-refresh=false", "-input=false", "-lock=false", "-json", `-out=${file}`];
      const result = await terraform(words, { logOutput: false });
      if (result.code === 0) return { absent: [] };
      const { absent, said } = readImportFaults(result.stdout);
      if (absent.length === 0) throw failure("terraform plan", { ...result, stderr: said || result.stderr });
      return { absent };
    },

    /** The plan as Terraform's JSON (https://developer.hashicorp.com/terraform/internals/json-format). */
    async showPlan(file: string): Promise<unknown> {
      return JSON.parse(await mustSucceed("terraform show", ["show", "-json", file], { logOutput: false }));
    },

    /** The plan in Terraform's own words, in which sensitive values are not said. */
    planInWords: (file: string): Promise<string> => mustSucceed("terraform show", ["show", "-no-color", file], { logOutput: false }),

    /**
     * Applies exactly this plan file; Terraform refuses it when the state has moved on.
     * @param watch is told of each resource as Terraform reaches it.
     */
    async apply(file: string, watch?: (event: ApplyEvent) => void): Promise<void> {
      refuseErroredState(place);
      const words = ["apply", "-json", "-input=false", "-lock-timeout=60s", file];
      const errors: string[] = [];
      const onLine = (line: string): void => {
        const [event, error] = [readApplyEvent(line), readError(line)];
        if (event) watch?.(event);
        if (error !== undefined) errors.push(error);
      };
      const ended = await terraform(words, { graceSeconds: applyGraceSeconds, onLine });
      if (ended.code === 0) return;
      // Before it can say anything in JSON it says it as it always does.
      const result = { ...ended, stderr: [...errors, ended.stderr].filter(Boolean).join("\n") };
      const notStored = erroredState(place);
      if (!notStored) throw failure("terraform apply", result);
      const message = `${said("terraform apply", result)}\n${notStored.message}`;
      throw new OperatorError(message, notStored.remedy, signal?.aborted ? { cause: signal.reason } : {});
    },
  };
}

/**
 * A workspace is another state, from which everything looks new; arguments of the shell's change what a reviewed plan means; and a token would
 * go to any address that the shell has for Terraform or a plugin (plugins.ts). A shell that is pointed at a sandbox has Twinpost's own address
 * there too, for terraform by itself.
 */
function refuseRedirection({ env, endpoints }: Pick<TerraformSettings, "env" | "endpoints">): void {
  const isRedirection = ([name, value]: [string, string | undefined]): boolean =>
    (name === "TF_WORKSPACE" && value !== "default") ||
    name.startsWith("TF_CLI_ARGS") ||
    Object.values(plugins).some((plugin) => redirects(plugin, name, value));
  const redirects = ({ address, redirections }: Plugin, name: string, value: string | undefined): boolean =>
    redirections?.includes(name) || (name === address?.variable && value !== address.of(endpoints));
  const found = Object.entries(env).find((setting) => setting[1] && isRedirection(setting));
  if (!found) return;
  const [name, value] = found;
  const address = Object.values(plugins).find((plugin) => redirects(plugin, name, value))?.address;
  throw new OperatorError(
    `${name} is set, got "${value}", which would make terraform work ${address ? "at another address" : "on another state or with other arguments"} than Twinpost's`,
    `unset it: \`unset ${name}\`${address ? `; an address that is meant is ${address.setting}` : ""}`,
    { exitCode: 2 },
  );
}

const terraformData = (dataDirectory: string): string => join(dataDirectory, "terraform");

/**
 * Every command makes AWS's plugin load its schema; a Go program that collects no garbage below a gigabyte needs a third less of the
 * processor for that. Settings of the shell's stay.
 */
function environmentOf(
  { env, stackDirectory, dataDirectory, endpoints }: TerraformSettings,
  cliConfigFile: string | undefined,
): NodeJS.ProcessEnv {
  const needs = requiredBy(stackDirectory).map(({ needs }) => needs.source);
  const withheld = Object.values(plugins).flatMap((plugin) => plugin.withheld ?? []);
  const addresses = Object.values(plugins).flatMap(({ address }) => {
    const value = address?.of(endpoints);
    return address && value ? [[address.variable, value]] : [];
  });
  return {
    GOGC: "off",
    GOMEMLIMIT: "1GiB",
    ...Object.fromEntries(
      Object.entries(childEnvironment(env, new RegExp(["^(TF_.*|GO[A-Z]+)$", ...needs].join("|")))).filter(
        ([name]) => !withheld.includes(name),
      ),
    ),
    TF_DATA_DIR: terraformData(dataDirectory),
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
    ...(cliConfigFile ? { TF_CLI_CONFIG_FILE: cliConfigFile } : {}),
    ...Object.fromEntries(addresses),
  };
}

function checkVersion(json: string): string {
  const { terraform_version: version } = JSON.parse(json) as { terraform_version: string };
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = minimumVersion;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return version;
  throw new OperatorError(
    `terraform is too old, got ${version}, expected ${minimumVersion.join(".")} or later`,
    "install a newer one: https://developer.hashicorp.com/terraform/install",
  );
}
