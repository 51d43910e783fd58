// count-tests.js <file>: prints "N passed, N failed" from what `jest --json --outputFile=<file>` wrote; a suite that could not run counts as failed.
const { readFileSync } = require("node:fs");

const text = readFileSync(process.argv[2], "utf8");
const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = text
  ? JSON.parse(text)
  : { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 1 };
console.log(`${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`);
