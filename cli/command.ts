/** The command line of a verb, as commander parses it. Variables are taken from the world, since a rehearsal runs verbs in one of its own. */
import { Command, type HelpContext, InvalidArgumentError, type Option, type ParseOptionsResult } from "commander";
import { Setting } from "./options";
import { exitsOf, paragraphsOf, type Verb } from "./verb";
import { sayWhere } from "./where";
import type { ExitCode, World } from "./world";

/** A verb's command; the verb's door opens when it runs. */
export class VerbCommand extends Command {
  /** Variables that say something here, as one would set them: a wrong one is named when the verb fails. */
  readonly variables: string[] = [];
  private hasOptions = false;

  constructor(
    private readonly verb: Verb,
    private readonly world: World,
    done: (code: ExitCode) => void,
  ) {
    super(verb.name);
    this.summary(verb.summary).description([sentence(verb.summary), ...paragraphsOf(verb)].join("\n\n"));
    for (const each of verb.arguments?.() ?? []) this.addArgument(each);
    const lines = [
      ["Exit codes:", exitsOf(verb).map(([code, meaning]) => `${code} ${meaning}`)],
      [verb.examples.length > 1 ? "Examples:" : "Example:", verb.examples.map((example) => `$ ${example}`)],
    ] as const;
    this.addHelpText("after", lines.map(([title, each]) => `\n${title}\n${each.map((line) => `  ${line}`).join("\n")}`).join("\n"));
    this.action(async (...args: unknown[]) => {
      sayWhere(verb.name, this.opts(), world);
      if (this.opts().apply === true) {
        const { confirmBefore } = require("./confirm") as typeof import("./confirm");
        await confirmBefore(verb, this.opts(), world);
      }
      done(await verb.open().run(this.opts() as never, world, ...args.filter((arg) => typeof arg === "string")));
    });
  }

  override helpInformation(context?: HelpContext): string {
    this.addOptions();
    return super.helpInformation(context);
  }

  override parseOptions(argv: string[]): ParseOptionsResult {
    this.addOptions();
    const parsed = super.parseOptions(argv);
    // What is unknown is told before what is then missing: of `--evn qa`, not that --env is.
    if (parsed.unknown.length > 0) for (const each of this.options) each.makeOptionMandatory(false);
    else for (const each of this.options) if (each instanceof Setting) this.takeVariable(each);
    return parsed;
  }

  /** Says which there are: commander says only that one is missing. */
  missingMandatoryOptionValue(option: Option): void {
    const names = option.long === "--env" ? declaredNames(this.world) : [];
    const remedy = names.length > 0 ? `\n  pass ${names.map((name) => `"${name}"`).join(" or ")}: ${option.description}` : "";
    this.error(`error: required option '${option.flags}' not specified${remedy}`, { code: "commander.missingMandatoryOptionValue" });
  }

  /** Late: what one verb's options are made of is no matter of the others. */
  private addOptions(): void {
    if (this.hasOptions) return;
    this.hasOptions = true;
    for (const each of this.verb.options()) this.addOption(each);
  }

  /** Not commander's own `env()`: there, a variable contradicts the flag of another option. */
  private takeVariable(setting: Setting): void {
    const text = this.world.env[setting.variable];
    if (!text || this.isSaid(setting)) return;
    try {
      const value = setting.readVariable(text);
      if (value === undefined) return;
      this.setOptionValueWithSource(setting.attributeName(), value, "env");
      this.variables.push(`${setting.variable}=${text}`);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      this.error(`error: ${setting.variable}="${text}" is no value of '${setting.flags}': ${error.message}`);
    }
  }

  /** Is it, or what would be taken instead of it, said by a flag or by an earlier variable? */
  private isSaid(setting: Setting): boolean {
    const attribute = setting.attributeName();
    return this.options.some((other) => {
      const name = other.attributeName();
      const isRival = setting.rivals.includes(name) || (other instanceof Setting && other.rivals.includes(attribute));
      return (name === attribute || isRival) && ["cli", "env"].includes(this.getOptionValueSource(name) ?? "");
    });
  }
}

/** Loaded late, and only where it is needed: the files of the user may be many, or faulty. */
function declaredNames(world: World): readonly string[] {
  const { loadDeclaredFiles } = require("../wiring/declared") as typeof import("../wiring/declared");
  return loadDeclaredFiles(world).names;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
