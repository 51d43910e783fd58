/** The options that several verbs share. Each is an environment variable too, `--env` is `TWINPOST_ENV`, but those that act, weaken or destroy: one left set would go unseen. */
import { InvalidArgumentError, Option } from "commander";

export function option(flags: string, description: string): Option {
  const parsed = new Option(flags, description);
  return parsed.env(`TWINPOST_${parsed.name().replaceAll("-", "_").toUpperCase()}`);
}

/** A flag without a value. Its variable may be true or 1, and false, 0 or empty, which count as absent: commander would take any as true. */
export function flag(flags: string, description: string): Option {
  const parsed = option(flags, description);
  const said = process.env[parsed.envVar ?? ""];
  if (said === undefined || said === "true" || said === "1") return parsed;
  if (said === "" || said === "false" || said === "0") return new Option(flags, description);
  return parsed.preset(said).argParser(() => {
    throw new InvalidArgumentError("expected true, 1, false, 0 or nothing.");
  });
}

export const envOption = (): Option => option("--env <name>", "the environment").makeOptionMandatory();
export const jsonOption = (): Option => flag("--json", "print the result as JSON");
/** Acting must be said: no environment variable does it. */
export const applyOption = (): Option => new Option("--apply", "act, instead of saying what would be done");

/** Not an environment variable: one that is left set would open the gate for every plan to come. */
export const forceOption = (): Option =>
  new Option("--force <reason>", "let pass what the safety gate holds back; the reason is kept with the plan").argParser(readReason);

/** Not an environment variable either: one that is left set would blind every plan to come. */
export const noRefreshOption = (): Option =>
  new Option("--no-refresh", "trust the state: what others changed since is not seen; for when one provider's API is down");

/** @throws InvalidArgumentError through commander when it is not a number of seconds. */
export const timeoutOption = (seconds: number): Option =>
  option("--timeout <seconds>", "how long to wait").default(seconds).argParser(readSeconds);

/** A reason has words, and is not the next option. */
function readReason(text: string): string {
  const reason = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  if (!/\p{L}/u.test(reason) || reason.startsWith("-"))
    throw new InvalidArgumentError('expected why, in words, such as "the domain is retired".');
  return reason;
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds <= 0) throw new InvalidArgumentError("expected a number of seconds above 0.");
  return seconds;
}

export const sandboxTroubleOptions = (): Option[] => [
  flag("--calm", "no injected trouble"),
  option("--seed <text>", "decides which calls the trouble hits").default("twinpost"),
  option("--terraform-plugins <kind>", "stand-ins for the Cloudflare and SendGrid plugins, or the real ones")
    .choices(["stand-ins", "registry"])
    .default("stand-ins"),
];
