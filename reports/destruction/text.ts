/** What taking an environment away would lose, or has lost; what was made outside Terraform; what stays for a while. */
import { isHeldBack } from "../../changes/guard";
import { githubEnvironment } from "../../declaration/names/github";
import type { Destruction } from "../../workflows/destroy";
import { byHandLines, planText } from "../plan/text";

export function destroyText(environment: string, destruction: Destruction): string {
  const { destroyed, keys, stays } = destruction;
  return [
    planText(environment, destruction, "destroy"),
    section(
      destroyed ? "revoked:" : "would be revoked first:",
      keys.map(({ kind, name }) => `${kind} ${name}`),
    ),
    section(
      destroyed ? "scheduled for deletion, and there until then:" : "would stay for a while, scheduled for deletion:",
      stays.map(({ what, until }) => `${what} until ${until}`),
    ),
    stays.length > 0
      ? `Until then they can be brought back, and their names are taken: "${environment}" can be applied again once the secrets are restored and\nimported, or deleted for good (\`aws secretsmanager delete-secret --force-delete-without-recovery\`).\n`
      : "",
    bootstrapped(environment),
    outcome(destruction),
    byHand(destruction),
  ].join("");
}

/** Harmless while no role answers to them, and there again for an environment of that name. */
const bootstrapped = (environment: string): string =>
  `\nWhat \`bootstrap\` made stays: the bucket of the state, and at GitHub the environments ${(["apply", "rotate"] as const)
    .map((kind) => `"${githubEnvironment(environment, kind)}"`)
    .join(" and ")}.\n`;

/** The plan above shows them already; now they are what is left to do. */
const byHand = ({ destroyed, byHand: changes }: Destruction): string =>
  destroyed && changes ? `remove these by hand, at your DNS host:\n${byHandLines(changes).join("\n")}\n` : "";

function outcome(destruction: Destruction): string {
  if (destruction.destroyed) return "destroyed\n";
  return isHeldBack(destruction) ? "" : "not destroyed: add --apply to do so\n";
}

const section = (title: string, lines: string[]): string =>
  lines.length === 0 ? "" : `\n${title}\n${lines.map((line) => `  ${line}\n`).join("")}`;
