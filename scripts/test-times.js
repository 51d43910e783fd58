// test-times.js <file> [rows]: how long a run took and which test files took longest, from what `npm test -- --json --outputFile=<file>` wrote.
// Files run side by side on all cores, so their sum is more than the run.
const { readFileSync } = require("node:fs");
const { relative } = require("node:path");

const [, , file, rows = "25"] = process.argv;
const run = JSON.parse(readFileSync(file, "utf8"));
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`.padStart(8);
const files = run.testResults
  .map(({ name, startTime, endTime, assertionResults }) => ({ name, took: endTime - startTime, tests: assertionResults.length }))
  .sort((one, other) => other.took - one.took);

for (const { name, took, tests } of files.slice(0, Number(rows)))
  console.log(`${seconds(took)}  ${relative(process.cwd(), name)} (${tests} tests)`);
const ended = Math.max(...run.testResults.map(({ endTime }) => endTime));
console.log(`${seconds(files.reduce((sum, { took }) => sum + took, 0))}  all ${files.length} files`);
console.log(`${seconds(ended - run.startTime)}  the run`);
