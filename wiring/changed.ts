/** Wires `changed`: git's paths, and the targets that jobs plan, each with where its role is. */
import { join } from "node:path";
import { changedPaths } from "../adapters/process/changed-paths";
import { organisationName } from "../declaration/names/stacks";
import { type Target, targetsOf } from "../declaration/target";
import { changedTargets } from "../workflows/changed";
import { promotionChain } from "../workflows/promotion-chain";
import { appliedBy } from "./comment";
import type { Connections } from "./connections";

interface ListedTarget {
  target: string;
  account: string;
  region: string;
}

interface ChangedTargets {
  targets: ListedTarget[];
  /** Those that a merge applies, at once or behind an approval. */
  onMerge: ListedTarget[];
  /** All environments, changed or not. */
  environments: ListedTarget[];
}

/**
 * Accounts are planned by their administrator: no job has a role for them.
 * @param base undefined: everything changed. @throws OperatorError if a declared file has a fault.
 */
export function changedSince(base: string | undefined, connections: Connections): ChangedTargets {
  const declared = connections.declared();
  declared.requireSound();
  const planned = targetsOf(declared).filter(({ kind }) => kind !== "account");
  const environments = planned.filter(({ kind }) => kind === "environment");
  const paths = base === undefined ? undefined : changedPaths(join(__dirname, ".."), base);
  if (base !== undefined && paths === undefined)
    connections.narrate(`the commit ${base} is not known here, so everything counts as changed`);
  const startOf = (name: string): string | undefined => promotionChain([name], declared.environments)[0]?.name;
  const reach = { environments: environments.map(({ name }) => name), startOf, ofAll: [organisationName], organisation: organisationName };
  const names = paths === undefined ? planned.map(({ name }) => name) : changedTargets(paths, reach);
  const targets = planned.filter(({ name }) => names.includes(name));
  const isOnMerge = ({ name }: Target): boolean => ["merge", "approval"].includes(appliedBy(name, connections).by);
  return { targets: targets.map(listed), onMerge: targets.filter(isOnMerge).map(listed), environments: environments.map(listed) };
}

const listed = ({ name, aws: { account, region } }: Target): ListedTarget => ({ target: name, account, region });
