/** Wires `changed`: git's paths, and the targets that jobs plan, each with where its role is. */
import { join } from "node:path";
import { changedPaths } from "../adapters/process/changed-paths";
import { organisationName } from "../declaration/names/stacks";
import { providersWithAge } from "../declaration/rotation";
import type { Environment } from "../declaration/schema/environment";
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
  /** Those among them whose keys are rotated. */
  rotated: RotatedTarget[];
}

interface RotatedTarget extends ListedTarget {
  /** Its standby gets a day once a fortnight, since `warmStandby` is declared. */
  exercise: boolean;
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
  const rotated = declared.environments.flatMap((each) => {
    const [found] = environments.filter(({ name }) => name === each.name && providersWithAge(each).length > 0);
    return found ? [{ ...listed(found), exercise: isExercised(each) }] : [];
  });
  const isOnMerge = ({ name }: Target): boolean => ["merge", "approval"].includes(appliedBy(name, connections).by);
  const onMerge = targets.filter(isOnMerge).map(listed);
  return { targets: targets.map(listed), onMerge, environments: environments.map(listed), rotated };
}

/** Nobody's mail is switched because of a default. */
const isExercised = ({ sendingProviders, warmStandby }: Environment): boolean =>
  sendingProviders.standby !== undefined && warmStandby !== undefined && warmStandby.share !== 0;

const listed = ({ name, aws: { account, region } }: Target): ListedTarget => ({ target: name, account, region });
