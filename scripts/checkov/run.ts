// `npm run checkov`: checkov (PyPI, pinned) on the synthesised stacks. Red when it finds what accepted.ts gives no reason for. Installed once into the
// cache folder; where that cannot be done it says that nothing was checked, which is red on GitHub only.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { notPrepared, preparePython } from "../python";
import { accepted } from "./accepted";
import { compareWithAccepted, type FailedCheck } from "./compare";

const root = join(__dirname, "..", "..");
const requirements = join(__dirname, "requirements.txt");

function main(): number {
  const directory = mkdtempSync(join(tmpdir(), "twinpost-checkov-"));
  try {
    const python = preparePython("checkov", requirements);
    if (typeof python !== "string") return notPrepared("checkov", "the stacks were NOT checked", python.problem);
    const stacks = synthesise(directory);
    const { results, summary } = runCheckov(python, directory);
    if (summary.passed === 0 || summary.parsing_errors > 0)
      throw new Error(`checkov could not read the stacks: ${JSON.stringify(summary)}`);
    const { unexplained, stale } = compareWithAccepted(results.failed_checks, accepted);
    for (const line of unexplained) console.error(`checkov: ${line}\n  mend it, or give the reason in scripts/checkov/accepted.ts`);
    for (const line of stale)
      console.error(`checkov: ${line} is accepted, but is not found any more\n  remove it from scripts/checkov/accepted.ts`);
    const { passed, failed } = summary;
    console.log(
      `checkov ${summary.checkov_version}, ${stacks} stacks: ${passed} passed, ${failed} failed, ${unexplained.length} without a reason`,
    );
    return unexplained.length + stale.length > 0 ? 1 : 0;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** checkov 3.3.30 fails on the "terraform" block, whose values are not all blocks; it has no check that reads it. @returns how many stacks. */
function synthesise(directory: string): number {
  const out = join(directory, "cdktf.out");
  execFileSync(process.execPath, ["--import", "tsx", "main.ts"], {
    cwd: root,
    env: { ...process.env, CDKTF_OUTDIR: out, CHECKPOINT_DISABLE: "1" },
  });
  const stacks = readdirSync(join(out, "stacks"));
  for (const stack of stacks) {
    const { terraform: _, "//": __, ...blocks } = JSON.parse(readFileSync(join(out, "stacks", stack, "cdk.tf.json"), "utf8"));
    mkdirSync(join(directory, "checked", stack), { recursive: true });
    writeFileSync(join(directory, "checked", stack, "cdk.tf.json"), JSON.stringify(blocks, undefined, 2));
  }
  return stacks.length;
}

interface Checked {
  results: { failed_checks: FailedCheck[] };
  summary: { passed: number; failed: number; parsing_errors: number; checkov_version: string };
}

function runCheckov(python: string, directory: string): Checked {
  const quietly = ["--quiet", "--compact", "--soft-fail", "--skip-download", "--output", "json"];
  const words = ["-m", "checkov.main", "--directory", join(directory, "checked"), "--framework", "terraform_json", ...quietly];
  return JSON.parse(
    execFileSync(python, words, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024, env: { ...process.env, LOG_LEVEL: "ERROR" } }),
  );
}

process.exitCode = main();
