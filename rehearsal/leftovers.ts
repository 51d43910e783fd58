/** What is left of an environment that was destroyed, by comparing everything that exists at three moments. Pure. */
import { OperatorError } from "../declaration/operator-error";
import type { Environment } from "../declaration/schema/environment";

export interface ExistingThing {
  /** Service, kind and name. */
  what: string;
  /** It only waits to be deleted. */
  scheduled: boolean;
}

export interface Inventories {
  /** Before any environment was applied: the account's roles for an environment stay when it goes. */
  atFirst: readonly ExistingThing[];
  beforeDestroy: readonly ExistingThing[];
  afterDestroy: readonly ExistingThing[];
}

type Named = Pick<Environment, "name" | "sendingDomain">;

/** @throws OperatorError when something of it is left, or something of somebody else is gone. @returns how much is gone. */
export function requireNothingLeft(destroyed: Named, environments: readonly Named[], at: Inventories): number {
  const isOurs = (what: string): boolean => ownerOf(what, environments) === destroyed.name;
  const names = (things: readonly ExistingThing[]): Set<string> => new Set(things.map(({ what }) => what));
  const [first, after] = [names(at.atFirst), names(at.afterDestroy)];
  const left = at.afterDestroy.filter(({ what, scheduled }) => !scheduled && isOurs(what) && !first.has(what) && !isEvidence(what));
  const gone = [...names(at.beforeDestroy)].filter((what) => !after.has(what));
  const foreign = gone.filter((what) => !isOurs(what));
  const lines = [...left.map(({ what }) => `still there: ${what}`), ...foreign.map((what) => `deleted, but belongs to another: ${what}`)];
  if (lines.length > 0)
    throw new OperatorError(
      [`destroying "${destroyed.name}" is not clean`, ...lines].join("\n"),
      "change `npx twinpost destroy` so that it handles these",
    );
  return gone.length;
}

/** What was done and seen is only ever added to, and stays in the bucket. */
export const isEvidence = (what: string): boolean => /^\d+ object \S+\/evidence\//.test(what);

/** The longest name that it mentions as a word: "dev" is not the owner of what is called "dev-eu". */
export function ownerOf(what: string, environments: readonly Named[]): string | undefined {
  const labels = environments.flatMap(({ name, sendingDomain }) => [name, sendingDomain].map((label) => ({ label, name })));
  const mentioned = labels.filter(({ label }) => new RegExp(`(?<![a-z0-9])${label.replaceAll(".", "\\.")}(?![a-z0-9])`).test(what));
  return mentioned.sort((one, other) => other.label.length - one.label.length)[0]?.name;
}
