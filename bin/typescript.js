/**
 * Runs TypeScript as it is: each file is compiled by esbuild when it is first loaded, and kept by the hash of its content, so a changed file can
 * never run as it was. docs/decisions/0020 says why not tsx. No types are checked here: `npm run check` does that.
 */
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join } = require("node:path");

// Beside the sources, so that nobody else on the machine can write there.
const cache = join(__dirname, "..", "node_modules", ".cache", "twinpost");
const options = { loader: "ts", format: "cjs", target: "node20.19", sourcemap: "inline", sourcesContent: false };
const { version } = require("esbuild/package.json");
const compiler = JSON.stringify({ version, options });

// Stack traces show the sources' lines.
process.setSourceMapsEnabled(true);
// Of Node's own, from 22.1 on; by content as well.
Module.enableCompileCache?.(join(cache, "node"));

Module._extensions[".ts"] = (module, file) => module._compile(compiled(file), file);

function compiled(file) {
  const source = readFileSync(file, "utf8");
  const hash = createHash("sha256").update([compiler, file, source].join("\0")).digest("hex");
  const kept = join(cache, `${hash}.js`);
  return read(kept) ?? keep(kept, require("esbuild").transformSync(source, { ...options, sourcefile: file }).code);
}

function read(kept) {
  try {
    return readFileSync(kept, "utf8");
  } catch {
    return undefined;
  }
}

/** Complete or not at all, whoever else does the same at the same time. Where nothing can be written, each start compiles. */
function keep(kept, code) {
  const writing = `${kept}.${process.pid}`;
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(writing, code);
    renameSync(writing, kept);
  } catch {}
  return code;
}
