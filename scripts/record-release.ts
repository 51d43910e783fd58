/**
 * `node --import tsx scripts/record-release.ts [<folder of a checkout>]`, at each release, on the commit that gets the tag: records what that
 * release synthesises of the tests' environments, with their data, for the test that plans such a state with what came after
 * (test/stacks/upgrade.process.test.ts). Nothing in it is secret: stacks hold no values of secrets.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { readDeclaredFiles } from "../wiring/declared";

const here = join(__dirname, "..");
const folder = join(here, "test", "fixtures", "release");

const block = z.record(z.string(), z.record(z.string(), z.unknown()));
const synthesised = z.looseObject({ resource: block, data: block.optional() });

/** A line for each resource, without CDKTF's notes. */
function recorded(stack: unknown): string {
  const { resource, data, ...rest } = synthesised.parse(stack);
  const line = ([key, value]: [string, unknown]): string => `${JSON.stringify(key)}:${JSON.stringify(value)}`;
  const lines = (written: readonly string[]): string => `{\n${written.join(",\n")}}`;
  const blocks = Object.entries({ ...(data ? { data } : {}), resource }).map(([kind, types]) => {
    const each = Object.entries(types).map(([type, all]) => `${JSON.stringify(type)}:${lines(Object.entries(all).map(line))}`);
    return `${JSON.stringify(kind)}:${lines(each)}`;
  });
  return `${lines([...Object.entries(rest).map(line), ...blocks])}\n`;
}

const withoutNotes = (text: string): unknown => JSON.parse(text, (key, value) => (key === "//" ? undefined : value));

function main(checkout: string): void {
  const environments = join(checkout, "test", "fixtures", "environments");
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")));
  // Before 0.2.0 the examples themselves were what tests read, and their fields had other names.
  const data = readDeclaredFiles(existsSync(environments) ? environments : join(here, "test", "fixtures", "environments"));
  const output = mkdtempSync(join(tmpdir(), "twinpost-release-"));
  try {
    const env = { ...process.env, CDKTF_OUTDIR: output, ...(existsSync(environments) ? { TWINPOST_ENVIRONMENTS: environments } : {}) };
    execFileSync(process.execPath, ["--import", "tsx", "main.ts"], { cwd: checkout, env, stdio: "inherit" });
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(join(output, "stacks")))
      writeFileSync(
        join(folder, `${name}.json`),
        recorded(withoutNotes(readFileSync(join(output, "stacks", name, "cdk.tf.json"), "utf8"))),
      );
    writeFileSync(join(folder, "release.json"), `${JSON.stringify({ version, data }, undefined, 1)}\n`);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

main(resolve(process.argv[2] ?? here));
