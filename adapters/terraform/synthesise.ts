/** Runs the CDKTF app, as `cdktf synth` does, without the 3 s that its command line takes, and without tsx, which takes a fifth of what is left. */
import { join } from "node:path";
import { OperatorError } from "../../declaration/operator-error";
import { childEnvironment } from "../process/child-environment";
import { type RunOptions, run } from "../process/run";

const packageRoot = join(__dirname, "..", "..");

/** The declared files decide everything, so it gets no secret; settings of Node's and CDKTF's say how it runs. */
const needed = /^(NODE_(OPTIONS|PATH|ENV|EXTRA_CA_CERTS|V8_COVERAGE|COMPILE_CACHE)|CDKTF_[A-Z_]+|TWINPOST_STACK|TWINPOST_ENVIRONMENTS)$/;

export interface SynthesiseOptions extends Pick<RunOptions, "env" | "logFile" | "onLogFault" | "signal"> {
  outputDirectory: string;
}

export async function synthesise({ env, outputDirectory, ...rest }: SynthesiseOptions): Promise<void> {
  requireFramework();
  const { code, stderr } = await run(process.execPath, [join("bin", "synthesise")], {
    ...rest,
    directory: packageRoot,
    env: { ...childEnvironment(env, needed), CDKTF_OUTDIR: outputDirectory, CHECKPOINT_DISABLE: "1" },
  });
  if (code !== 0) throw new OperatorError(`synthesis of the stacks failed\n${stderr.trim()}`, "the first lines say which file is at fault");
}

/** `npm ci --omit=dev` leaves it out: most jobs synthesise nothing. */
function requireFramework(): void {
  try {
    require.resolve("cdktf", { paths: [packageRoot] });
  } catch (cause) {
    throw new OperatorError(
      'the stacks cannot be synthesised: the package "cdktf" is not installed, as after `npm ci --omit=dev`',
      "install everything by `npm ci`; or give `plan` what was synthesised elsewhere by --synthesised",
      { exitCode: 2, cause },
    );
  }
}
