/**
 * A function's code as the zip that Lambda takes: one file, bundled by esbuild. The same sources give the same bytes on every machine and every day:
 * fixed times, one entry, no paths in it. Data that differ between environments are variables, and no part of it.
 */
import { join } from "node:path";
import { buildSync } from "esbuild";
import { zipSync } from "fflate";
import type { FunctionName } from "../../declaration/names/events";

const root = join(__dirname, "..", "..");

/** The earliest that a zip can say. */
const fixedTime = "1980-01-01T00:00:00";

export function functionCode(name: FunctionName): Uint8Array {
  const { outputFiles } = buildSync({
    entryPoints: [join(root, "functions", name, "handler.ts")],
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    minify: true,
    legalComments: "none",
    write: false,
    logLevel: "silent",
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`esbuild gave no file for functions/${name}`);
  return zipSync({ "handler.js": [file.contents, { mtime: fixedTime, os: 3, attrs: 0o644 << 16 }] }, { level: 9 });
}
