// Stands for fast-check in a proof: each property is tried TWINPOST_PROVE_TIMES as often, from another seed.
const { appendFileSync } = require("node:fs");
const { join } = require("node:path");

const { TWINPOST_PROVE_TIMES = "1", TWINPOST_PROVE_SEED = "1", TWINPOST_PROVE_COUNTS = "" } = process.env;
const real = require(join(__dirname, "..", "..", "node_modules", "fast-check", "lib", "cjs", "fast-check.js"));

function assert(property, parameters = {}) {
  const numRuns = (parameters.numRuns ?? 100) * Number(TWINPOST_PROVE_TIMES);
  if (TWINPOST_PROVE_COUNTS) appendFileSync(TWINPOST_PROVE_COUNTS, `${numRuns}\n`);
  // Examples are tried as they are, in any number of runs.
  return real.assert(property, { ...parameters, numRuns, seed: (parameters.seed ?? 0) + Number(TWINPOST_PROVE_SEED) });
}

const more = { ...real, assert };
module.exports = { ...more, default: more, __esModule: true };
