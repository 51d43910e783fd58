import type { GuardedPlan } from "../../changes/guard";
import { OperatorError } from "../../declaration/operator-error";
import type { PlanTarget } from "../../declaration/plan-target";
import { findingOf } from "../../findings/finding";
import { apply } from "../../workflows/apply";
import { unwatched } from "../../workflows/phase";
import { type PlanEffects, plan } from "../../workflows/plan";
import { create, remove, secret, terraformPlan } from "../changes/terraform-plan";
import { dnsOf, forecast, keeping, own, target } from "./plan-world";

const where = "aws_secretsmanager_secret.secrets_application";
const finding = findingOf("secret/deleted", { where, what: "is lost", remedy: "keep it" });
const deleting = terraformPlan(remove(secret));
const heldBack: GuardedPlan = { changes: [], outputs: [], records: [], findings: [finding] };

/** Terraform would do what `shown` says. */
function planning(shown: unknown) {
  const called: string[] = [];
  let kept: GuardedPlan | undefined;
  const use: PlanEffects = {
    terraform: {
      pluginSource: "the registry",
      requireVersion: async () => "1.11.4",
      synthesise: async () => {},
      init: async () => {},
      plan: async (file) => {
        called.push(`plan ${file}`);
        return { isEmpty: false };
      },
      showPlan: async () => {
        called.push("show");
        if (shown instanceof Error) throw shown;
        return shown;
      },
    },
    plans: {
      digest: () => {
        called.push("digest");
        return "the file's";
      },
      keep: (planned, digest) => {
        called.push(`keep with ${digest} digest`);
        kept = planned;
      },
      forget: () => called.push("forget"),
    },
    dns: dnsOf(forecast, called),
    log: { narrate: () => {}, watch: unwatched },
  };
  return { use, called, kept: () => kept };
}

describe("plan", () => {
  test("keeps what the gate found, with the reason to let it pass", async () => {
    const { use, kept } = planning(terraformPlan(remove(secret)));
    const planned = await plan({ file: "p", own, force: "the application moved away" }, use);
    expect(planned).toMatchObject({ findings: [{ id: "secret/deleted" }], forcedBecause: "the application moved away" });
    expect(kept()).toEqual(planned);
  });

  test("finds nothing in a plan that only creates, nor in an empty one", async () => {
    expect(await plan({ file: "p", own }, planning(terraformPlan(create(secret))).use)).toMatchObject({ findings: [] });
    const empty = planning(terraformPlan());
    expect(await plan({ file: "p", own }, empty.use)).toEqual({ changes: [], outputs: [], records: [], findings: [] });
    expect(empty.called).toEqual(["forget", "plan p", "digest", "show", "keep with the file's digest"]);
  });

  test("when it can not be looked into, no older findings are left that could be taken for its own", async () => {
    const { use, called } = planning(new Error("terraform show failed"));
    await expect(plan({ file: "p", own }, use)).rejects.toThrow("terraform show failed");
    expect(called).toEqual(["forget", "plan p", "digest", "show"]);
  });

  test("ties what it found to the file as it was before it was looked into", async () => {
    const { use, called } = planning(terraformPlan(create(secret)));
    await plan({ file: "p", own }, use);
    expect(called).toEqual(["forget", "plan p", "digest", "show", "keep with the file's digest"]);
  });

  test.each([
    [undefined, undefined],
    [true, undefined],
    [false, false],
  ])("keeps with the plan whether it was refreshed: asked %s", async (refresh, expected) => {
    for (const shown of [terraformPlan(create(secret)), terraformPlan()]) {
      const { use, kept } = planning(shown);
      expect((await plan({ file: "p", own, ...(refresh === undefined ? {} : { refresh }) }, use)).refreshed).toBe(expected);
      expect(kept()?.refreshed).toBe(expected);
    }
  });
});

describe("apply", () => {
  const applying = async (plan: GuardedPlan | undefined, act = true, here: PlanTarget = target, account = async () => {}) => {
    const { use, called } = keeping(plan, { shown: plan?.findings.length ? deleting : terraformPlan() });
    use.account.require = () => {
      called.push("account");
      return account();
    };
    const outcome = await apply({ environment: "prod", target: here, own, act }, use).catch((error: unknown) => error);
    return { outcome, called };
  };

  test.each([true, false])("refuses a plan that the gate holds back, asked to act: %s", async (act) => {
    const { outcome, called } = await applying(heldBack, act);
    expect(outcome).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(`secret/deleted ${where}: `),
      remedy: expect.stringContaining("twinpost plan --env prod --waive"),
    });
    expect(called).toEqual(["keep with d1"]);
  });

  test("judges the file itself: a record beside it that knows of no finding is not believed", async () => {
    const { use, called } = keeping({ ...heldBack, findings: [] }, { shown: deleting });
    await expect(apply({ environment: "prod", target, own, act: true }, use)).rejects.toMatchObject({ exitCode: 3 });
    expect(called).not.toContain("apply p");
  });

  test("applies a copy that nobody else can replace, and leaves none behind", async () => {
    const { use, called } = keeping({ ...heldBack, findings: [] });
    use.plans.copy = () => ({ file: "copy", digest: "d1", discard: () => called.push("discard") });
    await apply({ environment: "prod", target, own, act: true }, use);
    expect(called).toEqual(["keep with d1", "account", "apply copy", "record done", "forget", "discard"]);
  });

  test.each([
    ["applies it if every finding has a reason of its own", [{ id: "secret/deleted", where, reason: "moved" }], true],
    ["not if the reason is for another place", [{ id: "secret/deleted", where: "aws_secretsmanager_secret.b", reason: "moved" }], false],
  ])("%s", async (_, waived, isApplied) => {
    const { called } = await applying({ ...heldBack, waived });
    expect(called.includes("apply p")).toBe(isApplied);
  });

  test("applies it with a reason, once, and gives the reason back", async () => {
    const { outcome, called } = await applying({ ...heldBack, forcedBecause: "the domain is retired" });
    expect(outcome).toMatchObject({ findings: [{ id: "secret/deleted", where }], forcedBecause: "the domain is retired" });
    expect(called).toEqual(["keep with d1", "account", "apply p", "record done", "forget"]);
  });

  test.each([
    ["ended half way", new OperatorError("terraform apply failed"), ["record failed"]],
    ["was refused before it began", new OperatorError("the saved plan is stale", "", { changedNothing: true }), []],
  ])("records an apply that %s as it is, and throws", async (_, error, recorded) => {
    const { use, called } = keeping({ ...heldBack, findings: [] });
    use.terraform.apply = () => Promise.reject(error);
    await expect(apply({ environment: "prod", target, own, act: true }, use)).rejects.toMatchObject({ message: error.message });
    expect(called.filter((each) => each.startsWith("record") || each === "forget")).toEqual(recorded);
  });

  test("without being asked to act, applies nothing", async () => {
    expect((await applying({ ...heldBack, findings: [] }, false)).called).toEqual(["keep with d1"]);
  });

  test.each<[string, PlanTarget, string]>([
    [
      "another sandbox",
      { ...target, endpoints: { AWS_ENDPOINT_URL: "http://127.0.0.1:2" } },
      "AWS_ENDPOINT_URL was http://127.0.0.1:1, is http://127.0.0.1:2",
    ],
    ["the real AWS", { ...target, endpoints: {} }, "AWS_ENDPOINT_URL was http://127.0.0.1:1, is not set"],
    ["another account", { ...target, awsAccount: "444455556666" }, "the AWS account was 111122223333, is 444455556666"],
    [
      "another Cloudflare",
      { ...target, endpoints: { ...target.endpoints, TWINPOST_CLOUDFLARE_URL: "http://127.0.0.1:3" } },
      "TWINPOST_CLOUDFLARE_URL was not set, is http",
    ],
  ])("refuses a plan that was made for another target: %s", async (_, here, said) => {
    const { outcome, called } = await applying({ ...heldBack, findings: [] }, true, here);
    expect(outcome).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(said),
      remedy: expect.stringContaining("`npx twinpost plan --env prod` again"),
    });
    expect(called).toEqual([]);
  });

  test("logged in to another account, applies nothing and keeps the plan", async () => {
    const foreign = async () => {
      throw new Error("logged in to AWS account 9");
    };
    const { outcome, called } = await applying({ ...heldBack, findings: [] }, true, target, foreign);
    expect(outcome).toMatchObject({ message: "logged in to AWS account 9" });
    expect(called).toEqual(["keep with d1", "account"]);
  });

  test("without a plan, says how to make one", async () => {
    expect((await applying(undefined)).outcome).toMatchObject({ exitCode: 1, message: 'no plan is kept for "prod"' });
  });

  test.each([
    ["before it begins", ["d2"]],
    ["while it looks around", ["d1", "d2"]],
  ])("refuses a plan file that was put in place of the one that was judged, %s", async (_, digests) => {
    const { use, called } = keeping({ ...heldBack, findings: [] });
    use.plans.copy = () => ({ file: "p", digest: digests.shift() ?? "d2", discard: () => {} });
    use.plans.digest = () => digests.shift() ?? "d2";
    await expect(apply({ environment: "prod", target, own, act: true }, use)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("is not the one that was judged"),
      remedy: expect.stringContaining("`npx twinpost plan --env prod` again"),
    });
    expect(called).not.toContain("apply p");
  });
});
