/** Each verb says first, on stderr, where it acts: an environment that was meant for a sandbox may be the real one, and nothing else shows it. */
import type { World } from "./world";

/** The verbs that say nothing, and why not. Every other one touches something outside, a new one too. */
export const staysHere: Readonly<Record<string, string>> = {
  init: "writes files of this folder",
  validate: "reads files of this folder",
  rehearse: "acts on the sandbox that it starts, whatever the shell points at",
  sandbox: "starts a sandbox, or prints how to reach one",
};

/** Without --apply. */
const actsAtOnce = ["seed-test"];

/** @throws OperatorError if `--env` names nothing, or examples would become real: nothing has been touched then. */
export function sayWhere(verb: string, options: Readonly<Record<string, unknown>>, world: World): void {
  if (verb in staysHere) return;
  const { requireOwnData, whereLine } = require("../wiring/where") as typeof import("../wiring/where");
  const said = (name: string): string | undefined => {
    const value = options[name];
    return Array.isArray(value) ? value.join(", ") : typeof value === "string" ? value : undefined;
  };
  // A promotion acts on the environment that it goes to.
  const asked = { env: said("env") ?? (verb === "promote" ? said("to") : undefined), domain: said("domain") };
  world.stderr.write(`${whereLine(asked, world)}\n`);
  if (options.apply === true || actsAtOnce.includes(verb)) requireOwnData(asked, world);
}
