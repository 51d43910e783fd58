/**
 * Whose plan a change of the repository may alter, by the paths that it touches. Whoever is in doubt is planned: a plan that changes nothing costs
 * a minute, and one that nobody made shows nothing.
 */

export interface Reach {
  /** Names of declared environments. */
  environments: readonly string[];
  /**
   * Of an environment that is only promoted: the one at which its way begins, which a merge applies. A release is what is applied there, so a change
   * that leaves it out would never get further.
   */
  startOf?: (environment: string) => string | undefined;
  /** What is made of all environments. */
  ofAll: readonly string[];
  /** The name of the organisation's target. */
  organisation: string;
}

/** Of a checkout, these make no stack. */
const makesNothing = [
  /^(docs|test|bench|examples|sandbox|rehearsal|scripts)\//,
  /^\.(github|ci|vscode)\//,
  /^[^/]+\.md$/,
  /^(LICENSE|biome\.json|knip\.jsonc|compose\.yaml|jest[\w.]*\.js|\.gitignore|\.editorconfig|\.gitattributes)$/,
];

/** @param paths relative to the root, with "/"; of what was renamed both. @returns names of targets, in the order of `reach`. */
export function changedTargets(paths: readonly string[], reach: Reach): string[] {
  const all = [...reach.environments, ...reach.ofAll];
  const touched = new Set(paths.flatMap((path) => targetsOfPath(path, reach, all)));
  return all.filter((target) => touched.has(target));
}

function targetsOfPath(path: string, { environments, startOf, ofAll, organisation }: Reach, all: readonly string[]): readonly string[] {
  if (makesNothing.some((pattern) => pattern.test(path))) return [];
  if (path === `environments/${organisation}.ts`) return [organisation];
  const [, lock] = /^environments\/locks\/(?:email-)?([\w-]+)\.terraform\.lock\.hcl$/.exec(path) ?? [];
  if (lock !== undefined && all.includes(lock)) return [lock];
  const [, environment] = /^environments\/([\w-]+)\.ts$/.exec(path) ?? [];
  if (environment === undefined || !environments.includes(environment)) return all;
  return [environment, startOf?.(environment) ?? environment, ...ofAll];
}
