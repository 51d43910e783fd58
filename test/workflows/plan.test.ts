import type { GuardedPlan } from "../../changes/guard";
import type { PlanTarget } from "../../declaration/plan-target";
import { findingOf } from "../../findings/finding";
import type { Forecast } from "../../findings/forecast/forecast";
import { type ApplyEffects, apply } from "../../workflows/apply";
import { forecastKept } from "../../workflows/kept-plan";
import { type PlanEffects, plan } from "../../workflows/plan";
import type { KeptPlan, StackDns } from "../../workflows/stack";
import { create, remove, secret, terraformPlan, txt } from "../changes/terraform-plan";

const finding = findingOf("secret/deleted", { where: "aws_secretsmanager_secret.a", what: "is lost", remedy: "keep it" });
const heldBack: GuardedPlan = { changes: [], outputs: [], records: [], findings: [finding] };

const noPointers = { added: [], removed: [], changed: [] };
const forecast: Forecast = {
  paths: [],
  spf: [],
  dmarc: [],
  selectors: noPointers,
  returnPaths: noPointers,
  newNames: { free: 0, unknown: 0 },
  findings: [],
};

/** Nothing is published, and receivers conclude what `now` says. */
const dnsOf = (now: Forecast, called: string[]): StackDns => ({
  forecast: async () => {
    called.push("forecast");
    return now;
  },
  resolve: async () => ({ server: "", aliases: [], values: [], outcome: "no-such-name" }),
});

/** Terraform would do what `shown` says; undefined is an empty plan. */
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
        return { isEmpty: shown === undefined };
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
    log: { narrate: () => {} },
  };
  return { use, called, kept: () => kept };
}

describe("plan", () => {
  test("keeps what the gate found, with the reason to let it pass", async () => {
    const { use, kept } = planning(terraformPlan(remove(secret)));
    const planned = await plan({ file: "p", force: "the application moved away" }, use);
    expect(planned).toMatchObject({ findings: [{ id: "secret/deleted" }], forcedBecause: "the application moved away" });
    expect(kept()).toEqual(planned);
  });

  test("finds nothing in a plan that only creates, and does not look into an empty one", async () => {
    expect(await plan({ file: "p" }, planning(terraformPlan(create(secret))).use)).toMatchObject({ findings: [] });
    const empty = planning(undefined);
    expect(await plan({ file: "p" }, empty.use)).toEqual({ changes: [], outputs: [], records: [], findings: [] });
    expect(empty.called).toEqual(["forget", "plan p", "digest", "keep with the file's digest"]);
  });

  test("when it can not be looked into, no older findings are left that could be taken for its own", async () => {
    const { use, called } = planning(new Error("terraform show failed"));
    await expect(plan({ file: "p" }, use)).rejects.toThrow("terraform show failed");
    expect(called).toEqual(["forget", "plan p", "digest", "show"]);
  });

  test("ties what it found to the file as it was before it was looked into", async () => {
    const { use, called } = planning(terraformPlan(create(secret)));
    await plan({ file: "p" }, use);
    expect(called).toEqual(["forget", "plan p", "digest", "show", "keep with the file's digest"]);
  });

  test.each([
    [undefined, undefined],
    [true, undefined],
    [false, false],
  ])("keeps with the plan whether it was refreshed: asked %s", async (refresh, expected) => {
    for (const shown of [terraformPlan(create(secret)), undefined]) {
      const { use, kept } = planning(shown);
      expect((await plan({ file: "p", ...(refresh === undefined ? {} : { refresh }) }, use)).refreshed).toBe(expected);
      expect(kept()?.refreshed).toBe(expected);
    }
  });
});

const target = { awsAccount: "111122223333", endpoints: { AWS_ENDPOINT_URL: "http://127.0.0.1:1" } };
const judgedAt = new Date("2026-11-24T10:00:00Z");

/** A kept plan whose file Terraform would show as `shown`, and what DNS says now. */
function keeping(plan: GuardedPlan | undefined, { shown = terraformPlan(), now = forecast }: { shown?: unknown; now?: Forecast } = {}) {
  const called: string[] = [];
  const kept: { plan?: GuardedPlan } = plan ? { plan } : {};
  const file = { digest: "d1" };
  const use: ApplyEffects = {
    account: { require: async () => void called.push("account") },
    terraform: { showPlan: async () => shown, apply: async (file) => called.push(`apply ${file}`) },
    plans: {
      read: (): KeptPlan | undefined => kept.plan && { plan: kept.plan, target, judgedAt, digest: "d1" },
      digest: () => file.digest,
      keep: (planned, digest) => {
        called.push(`keep with ${digest}`);
        kept.plan = planned;
      },
      saveForecast: () => called.push("remember"),
      forget: () => called.push("forget"),
    },
    dns: dnsOf(now, called),
    log: { narrate: () => {}, now: () => new Date(judgedAt.getTime() + 60_000) },
  };
  return { use, called, kept, file };
}

describe("apply", () => {
  const applying = async (plan: GuardedPlan | undefined, act = true, here: PlanTarget = target, account = async () => {}) => {
    const { use, called } = keeping(plan);
    use.account.require = () => {
      called.push("account");
      return account();
    };
    const outcome = await apply({ environment: "prod", target: here, file: "p", act }, use).catch((error: unknown) => error);
    return { outcome, called };
  };

  test.each([true, false])("refuses a plan that the gate holds back, asked to act: %s", async (act) => {
    const { outcome, called } = await applying(heldBack, act);
    expect(outcome).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("secret/deleted aws_secretsmanager_secret.a: is lost"),
      remedy: expect.stringContaining('twinpost plan --env prod --force "<reason>"'),
    });
    expect(called).toEqual([]);
  });

  test("applies it with a reason, once, and gives the reason back", async () => {
    const { outcome, called } = await applying({ ...heldBack, forcedBecause: "the domain is retired" });
    expect(outcome).toMatchObject({ findings: [finding], forcedBecause: "the domain is retired" });
    expect(called).toEqual(["account", "apply p", "forget"]);
  });

  test("without being asked to act, applies nothing", async () => {
    expect((await applying({ ...heldBack, findings: [] }, false)).called).toEqual([]);
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
    expect(called).toEqual(["account"]);
  });

  test("without a plan, says how to make one", async () => {
    expect((await applying(undefined)).outcome).toMatchObject({ exitCode: 1, message: 'no plan is kept for "prod"' });
  });

  test.each([
    ["before it begins", ["d2"]],
    ["while it looks around", ["d1", "d2"]],
  ])("refuses a plan file that was put in place of the one that was judged, %s", async (_, digests) => {
    const { use, called } = keeping({ ...heldBack, findings: [] });
    use.plans.digest = () => digests.shift() ?? "d2";
    await expect(apply({ environment: "prod", target, file: "p", act: true }, use)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("is not the one that was judged"),
      remedy: expect.stringContaining("`npx twinpost plan --env prod` again"),
    });
    expect(called).not.toContain("apply p");
  });
});

/** Of SPF, at the sending domain: live DNS decides what comes of it. */
const changingDns = terraformPlan(create(txt("spf", "mail.example.com", "v=spf1 include:sendgrid.net ~all")));
const judged: GuardedPlan = { changes: [], outputs: [], records: [], findings: [], forecast };
const broken = findingOf("spf/syntax", { where: "mail.example.com TXT", what: "is broken" });
const unanswered = findingOf("forecast/dns-not-reached", { where: "live DNS", what: "no answer" });

describe("a plan that was judged a while ago", () => {
  const request = { environment: "prod" as const, target, file: "p", act: true };
  const twoHoursLater = () => new Date(judgedAt.getTime() + 2 * 60 * 60 * 1000);

  test("is forecast again by apply, and held back for what receivers would conclude now", async () => {
    const { use, called, kept } = keeping(judged, { shown: changingDns, now: { ...forecast, findings: [broken] } });
    use.log.now = twoHoursLater;
    await expect(apply(request, use)).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining("spf/syntax") });
    expect(called).toEqual(["forecast", "keep with d1"]);
    expect(kept.plan?.findings).toEqual([broken]);
  });

  test("is applied when all is as it was; the forecast of now is remembered", async () => {
    const { use, called } = keeping(judged, { shown: changingDns });
    use.log.now = twoHoursLater;
    await apply(request, use);
    expect(called).toEqual(["forecast", "keep with d1", "account", "apply p", "forget", "remember"]);
  });

  test("is forecast again with the records that a person publishes, which the gate judges as well", async () => {
    const named = (id: string, name: string, value: string) => ({ id, type: "TXT", name, value, ttl: 300, byHand: true });
    const spf = named("spf", "mail.example.org", "v=spf1 include:sendgrid.net ~all");
    const dmarc = (policy: string) => named("dmarc", "_dmarc.mail.example.org", `v=DMARC1; p=${policy}; rua=mailto:a@example.org`);
    const records = { actions: ["update"], before: [dmarc("reject")], after: [dmarc("none"), spf] };
    const { use, kept } = keeping(judged, { shown: { ...terraformPlan(), output_changes: { records } } });
    use.log.now = twoHoursLater;
    use.dns.resolve = async (name) => {
      const value = name === spf.name ? spf.value : dmarc("reject").value;
      return { server: "", aliases: [], outcome: "answer", values: [value], ttl: 300 };
    };
    const asked: string[] = [];
    use.dns.forecast = async (changes) => {
      asked.push(...changes.map(({ action, after }) => `${action} ${after?.name}`));
      return forecast;
    };
    await expect(apply(request, use)).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining("dmarc/policy-weakened") });
    expect(asked).toEqual(["update _dmarc.mail.example.org", "keep mail.example.org"]);
    expect(kept.plan?.byHand).toMatchObject([{ action: "update", after: { name: dmarc("none").name } }]);
  });

  test.each([
    ["in the future by this clock", new Date(judgedAt.getTime() + 120_000)],
    ["at a time that cannot be read", new Date(Number.NaN)],
  ])("is forecast again when it was judged %s", async (_, at) => {
    const { use, called } = keeping(judged, { shown: changingDns });
    use.plans.read = () => ({ plan: judged, target, judgedAt: at, digest: "d1" });
    await apply(request, use);
    expect(called).toContain("forecast");
  });

  test("is not forecast again within the hour, nor when it changes nothing in DNS", async () => {
    const { use, called } = keeping(judged, { shown: changingDns });
    await apply(request, use);
    expect(called).not.toContain("forecast");
    const { forecast: _, ...withoutDns } = judged;
    const other = keeping(withoutDns);
    other.use.log.now = twoHoursLater;
    await apply(request, other.use);
    expect(other.called).not.toContain("forecast");
  });
});

describe("forecast", () => {
  const request = { environment: "prod" as const, target, file: "p" };

  test("keeps what it found with the plan, so that apply refuses it", async () => {
    const { use, kept } = keeping(judged, { shown: changingDns, now: { ...forecast, findings: [broken] } });
    expect((await forecastKept(request, use)).plan.findings).toEqual([broken]);
    await expect(apply({ ...request, act: true }, use)).rejects.toMatchObject({ exitCode: 3 });
    expect(kept.plan).toMatchObject({ forecast: { findings: [broken] } });
  });

  test("lets go what is mended, but not where DNS could not be asked", async () => {
    const before = { ...judged, findings: [broken] };
    const mended = keeping(before, { shown: changingDns });
    expect((await forecastKept(request, mended.use)).plan.findings).toEqual([]);
    const silent = keeping(before, { shown: changingDns, now: { ...forecast, findings: [unanswered] } });
    expect((await forecastKept(request, silent.use)).plan.findings).toEqual([broken]);
  });

  test("a reason that was given for something else lets nothing new pass", async () => {
    const forced = { ...judged, findings: [broken], forcedBecause: "a rehearsal" };
    const again = async (...findings: Forecast["findings"]) => {
      const { use } = keeping(forced, { shown: changingDns, now: { ...forecast, findings } });
      return (await forecastKept(request, use)).plan;
    };
    expect(await again(broken)).toMatchObject({ findings: [broken], forcedBecause: "a rehearsal" });
    expect(await again(broken, { ...broken, id: "dmarc/syntax" })).not.toHaveProperty("forcedBecause");
  });

  test("remembers that the plan was not refreshed", async () => {
    const { use, kept } = keeping({ ...judged, refreshed: false }, { shown: changingDns });
    await forecastKept(request, use);
    expect(kept.plan).toMatchObject({ refreshed: false });
  });

  test("of a plan in which no record changes says what it sees, and holds nothing back for it", async () => {
    const { use } = keeping({ ...judged, forecast }, { now: { ...forecast, findings: [broken] } });
    expect(await forecastKept(request, use)).toMatchObject({ plan: { findings: [] }, forecast: { findings: [broken] } });
  });

  test("of a plan for another target, or of a file that was replaced, keeps nothing", async () => {
    const { use, called, file } = keeping(judged, { shown: changingDns });
    await expect(forecastKept({ ...request, target: { awsAccount: "9", endpoints: {} } }, use)).rejects.toThrow("another target");
    file.digest = "d2";
    await expect(forecastKept(request, use)).rejects.toThrow("is not the one that was judged");
    expect(called).toEqual([]);
  });
});
