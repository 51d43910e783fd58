/** The `twinpost` command: one verb, one door. Exit codes are in world.ts. */
import { setMaxListeners } from "node:events";
import { type Command, CommanderError } from "commander";
import { OperatorError } from "../declaration/operator-error";
import { warning, wrong } from "../reports/ink";
import { VerbCommand } from "./command";
import { namedWords } from "./named-words";
import { printableOutput } from "./printable-output";
import { buildProgram } from "./program";
import { dropUnread } from "./unread-output";
import { withEnv } from "./with-env";
import type { ExitCode, World } from "./world";

/** @param argv the words after the command's name. */
export async function main(argv: string[], { stdout, stderr, ...rest }: World): Promise<ExitCode> {
  const answers = printableOutput(stdout, rest.env);
  const world = { ...rest, stdout: answers, stderr: printableOutput(stderr, rest.env, "people") };
  let code: ExitCode = 0;
  const program = buildProgram(world, (done) => {
    code = done;
  });
  try {
    requireVerifiedTls(world);
    await program.parseAsync(namedWords(argv), { from: "user" });
    return code;
  } catch (thrown) {
    const error = inSandbox(thrown, envOf(program), world);
    const code = explain(error, world, program);
    // What a shell evaluates next would act on the real accounts: `eval "$(...)" && ...` stops here.
    if (code !== 0 && argv[0] === "sandbox" && argv.includes("env")) world.stdout.write("false\n");
    if (code !== 0 && !answers.isUsed && error instanceof Error && wantsJson(argv, program))
      world.stdout.write(faultsReport().faultsText(error));
    return code;
  }
}

/** By a flag, which may stand on a command line that cannot be parsed, or by its variable. */
const wantsJson = (argv: readonly string[], program: Command): boolean =>
  argv.includes("--json") || program.commands.some((command) => command.opts().json === true);

/** Loaded only when it is needed: schemas take time to load. */
const faultsReport = () => require("../reports/faults/json") as typeof import("../reports/faults/json");

/** Started by bin/twinpost. */
export function start(): void {
  const interruption = new AbortController();
  // As many wait for it as things are done at once: one a record, in verify.
  setMaxListeners(0, interruption.signal);
  let askedAt = 0;
  const interrupt = (): void => {
    // One Ctrl-C may arrive twice, from the terminal and from npm. Pressed again later, it ends the process at once, as people expect.
    if (interruption.signal.aborted && performance.now() - askedAt > 1000) process.exit(1);
    askedAt = performance.now();
    interruption.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
  const { env, stdin, stdout, stderr } = process;
  const isOutputLost = dropUnread({ stdout, stderr });
  // At the very end: the last of it is written after the verb has ended.
  process.on("exit", () => {
    if (isOutputLost()) process.exitCode ||= 1;
  });
  const world: World = { env, stdin, stdout, stderr, directory: process.cwd(), twinpost: main, signal: interruption.signal };
  void main(process.argv.slice(2), world).then((code) => {
    process.exitCode = code;
  });
}

/** What the verb that ran was asked about. */
const envOf = (program: Command): string | undefined =>
  program.commands.map((command) => command.opts().env).find((env): env is string => typeof env === "string");

/** What is met in a sandbox that has ended, or is too old, has a way back of its own. */
function inSandbox(error: unknown, env: string | undefined, { env: settings }: World): unknown {
  if (!(error instanceof OperatorError) || !settings.TWINPOST_SANDBOX) return error;
  const { sandboxRemedy } = require("../wiring/ended-sandbox") as typeof import("../wiring/ended-sandbox");
  const remedy = sandboxRemedy(`${error.message}\n${error.remedy ?? ""}`, env, settings);
  return remedy === undefined ? error : new OperatorError(error.message, remedy, { exitCode: error.exitCode, cause: error.cause });
}

/** Node would take anybody for AWS, Cloudflare or SendGrid then, and tokens would go to whoever answers. */
function requireVerifiedTls({ env }: World): void {
  if (env.NODE_TLS_REJECT_UNAUTHORIZED !== "0") return;
  throw new OperatorError(
    'NODE_TLS_REJECT_UNAUTHORIZED is set, got "0", expected it not to be: certificates would not be verified',
    "unset it; name a private authority's certificate in NODE_EXTRA_CA_CERTS instead",
    { exitCode: 2 },
  );
}

function explain(error: unknown, { stderr, signal }: World, program: Command): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (signal?.aborted) {
    const remedy = error instanceof OperatorError && error.cause === signal.reason ? error.remedy : undefined;
    stderr.write(`${warning("interrupted")}\n${remedy ? `  ${remedy}\n` : ""}`);
    return 1;
  }
  if (error instanceof OperatorError) {
    const env = envOf(program);
    stderr.write(`${wrong(withEnv(error.message, env))}\n${error.remedy ? `  ${withEnv(error.remedy, env)}\n` : ""}`);
    const variables = program.commands.flatMap((each) => (each instanceof VerbCommand ? each.variables : []));
    if (error.exitCode === 2 && variables.length > 0) stderr.write(`  taken from the environment: ${variables.join(", ")}\n`);
    return error.exitCode;
  }
  stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  stderr.write("  this is a bug in Twinpost: please report it with the lines above\n");
  return 1;
}
