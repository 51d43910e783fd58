/**
 * Where a verb acts, in one line: what `--env` names, its account and region, and whether the services that would be asked are the real ones.
 * That is decided by their addresses alone; the name of a sandbox is only said.
 */
import { plugins } from "../adapters/terraform/plugins";
import { requireOwnValues } from "../declaration/declared-notices";
import { allName } from "../declaration/names/stacks";
import { type ServicePlace, servicePlaces } from "../declaration/service-addresses";
import { loadDeclaredFiles, loadTarget } from "./declared";
import type { Settings } from "./settings";

/** What a verb said, for somebody who knows where it acted. */
export const withoutWhere = (said: string): string => said.replace(/^where: .*\n/, "");

/** `TWINPOST_SANDBOX` is set by `sandbox env`. */
export const sandboxSetting = "TWINPOST_SANDBOX";

/** @returns variables that let a verb say in which sandbox it acts. */
export const sandboxNamed = (name: string): Record<string, string> => ({ [sandboxSetting]: name });

export interface Asked {
  /** `--env`. */
  env?: string | undefined;
  /** `--domain`: anybody's, of which only DNS is asked. */
  domain?: string | undefined;
}

/** @throws OperatorError if `--env` names nothing, or a file with a fault, as the verb would. */
export function whereLine(asked: Asked, settings: Pick<Settings, "env" | "directory">): string {
  return `where: ${whereText(asked, settings)}`;
}

/** The same without its first word. */
export function whereText(asked: Asked, settings: Pick<Settings, "env" | "directory">): string {
  const places = placesOf(settings.env).filter(({ service }) => asked.domain === undefined || service === "DNS");
  return [...subjectOf(asked, settings), realityOf(places, settings.env)].join(", ");
}

/** Whether anything that would be acted on is the real one. */
export const isLive = (env: NodeJS.ProcessEnv): boolean => placesOf(env).some(({ isStandIn }) => !isStandIn);

const placesOf = (env: NodeJS.ProcessEnv): ServicePlace[] => [...servicePlaces(env), ...pluginPlaces(env)];

/**
 * For a verb that is about to act: what was made up for an example must not become real.
 * @throws OperatorError with exit code 2, where no stand-in is in the place of any service.
 */
export function requireOwnData({ env }: Asked, settings: Pick<Settings, "env" | "directory">): void {
  if (env === undefined || placesOf(settings.env).some(({ isStandIn }) => isStandIn)) return;
  const declared = loadDeclaredFiles(settings);
  const names = env === allName ? declared.environments.map(({ name }) => name) : [env];
  for (const name of names) requireOwnValues(loadTarget(name, { declared: () => declared }));
}

function subjectOf({ env, domain }: Asked, settings: Pick<Settings, "env" | "directory">): string[] {
  if (domain !== undefined) return [domain];
  const declared = loadDeclaredFiles(settings);
  if (env === undefined || env === allName) {
    const accounts = [...new Set(declared.environments.map(({ aws }) => aws.account))];
    return ["all environments", ...accounts.map((account) => `AWS account ${account}`)];
  }
  const { name, aws } = loadTarget(env, { declared: () => declared });
  return [name, `AWS account ${aws.account}`, aws.region];
}

function realityOf(places: readonly ServicePlace[], env: NodeJS.ProcessEnv): string {
  const named = (isStandIn: boolean): string =>
    [...new Set(places.filter((place) => place.isStandIn === isStandIn).map(({ service }) => service))].join(", ");
  const sandbox = `SANDBOX ${env[sandboxSetting] || "(without a name)"}`;
  if (!named(true)) return "LIVE";
  if (!named(false)) return sandbox;
  return `!!! MIXED !!! LIVE: ${named(false)}; ${sandbox}: ${named(true)}`;
}

/** A plugin without a setting for its address has a stand-in in its place, or a sandbox's proxy before it; else it acts on the real service. */
function pluginPlaces(env: NodeJS.ProcessEnv): ServicePlace[] {
  const reattached = Object.keys(parseObject(env.TF_REATTACH_PROVIDERS));
  const isAnyStandIn = servicePlaces(env).some(({ isStandIn }) => isStandIn);
  return Object.entries(plugins).flatMap(([source, { address, redirected }]) => {
    if (address) return [];
    const isStandIn = reattached.some((name) => name.toLowerCase().endsWith(source));
    const service = `Terraform's plugin ${source}`;
    if (isStandIn) return [{ service, isStandIn }];
    return isAnyStandIn && redirected ? [{ service, isStandIn: redirected(env) }] : [];
  });
}

function parseObject(text: string | undefined): object {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
