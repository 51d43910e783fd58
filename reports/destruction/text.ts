/** What taking an environment away would lose, or has lost; what was made outside Terraform; what stays for a while. */
import { isHeldBack } from "../../changes/guard";
import { isEmpty } from "../../changes/plan-summary";
import type { ShownResource } from "../../changes/shown-attributes";
import { githubEnvironment } from "../../declaration/names/github";
import type { Destruction } from "../../workflows/destroy";
import { countsText } from "../plan/counts";
import { byHandLines } from "../plan/records";
import { planText } from "../plan/text";

export interface DestructionView {
  where?: string;
  shown?: readonly ShownResource[];
}

/** Before anything is done. */
export function destructionText(environment: string, destruction: Destruction, view: DestructionView = {}): string {
  const { keys, stays } = destruction;
  return [
    planText(environment, destruction, { verb: "destroy", ...view }),
    section(
      "would be revoked first:",
      keys.map(({ kind, name }) => `${kind} ${name}`),
    ),
    section("would stay for a while:", staying(stays)),
    restorable(environment, stays),
    bootstrapped(environment),
  ].join("");
}

export function notDestroyedText(destruction: Destruction): string {
  if (isHeldBack(destruction)) return "";
  // After one that was interrupted at its end.
  if (isEmpty(destruction) && destruction.keys.length === 0) return "nothing is there: --apply would only forget the empty state\n";
  return "not destroyed: add --apply to do so\n";
}

/** Once it is done. */
export function destroyedText(environment: string, destruction: Destruction): string {
  const { keys, stays, byHand } = destruction;
  const revoked = keys.length > 0 ? `, ${keys.length} ${keys.length === 1 ? "key" : "keys"} revoked` : "";
  return [
    `destroyed: ${countsText(destruction, "past")}${revoked}\n`,
    section("stays for a while:", staying(stays)),
    restorable(environment, stays),
    byHand ? `remove these by hand, at your DNS host:\n${byHandLines(byHand).join("\n")}\n` : "",
  ].join("");
}

const staying = (stays: Destruction["stays"]): string[] => stays.map(({ what, until }) => `${what} until ${until}`);

const restorable = (environment: string, stays: Destruction["stays"]): string =>
  stays.length > 0
    ? `Until then it can be brought back, and the names of secrets are taken: "${environment}" can be applied again once they are restored and\nimported, or deleted for good (\`aws secretsmanager delete-secret --force-delete-without-recovery\`).\n`
    : "";

/** Harmless while no role answers to them, and there again for an environment of that name. */
const bootstrapped = (environment: string): string =>
  `\nWhat \`bootstrap\` made stays: the bucket of the state, and at GitHub the environments ${(["apply", "rotate"] as const)
    .map((kind) => `"${githubEnvironment(environment, kind)}"`)
    .join(" and ")}.\n`;

const section = (title: string, lines: string[]): string =>
  lines.length === 0 ? "" : `\n${title}\n${lines.map((line) => `  ${line}\n`).join("")}`;
