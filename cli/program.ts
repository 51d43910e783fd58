/** The whole command line: every verb with its options, by what one wants to do. Loads no door. */
import { Command, Help, type Option } from "commander";
import { version } from "../package.json";
import { wrong } from "../reports/ink";
import { tell } from "../reports/tell";
import { VerbCommand } from "./command";
import { Setting } from "./options";
import { groups } from "./verbs";
import type { ExitCode, Output, World } from "./world";

const footer = `
validate asks about the files, doctor about the accounts, forecast about the
plan, verify about the world; status shows everything at a glance.

An option can be set by its environment [VARIABLE]; a flag overrides it.
Exit codes: 0 done, 1 a check or the work failed, 2 bad input, 3 held back by
the safety gate. Every verb in full: docs/verbs.md; step by step:
docs/first-day.md.

Example:
  $ npx twinpost rehearse`;

/** @param done is told a verb's exit code when it has run. */
export function buildProgram(world: World, done: (code: ExitCode) => void): Command {
  const program = new Command("twinpost")
    .description("Production B2B email, declared as code and rehearsed offline before it is real.")
    .usage("<verb> [options]")
    .version(version, "-v, --version", "print the version")
    .helpOption("-h, --help", "print the help")
    .commandsGroup("Help:")
    .helpCommand("help [verb]", "show a verb's options, exit codes and an example")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => tell(world.stdout, text),
      writeErr: (text) => world.stderr.write(text),
      outputError: (text, write) => write(`${wrong(text.trimEnd())}\n`),
      getOutHelpWidth: () => helpWidth(world.stdout),
      getErrHelpWidth: () => helpWidth(world.stderr),
    })
    .configureHelp({ subcommandTerm: (verb) => verb.name(), optionDescription: describeOption })
    .addHelpText("after", footer);
  for (const { title, about, verbs } of groups)
    for (const verb of verbs)
      program.addCommand(new VerbCommand(verb, world, done).helpGroup(`${title} (${about}):`).copyInheritedSettings(program));
  // Of what is no verb, or none at all: a verb's own errors say their own.
  return program.showHelpAfterError("  all verbs: npx twinpost --help");
}

/** Of lines to read: a wider one is no easier. */
const helpWidth = ({ isTTY, columns }: Output): number => (isTTY ? Math.min(columns || 80, 100) : 80);

/** As commander does, and with the variable that stands for it. */
function describeOption(option: Option): string {
  const text = new Help().optionDescription(option);
  return option instanceof Setting ? `${text} [${option.variable}]` : text;
}
