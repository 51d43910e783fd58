import { changedTargets, type Reach } from "../../workflows/changed";

const reach: Reach = { environments: ["dev", "staging", "prod"], ofAll: ["organisation"], organisation: "organisation" };
const all = ["dev", "staging", "prod", "organisation"];
const of = (...paths: string[]): string[] => changedTargets(paths, reach);

test.each<[string, string[]]>([
  ["environments/staging.ts", ["staging", "organisation"]],
  ["environments/organisation.ts", ["organisation"]],
  ["environments/accounts.ts", all],
  ["environments/declared.ts", all],
  // Somebody's own file beside them, which any of them may import.
  ["environments/shared.ts", all],
  ["environments/removed.ts", all],
  ["environments/nested/dev.ts", all],
  ["environments/locks/email-prod.terraform.lock.hcl", ["prod"]],
  ["environments/locks/organisation.terraform.lock.hcl", ["organisation"]],
  ["environments/locks/other.terraform.lock.hcl", all],
  ["stacks/email-stack.ts", all],
  ["declaration/names/stacks.ts", all],
  ["mail/spf/record.ts", all],
  ["package-lock.json", all],
  ["package.json", all],
  ["tsconfig.json", all],
  ["main.ts", all],
  ["adapters/terraform/plugins.ts", all],
  ["new-folder/new.ts", all],
  ["Dockerfile", all],
  ["docs/design.md", []],
  ["docs/environments/staging.ts", []],
  ["test/stacks/email-stack.test.ts", []],
  ["README.md", []],
  ["LICENSE", []],
  [".github/workflows/plan.yml", []],
  [".ci/run", []],
  ["environments/README.md", all],
  ["stacks/docs/x.ts", all],
  ["DOCS/design.md", all],
])("%s touches %j", (path, targets) => {
  expect(of(path)).toEqual(targets);
});

test("an environment that is promoted touches the one at which its way begins", () => {
  const promoted: Reach = { ...reach, startOf: () => "dev" };
  expect(changedTargets(["environments/prod.ts"], promoted)).toEqual(["dev", "prod", "organisation"]);
  expect(changedTargets(["environments/dev.ts"], promoted)).toEqual(["dev", "organisation"]);
});

test("several paths touch together, in the order of the targets", () => {
  expect(of("environments/prod.ts", "docs/design.md", "environments/dev.ts")).toEqual(["dev", "prod", "organisation"]);
  expect(of()).toEqual([]);
});
