/** Reads two outputs of the synthesis, and what their stacks declare differently. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { synthesisedDifference } from "../changes/synthesised-difference";
import { OperatorError } from "../declaration/operator-error";
import type { StackDifference } from "../reports/pull-request/synthesised";
import type { Connections } from "./connections";

/** @throws OperatorError with exit code 2 when one is no output of the synthesis. */
export function synthesisedDifferences(
  { base, synthesised }: Record<"base" | "synthesised", string>,
  { directory }: Pick<Connections, "directory">,
): StackDifference[] {
  const [old, fresh] = [base, synthesised].map((folder) => stacksIn(resolve(directory, folder)));
  const names = [...new Set([...(old?.keys() ?? []), ...(fresh?.keys() ?? [])])].sort();
  return names.map((stack) => ({ stack, differences: synthesisedDifference(old?.get(stack), fresh?.get(stack)) }));
}

function stacksIn(folder: string): Map<string, unknown> {
  const place = existsSync(join(folder, "stacks")) ? join(folder, "stacks") : folder;
  try {
    const names = readdirSync(place).filter((name) => existsSync(join(place, name, "cdk.tf.json")));
    return new Map(names.map((name) => [name, JSON.parse(readFileSync(join(place, name, "cdk.tf.json"), "utf8")) as unknown]));
  } catch (cause) {
    throw new OperatorError(`${folder} is no output of the synthesis`, "`npm run synth` writes one; CDKTF_OUTDIR names another place", {
      cause,
      exitCode: 2,
    });
  }
}
