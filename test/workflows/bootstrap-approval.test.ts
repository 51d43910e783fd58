/** Which approval a repository can have, and what is to be declared else. */
import { prod } from "../fixtures/environments/prod";
import { ada, github, platform, setUp, type Whims } from "./github-world";

describe("which approval is possible:", () => {
  const promotion = { from: "staging" };
  const declare = { file: "environments/prod.ts", field: "promotion.approval", value: "pull request" };
  const noReview = { environments: true, review: false };
  /** https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments */
  test.each<[string, Whims, boolean, object]>([
    ["a public repository on Free", { plan: "free", visibility: "public" }, false, { possible: "environment", because: "public" }],
    ["a private one on Enterprise", {}, false, { possible: "environment", because: "plan" }],
    ["a private one on Team", { plan: "team" }, false, { possible: "pull request", because: "plan", declare }],
    ["an internal one on Enterprise", { visibility: "internal" }, false, { possible: "environment", because: "plan" }],
    ["an unknown plan, before anything is set", { plan: undefined }, false, { possible: "unknown", because: "not-tried" }],
    ["an unknown plan that keeps the reviewers", { plan: undefined }, true, { possible: "environment", because: "kept" }],
    ["one that keeps one of two", { plan: undefined, drops: ["@ada"] }, true, { possible: "environment", because: "kept" }],
    ["one that refuses them", { plan: undefined, has: noReview }, true, { possible: "pull request", because: "refused", declare }],
    [
      "one that drops them without a word",
      { plan: undefined, drops: ["@ada", "@market-edge/platform"] },
      true,
      { possible: "pull request", because: "ignored", declare },
    ],
    [
      "a known plan that drops them: it may be they",
      { drops: ["@ada", "@market-edge/platform"] },
      true,
      { possible: "environment", because: "plan" },
    ],
  ])("%s", async (_, whims, apply, expected) => {
    const { approval } = await setUp(github({}, whims).effects, { apply, of: { ...prod, promotion } });
    expect(approval).toEqual(expected);
  });

  test("nothing is to be declared where it is declared, or where nothing is promoted", async () => {
    const team = () => github({}, { plan: "team" }).effects;
    for (const declared of [{ ...prod, promotion: { ...promotion, approval: "pull request" } }, prod] as const)
      expect((await setUp(team(), { of: declared })).approval).toEqual({ possible: "pull request", because: "plan" });
  });

  test.each<[string, Whims]>([
    ["the plan says so", { plan: "team", has: noReview }],
    ["GitHub refuses them", { plan: undefined, has: noReview }],
  ])("pull requests are approved, and %s: no fault, and the branch is kept", async (_, whims) => {
    const { effects, environments } = github({}, whims);
    const of = { ...prod, promotion: { ...promotion, approval: "pull request" as const } };
    const setup = await setUp(effects, { of });
    expect(setup.findings).toEqual([]);
    expect(environments.get("prod")).toMatchObject({ reviewers: [], lets: "patterns", patterns: [{ pattern: "main" }] });
    if (whims.plan) expect((await setUp(effects, { of })).environments.flatMap(({ changes }) => changes)).toEqual([]);
  });

  test("pull requests are approved, and the plan has reviewers too: both", async () => {
    const { effects, environments } = github();
    await setUp(effects, { of: { ...prod, promotion: { ...promotion, approval: "pull request" } } });
    expect(environments.get("prod")).toMatchObject({ reviewers: [ada, platform] });
  });
});
