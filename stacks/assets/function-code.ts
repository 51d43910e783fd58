/**
 * A function's code as the zip that Lambda takes: one file, bundled by esbuild. The same sources give the same bytes on every machine and every day:
 * fixed times, one entry, no paths in it. Data that differ between environments are variables, and no part of it.
 */
import { basename, dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { zipSync } from "fflate";
import { type FunctionName, functionNames } from "../../declaration/names/events";

const root = join(__dirname, "..", "..");

/** The earliest that a zip can say. */
const fixedTime = "1980-01-01T00:00:00";

let built: Map<string, Uint8Array> | undefined;

/** Built once for all stacks of a synthesis. */
export function codeOf(name: FunctionName): Uint8Array {
  built ??= buildFunctions();
  const code = built.get(name);
  if (!code) throw new Error(`esbuild gave no file for functions/${name}`);
  return code;
}

/** By name. esbuild takes its time to start, so it starts once for all of them. */
export function buildFunctions(): Map<string, Uint8Array> {
  const { outputFiles } = buildSync({
    entryPoints: functionNames.map((name) => join(root, "functions", name, "handler.ts")),
    absWorkingDir: root,
    outbase: join(root, "functions"),
    outdir: join(root, "functions"),
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    minify: true,
    legalComments: "none",
    write: false,
    logLevel: "silent",
  });
  return new Map(outputFiles.map(({ path, contents }) => [basename(dirname(path)), zipOf(contents)]));
}

const zipOf = (contents: Uint8Array): Uint8Array =>
  zipSync({ "handler.js": [contents, { mtime: fixedTime, os: 3, attrs: 0o644 << 16 }] }, { level: 9 });
