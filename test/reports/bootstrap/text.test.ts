import { findingOf } from "../../../findings/finding";
import { bucketText, githubText } from "../../../reports/bootstrap/text";
import { plain } from "../../../reports/layout";

const bucket = { bucket: "twinpost-state-1-eu-west-1", region: "eu-west-1" };
const finding = findingOf("github/rotation-waits", {
  where: 'environment "x"',
  what: "it would wait",
  remedy: "remove that",
});
const changes = [
  { kind: "make" },
  { kind: "reviewers", names: ["@ada", "@market-edge/platform"], instead: [] },
  { kind: "reviewers", names: ["@ada"], instead: ["@eve", "@bob"] },
  { kind: "self-review", to: "prevent" },
  { kind: "self-review", to: "allow" },
  { kind: "wait", minutes: 15, instead: 0 },
  { kind: "wait", minutes: 0, instead: 15 },
  { kind: "restrict", instead: "all" },
  { kind: "restrict", instead: "protected" },
  { kind: "keep-out", of: "tag", pattern: "v*" },
  { kind: "let-in", branch: "main" },
  { kind: "variable", name: "AWS_REGION", value: "eu-west-1" },
  { kind: "variable", name: "AWS_REGION", value: "eu-west-1", instead: "us-east-1" },
] as const;
const view = (all: readonly (typeof changes)[number][], applied: boolean, findings = [] as (typeof finding)[], blocked = false) =>
  plain(
    githubText({
      repository: "market-edge/email",
      applied,
      blocked,
      environments: [
        { name: "prod", changes: structuredClone(all) as never },
        { name: "prod-rotate", changes: [] },
      ],
      approval: { possible: "environment", because: "plan" },
      findings,
    }),
  );
const held = "GitHub market-edge/email, approval: jobs can wait for reviewers, since the plan of the account has them\n";

test("every change is a line that says what it does", () => {
  expect(view(changes, false)).toMatchInlineSnapshot(`
"GitHub market-edge/email, environment "prod", would be done:
  make it
  want the approval of @ada or @market-edge/platform
  want the approval of @ada instead of @eve or @bob
  keep those who start a job from approving it
  let those who start a job approve it
  wait 15 minutes
  no longer wait 15 minutes
  no longer let every branch in
  no longer let every protected branch in
  no longer let tag "v*" in
  let branch "main" in, and no other
  set AWS_REGION to eu-west-1
  set AWS_REGION to eu-west-1 instead of us-east-1
GitHub market-edge/email, environment "prod-rotate": nothing to do
GitHub market-edge/email, approval: jobs can wait for reviewers, since the plan of the account has them
GitHub: add --apply to do so
"
`);
});

test("what was done is told as done, without asking for --apply", () => {
  expect(view(changes.slice(0, 1), true)).toBe(
    `GitHub market-edge/email, environment "prod", done:\n  make it\nGitHub market-edge/email, environment "prod-rotate": nothing to do\n${held}`,
  );
});

test("what was found is told, and what comes of --apply then", () => {
  const told = 'error github/rotation-waits: environment "x"\n  it would wait\n  remove that\n';
  expect(view(changes.slice(0, 1), false, [finding])).toContain(`\n${told}GitHub: add --apply to do so\n`);
  expect(view(changes.slice(0, 1), false, [finding], true)).toContain(`\n${told}GitHub: nothing is changed before that is mended\n`);
  expect(view([], true, [finding])).toBe(
    `GitHub market-edge/email, environments "prod" and "prod-rotate": nothing was changed\n${held}${told}`,
  );
});

test("which approval is possible, and what to declare else", () => {
  const declare = { file: "environments/prod.ts", field: "promotion.approval", value: "pull request" } as const;
  const about = { repository: "a/b", applied: true, blocked: false, environments: [], findings: [] };
  const told = githubText({ ...about, approval: { possible: "pull request", because: "refused", declare } });
  expect(told).toContain("approval: only of pull requests, since GitHub refused reviewers");
  expect(told).toContain('`approval: "pull request"` into `promotion` of environments/prod.ts');
  expect(githubText({ ...about, approval: { possible: "pull request", because: "plan" } })).not.toContain("environments/");
  expect(githubText({ ...about, approval: { possible: "unknown", because: "not-tried" } })).toContain("Organization plan: read");
});

test("what is left out is told with the remedy", () => {
  expect(githubText({ leftOut: "GITHUB_TOKEN is not set", remedy: "set it" })).toBe(
    "GitHub: left out, since GITHUB_TOKEN is not set\n  set it\n",
  );
});

test.each([
  [{ ...bucket, applied: false as const, exists: true }, "is there; --apply checks its settings"],
  [{ ...bucket, applied: false as const, exists: false }, "would make twinpost-state-1-eu-west-1 in eu-west-1"],
  [{ ...bucket, applied: true as const, created: true }, "twinpost-state-1-eu-west-1: made"],
  [{ ...bucket, applied: true as const, created: false }, "was there already"],
])("the bucket: %j", (state, text) => {
  expect(bucketText(state)).toContain(text);
});
