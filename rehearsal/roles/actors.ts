/** Who does what in a rehearsal: an administrator what docs/roles.md leaves to one, and the declared roles everything else. */
import type { RoleKind } from "../../declaration/names/roles";
import type { Target } from "../../declaration/target";

export type Actor = "administrator" | RoleKind;

/** By verb. Those that are not here are an administrator's, as `bootstrap` is. */
const roles: Partial<Record<string, RoleKind>> = {
  plan: "plan",
  records: "plan",
  apply: "apply",
  verify: "review",
  credentials: "rotate",
  settings: "rotate",
  "seed-test": "rotate",
  rotate: "rotate",
  "fail-over": "rotate",
  pause: "rotate",
  resume: "rotate",
  alerts: "break-glass",
  trace: "break-glass",
  affected: "break-glass",
  erase: "break-glass",
  redrive: "break-glass",
  destroy: "break-glass",
};

/** An account's stack makes the roles, so none of them applies it. */
export const actorOf = ({ kind }: Pick<Target, "kind">, verb: string): Actor =>
  kind === "account" ? "administrator" : (roles[verb] ?? "administrator");
