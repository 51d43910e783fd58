/** Setting GitHub up against one in memory, whose plan and whims can be chosen. */

import type { GithubEnvironment } from "../../declaration/github-environment";
import type { Environment } from "../../declaration/schema/environment";
import { prod } from "../fixtures/environments/prod";
import { staging } from "../fixtures/environments/staging";
import { ada, environment, eve, every, github, ids, kinds, main, platform, settled, setUp, variablesOf, type Whims } from "./github-world";

describe("from nothing", () => {
  test("says what it would do, and does nothing", async () => {
    const { effects, calls, environments } = github();
    const setup = await setUp(effects, { apply: false });
    expect(setup).toMatchObject({ repository: "market-edge/email", applied: false, findings: [] });
    expect(kinds(setup.environments)).toEqual([
      ["prod", "make", "reviewers", "self-review", "let-in", ...every],
      ["prod-rotate", "make", "let-in", ...every],
    ]);
    expect(calls).toEqual([]);
    expect(environments.size).toBe(0);
  });

  test("does it, protection before what the jobs need, and has nothing to do the second time", async () => {
    const { effects, calls, environments } = github();
    const first = await setUp(effects);
    expect(first).toMatchObject({ applied: true, findings: [] });
    expect(kinds(first.environments)[0]).toEqual(["prod", "make", "reviewers", "self-review", "let-in", ...every]);
    expect(calls.slice(0, 3)).toEqual(["protect prod", "let in prod main", "set prod AWS_ACCOUNT_ID"]);
    expect(Object.fromEntries(environments)).toMatchObject({
      prod: {
        reviewers: [ada, platform],
        selfReview: "prevent",
        lets: "patterns",
        patterns: [{ pattern: "main" }],
        variables: variablesOf("apply"),
      },
      "prod-rotate": { reviewers: [], lets: "patterns", patterns: [{ pattern: "main" }], variables: variablesOf("rotate") },
    });
    calls.length = 0;
    const second = await setUp(effects);
    expect(second.environments.flatMap(({ changes }) => changes)).toEqual([]);
    expect([second.findings, calls]).toEqual([[], []]);
  });

  test("an environment without a review gets no reviewers, and keeps what it has", async () => {
    const { effects, environments } = github({ staging: environment({ reviewers: [eve], waitMinutes: 5, mayBypass: false }) });
    const setup = await setUp(effects, { of: staging });
    expect(kinds(setup.environments)[0]).toEqual(["staging", "restrict", "let-in", ...every]);
    expect(environments.get("staging")).toMatchObject({ reviewers: [eve], waitMinutes: 5, mayBypass: false, lets: "patterns" });
  });
});

describe("from what somebody else has set up", () => {
  /** What is different there, and what is done about it. */
  test.each<[string, Partial<GithubEnvironment>, string[]]>([
    ["every branch is let in", { lets: "all", patterns: [] }, ["restrict", "let-in"]],
    ["protected branches are let in", { lets: "protected", patterns: [] }, ["restrict", "let-in"]],
    ["another branch is let in too", { patterns: [main, { id: 8, pattern: "release/*", kind: "branch" }] }, ["keep-out"]],
    ["a tag of that name is let in too", { patterns: [main, { id: 8, pattern: "main", kind: "tag" }] }, ["keep-out"]],
    ["another reviewer may approve too", { reviewers: [ada, platform, eve] }, ["reviewers"]],
    ["a reviewer is missing", { reviewers: [ada] }, ["reviewers"]],
    ["a user has the id of the team", { reviewers: [ada, { ...eve, id: platform.id }] }, ["reviewers"]],
    ["people may approve their own jobs", { selfReview: "allow" }, ["self-review"]],
    ["a variable is another's", { variables: { ...variablesOf("apply"), AWS_ROLE_ARN: "arn:aws:iam::1:role/x" } }, ["variable"]],
    ["reviewers are in another order", { reviewers: [platform, ada] }, []],
    ["jobs wait besides, which nobody declared", { waitMinutes: 30 }, []],
    ["there are other variables", { variables: { ...variablesOf("apply"), OTHER: "x" } }, []],
  ])("when %s", async (_, changes, expected) => {
    const { effects, environments } = github({ ...settled(), prod: { ...settled().prod, ...changes } });
    const setup = await setUp(effects);
    expect(setup.findings).toEqual([]);
    expect(kinds(setup.environments)).toEqual([["prod", ...expected], ["prod-rotate"]]);
    expect(environments.get("prod")).toMatchObject({
      reviewers: expect.arrayContaining([ada, platform]),
      selfReview: "prevent",
      waitMinutes: changes.waitMinutes ?? 0,
      lets: "patterns",
      patterns: [{ pattern: "main", kind: "branch" }],
      variables: { ...changes.variables, ...variablesOf("apply") },
    });
    expect(environments.get("prod")?.reviewers).toHaveLength(2);
  });

  test("a time to wait is set and taken away as it is declared", async () => {
    const { effects, environments } = github(settled());
    const waiting = (waitMinutes: number): Environment => ({ ...prod, review: { reviewers: ["@ada"], selfReview: "allow", waitMinutes } });
    expect(kinds((await setUp(effects, { of: waiting(15) })).environments)[0]).toEqual(["prod", "reviewers", "self-review", "wait"]);
    expect(environments.get("prod")).toMatchObject({ reviewers: [ada], selfReview: "allow", waitMinutes: 15 });
    await setUp(effects, { of: waiting(0) });
    expect(environments.get("prod")?.waitMinutes).toBe(0);
  });

  test("whether administrators may pass stays as it is", async () => {
    const { effects, environments } = github({ ...settled(), prod: { ...settled().prod, selfReview: "allow", mayBypass: false } });
    await setUp(effects);
    expect(environments.get("prod")).toMatchObject({ selfReview: "prevent", mayBypass: false });
  });

  test("a rotation that would wait is told, and left to people", async () => {
    const waiting = { ...settled()["prod-rotate"], reviewers: [eve], waitMinutes: 5 };
    const { effects, calls } = github({ ...settled(), "prod-rotate": waiting });
    for (const apply of [false, true]) {
      const { findings } = await setUp(effects, { apply });
      expect(findings).toMatchObject([
        { id: "github/rotation-waits", severity: "error", what: expect.stringContaining("@eve, then 5 minutes") },
      ]);
    }
    expect(calls).toEqual([]);
  });
});

describe("a repository that is not the declared one", () => {
  test.each([
    ["another repository", { id: "1" }],
    ["another owner", { ownerId: "1" }],
  ])("%s has the name: refused, by a safety gate", async (_, whims) => {
    const { effects, calls } = github({}, whims);
    await expect(setUp(effects)).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining("is not the declared one") });
    expect(calls).toEqual([]);
  });

  test("is not there, or not the token's to see", async () => {
    const { effects } = github();
    await expect(setUp({ ...effects, repository: async () => undefined })).rejects.toThrow(
      'no repository "market-edge/email" that GITHUB_TOKEN',
    );
  });
});

test("reviewers whom nobody knows are told, all of them, and nothing is changed", async () => {
  const { effects, calls } = github();
  const review = { reviewers: ["@adda", "@ada", "@market-edge/platforms"] as `@${string}`[] };
  const setup = await setUp(effects, { of: { ...prod, review } });
  expect(setup).toMatchObject({ applied: false, blocked: true });
  expect(ids(setup)).toEqual([
    "github/reviewer-unknown environments/prod.ts review.reviewers[0]",
    "github/reviewer-unknown environments/prod.ts review.reviewers[2]",
  ]);
  expect(calls).toEqual([]);
});

test("a token of somebody who does not administer the repository is told before anything is tried", async () => {
  const { effects, calls } = github({}, { mayAdminister: false });
  expect(ids(await setUp(effects))).toEqual(["github/not-administrator market-edge/email"]);
  expect(calls).toEqual([]);
});

const cannot = (name: string) => `github/plan-cannot-protect environment "${name}" of market-edge/email`;

describe("a plan that cannot protect an environment", () => {
  test.each<[string, Whims]>([
    ["says so", { plan: "free", has: { environments: false, review: false } }],
    ["is not told", { plan: undefined, has: { environments: false, review: false } }],
  ])("free, and private, which %s: both are told, and the jobs find no role", async (_, whims) => {
    const { effects, environments, calls } = github({}, whims);
    const setup = await setUp(effects);
    expect(ids(setup)).toEqual([cannot("prod"), cannot("prod"), cannot("prod-rotate")]);
    expect(setup.findings[0]?.what).toContain("a job of any branch could take arn:aws:iam::444455556666:role/twinpost-prod-apply");
    expect(kinds(setup.environments)).toEqual([["prod"], ["prod-rotate"]]);
    expect(environments.size).toBe(0);
    expect(calls.filter((call) => !call.startsWith("protect"))).toEqual([]);
  });

  test("is told without --apply where the plan is known", async () => {
    const { effects } = github({}, { plan: "free" });
    expect(ids(await setUp(effects, { apply: false }))).toEqual([cannot("prod"), cannot("prod"), cannot("prod-rotate")]);
    expect(ids(await setUp(github({}, { plan: undefined }).effects, { apply: false }))).toEqual([]);
  });

  test.each(["pro", "team", undefined])(
    "has branches but no reviewers (%s): the branch is kept, and the missing approval told",
    async (plan) => {
      const { effects, environments } = github({}, { plan, has: { environments: true, review: false } });
      const setup = await setUp(effects);
      expect(ids(setup)).toEqual([cannot("prod")]);
      expect(setup.findings[0]?.what).toContain("jobs change it without approval");
      expect(kinds(setup.environments)).toEqual([
        ["prod", "make", "let-in", ...every],
        ["prod-rotate", "make", "let-in", ...every],
      ]);
      expect(environments.get("prod")).toMatchObject({
        reviewers: [],
        lets: "patterns",
        patterns: [{ pattern: "main" }],
        variables: variablesOf("apply"),
      });
    },
  );

  test("lists rules that it ignores, after a public repository became private: not believed", async () => {
    const { effects, calls } = github({ ...settled(), prod: { ...settled().prod, variables: {} } }, { plan: "free" });
    const setup = await setUp(effects);
    expect(ids(setup)).toEqual([cannot("prod"), cannot("prod"), cannot("prod-rotate")]);
    expect(calls).toEqual([]);
  });

  test.each<[string, Whims]>([
    ["everything", { visibility: "public", has: { environments: false, review: false } }],
    ["reviewers", { visibility: "public", has: { environments: true, review: false } }],
    ["branches", { plan: "team", has: { environments: false, review: false } }],
  ])("is not blamed where it has %s", async (_, whims) => {
    await expect(setUp(github({}, whims).effects)).rejects.toThrow('GitHub refuses to protect environment "prod" of market-edge/email');
  });

  test("does not matter to a public repository", async () => {
    expect((await setUp(github({}, { plan: "free", visibility: "public" }).effects)).findings).toEqual([]);
  });
});

describe("what GitHub silently does not keep is noticed:", () => {
  const ignored = (name: string) => `github/protection-ignored environment "${name}" of market-edge/email`;

  test("a reviewer who may not read the repository", async () => {
    const setup = await setUp(github({}, { drops: ["@ada"] }).effects);
    expect(ids(setup)).toEqual([ignored("prod")]);
    expect(setup.findings[0]?.what).toContain("has not kept the reviewers");
    expect(kinds(setup.environments)[0]).toEqual(["prod", "make", "self-review", "let-in", ...every]);
  });

  test("that other branches stay out: the jobs find no role", async () => {
    const { effects, environments } = github({}, { forgetsBranches: true });
    const setup = await setUp(effects);
    expect(ids(setup)).toEqual([ignored("prod"), ignored("prod-rotate")]);
    expect(environments.get("prod")?.variables).toEqual({});
  });
});

test("wherever it is cut off, no open environment has a role, and the next run completes it", async () => {
  const writes = ["protect", "allowBranch", "removePattern", "setVariable"] as const;
  const beginning = () => ({ prod: environment({ lets: "patterns", patterns: [{ id: 8, pattern: "release/*", kind: "branch" }] }) });
  const whole = github(beginning());
  await setUp(whole.effects);
  const total = whole.calls.length;
  expect(total).toBeGreaterThan(9);
  for (let failing = 0; failing < total; failing++) {
    const { effects, environments, calls } = github(beginning());
    let done = 0;
    const broken = { ...effects, environments: { ...effects.environments } };
    for (const name of writes) {
      const write = effects.environments[name] as (...args: unknown[]) => Promise<never>;
      Object.assign(broken.environments, {
        [name]: async (...args: unknown[]) => {
          if (done++ === failing) throw new Error("GitHub is gone");
          return write(...args);
        },
      });
    }
    await expect(setUp(broken)).rejects.toThrow("GitHub is gone");
    const isOpen = ({ lets, patterns }: GithubEnvironment) => lets !== "patterns" || patterns.some(({ pattern }) => pattern !== "main");
    for (const each of environments.values()) if (isOpen(each)) expect(each.variables).toEqual({});
    expect((await setUp(effects)).findings).toEqual([]);
    expect((await setUp(effects)).environments.flatMap(({ changes }) => changes)).toEqual([]);
    expect(calls.length).toBeGreaterThan(0);
  }
});
