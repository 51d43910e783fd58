/**
 * Takes a stack that was synthesised elsewhere to the place where it is planned: its one file, once it was looked at, the code of its functions, which
 * must be what the file says, and nothing else that lies there.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { plugins } from "../adapters/terraform/plugins";
import { functionCodeOf, synthesisedFaults } from "../changes/synthesised";
import { stackName } from "../declaration/names/stacks";
import { stateBucket, stateKey } from "../declaration/names/terraform-state";
import { OperatorError } from "../declaration/operator-error";
import type { Target } from "../declaration/target";
import { jsonOf } from "../mail/json";

export interface TakeOver {
  target: Pick<Target, "name" | "aws">;
  /** The output of the synthesis, with `stacks/` in it. */
  from: string;
  /** The folder in which it is planned; what is there is deleted. */
  to: string;
}

/** @throws OperatorError when it is not there (exit code 2), or is not as the stacks are (3). */
export function takeOverSynthesised({ target, from, to }: TakeOver): void {
  const places = ["stacks", ""].map((folder) => join(resolve(from), folder, stackName(target.name), "cdk.tf.json"));
  const file = places.find((place) => existsSync(place));
  if (file === undefined)
    throw new OperatorError(
      `there is no ${places.join(" or ")}`,
      "--synthesised names the output of the synthesis, or its folder stacks/",
      {
        exitCode: 2,
      },
    );
  const text = readFileSync(file, "utf8");
  const faults = synthesisedFaults(jsonOf(text), {
    bucket: stateBucket(target),
    key: stateKey(stackName(target.name)),
    plugins: Object.fromEntries(Object.entries(plugins).map(([source, { version }]) => [source, version])),
  });
  if (faults.length > 0) {
    const remedy = "synthesise the stack with this version of Twinpost, and change nothing of what it writes";
    throw new OperatorError([`${file} is not as the stacks are`, ...faults.map((each) => `  ${each}`)].join("\n"), remedy, { exitCode: 3 });
  }
  const codes = functionCodeOf(jsonOf(text)).map((code) => ({ ...code, bytes: codeAt(join(dirname(file), code.file), code.digest) }));
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  writeFileSync(join(to, "cdk.tf.json"), text);
  for (const code of codes) {
    mkdirSync(dirname(join(to, code.file)), { recursive: true });
    writeFileSync(join(to, code.file), code.bytes);
  }
}

function codeAt(file: string, digest: string): Buffer {
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  if (createHash("sha256").update(bytes).digest("base64") === digest) return bytes;
  throw new OperatorError(
    `${file} is not the code that the stack names`,
    "take the whole output of the synthesis, with the folder functions/ of each stack",
    { exitCode: 3 },
  );
}
