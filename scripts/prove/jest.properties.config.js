// The test files with properties, as scripts/prove/properties.ts runs them: with fast-check asked for more.
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const usual = require("../../jest.config.js");

const root = join(__dirname, "..", "..");
const files = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts") && !file.endsWith(".process.test.ts"))
  .filter((file) => /\bfc\.assert\(/.test(readFileSync(join(root, "test", file), "utf8")));

/** @type {import("jest").Config} */
module.exports = {
  ...usual,
  rootDir: root,
  testMatch: files.map((file) => join(root, "test", file)),
  moduleNameMapper: { ...usual.moduleNameMapper, "^fast-check$": join(__dirname, "fast-check.js") },
  testTimeout: 3_600_000,
};
