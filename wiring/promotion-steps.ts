/** Wires the promotion context of a comment: the environments that a change passes through, each with what its plan recorded. */
import { join } from "node:path";
import { commitsBetween } from "../adapters/process/history";
import { usualSoak } from "../declaration/schema/promotion-shape";
import { changesAnything } from "../reports/pull-request/headline";
import type { PromotionStep } from "../reports/pull-request/promotion-section";
import { isPlanned, type PlannedTarget } from "../reports/pull-request/view";
import { promotionChain } from "../workflows/promotion-chain";
import type { Connections } from "./connections";

const checkout = join(__dirname, "..");

/** Empty where the change is about no environment. */
export function promotionSteps(targets: readonly PlannedTarget[], { declared }: Pick<Connections, "declared">): PromotionStep[] {
  const { environments } = declared();
  const touched = targets.map(({ target }) => target).filter((name) => environments.some((each) => each.name === name));
  const planned = targets.filter(isPlanned);
  const standingOf = (name: string | undefined) => planned.find(({ target }) => target === name)?.planned.result.standing;
  return promotionChain(touched, environments).map(({ name, promotion }): PromotionStep => {
    const own = targets.find(({ target }) => target === name);
    const standing = standingOf(name);
    const [here, below] = [standing?.release?.commit, standingOf(promotion?.from)?.release?.commit];
    const behind = here && below ? (here === below ? 0 : (commitsBetween(checkout, here, below) ?? "another")) : undefined;
    const { from, soakHours = usualSoak, approval = "environment" } = promotion ?? {};
    return {
      ...{ environment: name, behind },
      ...(from === undefined ? {} : { from: { environment: from, soakHours, approval } }),
      changes: own === undefined ? false : isPlanned(own) ? changesAnything(own) : "unknown",
      ...(standing ? { standing } : {}),
    };
  });
}
