// count-tests.js <file>: from what `jest --json --outputFile=<file>` wrote, says which tests were skipped, by the outermost name that they stand
// under, and "N passed, N failed" in the last line. A suite that could not run counts as failed.
const { readFileSync } = require("node:fs");
const { relative } = require("node:path");

const text = readFileSync(process.argv[2], "utf8");
const run = text ? JSON.parse(text) : { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 1, testResults: [] };

const skipped = new Map();
for (const { name, assertionResults } of run.testResults)
  for (const { status, ancestorTitles, title } of assertionResults)
    if (status === "pending" || status === "todo") {
      const what = `${relative(process.cwd(), name)}: ${ancestorTitles[0] ?? title}`;
      skipped.set(what, (skipped.get(what) ?? 0) + 1);
    }
for (const [what, count] of skipped) console.log(`skipped ${count}: ${what}`);
console.log(`${[...skipped.values()].reduce((sum, count) => sum + count, 0)} skipped`);
console.log(`${run.numPassedTests} passed, ${run.numFailedTests + run.numRuntimeErrorTestSuites} failed`);
