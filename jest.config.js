const os = require("node:os");

// Tests run through SWC: `tsc --noEmit` (npm run check) does the type checking once, not once per test file.
// The AWS SDK warns in every process that its releases of 2027 will not run on Node 20; ours is pinned.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

// Every terraform command loads the schema of AWS's plugin, 4 s of a core: a Go program that collects no garbage below a gigabyte needs a third less.
process.env.GOGC ??= "off";
process.env.GOMEMLIMIT ??= "1GiB";

// Octokit and what it is made of are ES modules, which Jest cannot require before Node 24.9.
const esModules = "octokit|@octokit/.*|universal-.*|before-after-hook|fast-content-type-parse|json-with-bigint|toad-cache";

/** @type {import("jest").Config} */
module.exports = {
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  // Those need act: jest.workflows.config.js.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/github-workflows/scenario/"],
  testEnvironment: "<rootDir>/test/environment.js",
  transformIgnorePatterns: [`/node_modules/(?!(${esModules})/)`],
  transform: { "\\.[jt]s$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } }] },
  // Their exports are for `import` only.
  moduleNameMapper: { "^@octokit/(auth-unauthenticated|webhooks-methods)$": "<rootDir>/node_modules/@octokit/$1/dist-node/index.js" },
  setupFiles: ["<rootDir>/test/loopback-only.ts"],
  setupFilesAfterEnv: ["<rootDir>/test/no-processes.ts"],
  testSequencer: "<rootDir>/test/longest-first.js",
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.twinpost"],
  restoreMocks: true,
  testTimeout: 30_000,
  // Much of our time is spent waiting for servers and terraform, which itself waits half a minute for each queue of SQS.
  maxWorkers: Math.ceil(os.availableParallelism() * 1.5),
};
