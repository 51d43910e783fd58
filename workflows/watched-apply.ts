/**
 * Applies a plan file while telling each resource as Terraform reaches it. If it ends half way, for whatever reason, it says how far it came, what it
 * was in the middle of, and how to go on.
 */
import type { ChangeAction } from "../changes/plan-json";
import { OperatorError } from "../declaration/operator-error";
import type { ApplyEvent } from "../evidence/apply-event";
import { phase, type Watch } from "./phase";
import type { StackTerraform } from "./stack";

export interface WatchedApply {
  /** Of the plan. */
  file: string;
  changes: readonly { address: string; action: ChangeAction }[];
  /** The command that says where it stands, for whoever has to go on. */
  goOn: string;
}

/** Steps of Terraform: a replacement is two. What is forgotten or left for a later plan is none. */
const steps: Record<ChangeAction, number> = { create: 1, update: 1, delete: 1, replace: 2, forget: 0, defer: 0 };
const signs: Record<ApplyEvent["action"], string> = { create: "+", update: "~", delete: "-" };

/** @throws OperatorError as terraform does, with how far it came. */
export async function watchedApply(
  { file, changes, goOn }: WatchedApply,
  { terraform, watch }: { terraform: Pick<StackTerraform, "apply">; watch: Watch },
): Promise<void> {
  const total = changes.reduce((sum, { action }) => sum + steps[action], 0);
  const reached: Reached = { done: 0, total, running: new Set(), failed: [] };
  const tell = teller(reached, watch);
  try {
    await phase("apply", watch, async (note) => {
      note(`0 of ${total}`);
      await terraform.apply(file, (event) => {
        count(event, reached);
        tell(event);
        const now = [...reached.running];
        note(`${reached.done} of ${total}${now.length > 0 ? `: ${now.join(", ")}` : ""}`);
      });
    });
  } catch (error) {
    throw error instanceof OperatorError && !error.changedNothing ? withReached(error, reached, goOn) : error;
  }
}

interface Reached {
  done: number;
  total: number;
  /** Addresses. */
  running: Set<string>;
  failed: string[];
}

function count({ kind, address }: ApplyEvent, reached: Reached): void {
  if (kind === "started" || kind === "going on") reached.running.add(address);
  else reached.running.delete(address);
  if (kind === "done") reached.done += 1;
  if (kind === "failed") reached.failed.push(address);
}

const longSeconds = 60;
const goingOn: Record<ApplyEvent["action"], string> = { create: "made", update: "changed", delete: "deleted" };

/** A line for each resource that is done or failed, and for one that takes long: after 10, 20, 40 seconds, then each minute. */
function teller(reached: Reached, watch: Watch): (event: ApplyEvent) => void {
  const patience = new Map<string, number>();
  const width = String(reached.total).length;
  return ({ kind, address, action, seconds }) => {
    const isLong = kind === "going on" && seconds >= (patience.get(address) ?? 10);
    if (isLong) patience.set(address, nextAt(seconds));
    if (kind !== "done" && kind !== "failed" && !isLong) return;
    const place = kind === "done" ? `${String(reached.done).padStart(width)}/${reached.total}` : " ".repeat(2 * width + 1);
    const ending =
      kind === "failed" ? "  FAILED" : isLong ? `  ${seconds < longSeconds ? "goes on" : `still being ${goingOn[action]}`}` : "";
    watch.say(`  ${place} ${`${seconds} s`.padStart(6)}  ${signs[action]} ${address}${ending}`);
  };
}

/** Terraform tells every 10 seconds. */
const nextAt = (seconds: number): number => (seconds < longSeconds ? Math.min(2 * seconds, longSeconds) : seconds + longSeconds);

/** The same error: how far it came is part of what to do about it. */
function withReached({ message, remedy, exitCode, cause }: OperatorError, reached: Reached, goOn: string): OperatorError {
  const { done, total, running, failed } = reached;
  const begun = [...failed, ...running];
  const lines = [
    done + begun.length === 0
      ? "no step had begun"
      : `${done} of ${total} steps are done and stay done${begun.length > 0 ? `; begun and not done: ${begun.join(", ")}` : ""}`,
    ...(remedy ? [remedy] : []),
    ...(remedy?.includes(goOn)
      ? []
      : [`then go on from there: \`${goOn}\` shows what is left, and of what is half made whether it is in use`]),
  ];
  return new OperatorError(message, lines.join("\n  "), { exitCode, ...(cause === undefined ? {} : { cause }) });
}
