// The workflows of .github/workflows, run by act with the sandbox behind them: `npm run test:workflows`. One file after the other, since each
// starts a sandbox of its own.
const config = require("./jest.config.js");

/** @type {import("jest").Config} */
module.exports = {
  ...config,
  testMatch: ["<rootDir>/test/github-workflows/scenario/**/*.process.test.ts"],
  testPathIgnorePatterns: [],
  maxWorkers: 1,
  testTimeout: 300_000,
};
