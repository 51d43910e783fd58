/**
 * The options that several verbs share. Most are environment variables too: `--env` is `TWINPOST_ENV`. Not those that act, weaken or
 * destroy: a variable that is left set would go unseen.
 */
import { InvalidArgumentError, Option } from "commander";
import type { parseWaiver as ParseWaiver, Waiver } from "../changes/waiver";

/** An option that a variable stands for when no flag says it. */
export class Setting extends Option {
  /** Attributes of the options that a verb takes instead of this one. */
  readonly rivals: string[] = [];

  constructor(
    flags: string,
    description: string,
    readonly variable: string,
  ) {
    super(flags, description);
  }

  override conflicts(names: string | string[]): this {
    this.rivals.push(...[names].flat());
    return super.conflicts(names);
  }

  /** @throws InvalidArgumentError when the text is no value of this option. */
  readVariable(text: string): unknown {
    if (this.isBoolean()) return readSwitch(text);
    if (this.variadic) return text.split(/[\s,]+/).filter(Boolean);
    return this.parseArg ? this.parseArg(text, undefined) : text;
  }
}

/** @param verb whose meaning it is, where an option of another verb has the same name: `sandbox --name` is `TWINPOST_SANDBOX_NAME`. */
export function option(flags: string, description: string, verb?: string): Setting {
  const words = [verb, new Option(flags).name()].filter((word) => word !== undefined);
  return new Setting(flags, description, `TWINPOST_${words.join("_").replaceAll("-", "_").toUpperCase()}`);
}

/** What `--env` names, in words; a list of the names is in the message when it is missing. */
export const stacks = 'an environment, "organisation" or "account-<id>"';

/** @param names what this verb takes, in words. */
export const envOption = (names = "an environment"): Setting => option("--env <name>", names).argParser(readOnce).makeOptionMandatory();

/** Of two, one would be acted on unseen. @throws InvalidArgumentError through commander. */
export function readOnce(text: string, earlier: string | undefined): string {
  if (earlier === undefined || earlier === text) return text;
  throw new InvalidArgumentError(`It is "${earlier}" already: name one.`);
}
export const jsonOption = (): Setting => option("--json", "print the result as JSON");
/** Acting must be said, and on the real services once more: no environment variable does either. */
export const actOptions = (): Option[] => [
  new Option("--apply", "act, instead of only showing what would happen"),
  new Option("--yes", "do not ask for the environment's name before acting on the real services: for jobs and scripts"),
];

/** Not an environment variable: one that is left set would open the gate for every plan to come. */
export const forceOption = (): Option =>
  new Option("--force <reason>", "let a plan pass that the safety gate holds back; the reason is kept with the plan").argParser(readReason);

/** As `forceOption`, for one finding. */
export const waiveOption = (): Option =>
  new Option(
    "--waive <finding@where=reason>",
    "let one finding of the safety gate pass, such as dmarc/policy-weakened; repeatable",
  ).argParser((text: string, known: Waiver[] | undefined) => [...(known ?? []), readWaiver(text)]);

/** Not an environment variable: a job says it where it is meant. */
export const shareOption = (what: string): Option => new Option("--share <folder>", `write a record of the ${what} there, for \`comment\``);

/** Not an environment variable: a person who runs it twice is no schedule. Jobs end after 45 minutes. */
export const waitOption = (): Option =>
  new Option("--wait <minutes>", "go on with a step that is due within so many minutes, up to 40").argParser(readMinutes);

/** Not an environment variable: only a job writes issues. */
export const issueOption = (): Option => new Option("--issue", "in a job of GitHub's, keep one issue about what is wrong");

/** @throws InvalidArgumentError through commander when it is no waiver. */
function readWaiver(text: string): Waiver {
  // Loaded late: no other option needs what is beside it.
  const { parseWaiver }: { parseWaiver: typeof ParseWaiver } = require("../changes/waiver");
  const waiver = parseWaiver(text);
  if (waiver) return waiver;
  throw new InvalidArgumentError("expected <finding>@<where>=<why, in words>, as the plan prints it.");
}

/** Not an environment variable: each act has its own. */
export const reasonOption = (meaning: string): Option => new Option("--reason <text>", meaning).argParser(readReason);

/** Not an environment variable either: one that is left set would blind every plan to come. */
export const noRefreshOption = (): Option =>
  new Option("--no-refresh", "trust the state and ignore later changes by others; for when a provider's API is down");

/** Not an environment variable: each question has its own time. */
export const timeOption = (flags: string, meaning: string): Option =>
  new Option(flags, `${meaning}, as "2026-11-28T10:00Z" or "2026-11-28"; in UTC unless it says otherwise`).argParser(readTime);

/** @throws InvalidArgumentError through commander when it is not a number of seconds. */
export const timeoutOption = (seconds: number): Setting =>
  option("--timeout <seconds>", "how long to wait").default(seconds).argParser(readSeconds);

export const sandboxTroubleOptions = (): Setting[] => [
  option("--calm", "inject no faults"),
  option("--seed <text>", "decides which calls fail").default("twinpost"),
  option("--terraform-plugins <kind>", "stand-ins for Terraform's plugins, or the real ones (AWS's is always real)")
    .choices(["stand-ins", "registry"])
    .default("stand-ins"),
];

/** @returns undefined when the variable says that the switch is off. */
function readSwitch(text: string): true | undefined {
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0") return undefined;
  throw new InvalidArgumentError("expected true, 1, false, 0 or nothing.");
}

/** A reason has words, and is not the next option. */
function readReason(text: string): string {
  const reason = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  if (!/\p{L}/u.test(reason) || reason.startsWith("-"))
    throw new InvalidArgumentError('expected why, in words, such as "the domain is retired".');
  return reason;
}

function readMinutes(text: string): number {
  const minutes = Number(text);
  if (!/^\d+$/.test(text) || minutes > 40) throw new InvalidArgumentError("expected a whole number of minutes, 0 to 40.");
  return minutes;
}

function readTime(text: string): Date {
  const [, day, time = "00:00", zone = "Z"] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  const at = new Date(`${day}T${time}${zone}`);
  // 31 April is no day, though Date takes it for 1 May.
  const begins = new Date(`${day}T00:00Z`).getTime();
  const isDay = !Number.isNaN(begins) && new Date(begins).toISOString().slice(0, 10) === day;
  if (!isDay || Number.isNaN(at.getTime())) throw new InvalidArgumentError('expected a time such as "2026-11-28T10:00Z".');
  return at;
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds <= 0) throw new InvalidArgumentError("expected a number of seconds above 0.");
  return seconds;
}
