// Tests run through SWC: `tsc --noEmit` (npm run check) does the type checking once, not once per test file.
/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testEnvironment: "node",
  transform: { "\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } }] },
  setupFiles: ["<rootDir>/test/loopback-only.ts"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.twinpost"],
  restoreMocks: true,
  testTimeout: 30_000,
};
