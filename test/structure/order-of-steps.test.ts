/** The pages that lead from nothing to sent mail, and `init`, name the steps in one order; a page may leave steps out. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { initText } from "../../reports/init/text";
import { staging } from "../fixtures/environments/staging";

const order = [
  ...["init", "validate", "rehearse", "bootstrap", "doctor", "plan account", "apply account"],
  ...["adopt", "plan", "apply", "verify", "credentials", "seed-test", "settings"],
];
const page = (name: string): string => readFileSync(join(__dirname, "..", "..", name), "utf8");
/** From a heading to the next of its kind. */
const section = (name: string, heading: string): string => page(name).split(`\n${heading}`)[1]?.split("\n## ")[0] ?? "";
const firstBlock = (text: string): string => /```sh\n([\s\S]*?)```/.exec(text)?.[1] ?? "";

/** Each step once: a bucket is made for an environment, and for an account. */
const stepsOf = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/npx twinpost ([a-z-]+)(?: --env (account))?/g)].map(([, verb, account]) =>
      account && verb !== "bootstrap" ? `${verb} account` : (verb ?? ""),
    ),
  ),
];

test.each([
  ["README.md", firstBlock(section("README.md", "## Your own domain"))],
  ["docs/first-day.md", firstBlock(section("docs/first-day.md", "## 5."))],
  ["docs/deployment.md", section("docs/deployment.md", "| order |")],
  ["init", initText({ environment: staging, files: [], removed: [] })],
])("%s", (_of, text) => {
  const steps = stepsOf(text);
  expect(steps.length).toBeGreaterThan(5);
  expect(steps).toEqual(order.filter((step) => steps.includes(step)));
});
