/** A plan that is kept is judged again before it is applied. */
import type { GuardedPlan } from "../../changes/guard";
import { findingOf } from "../../findings/finding";
import type { Forecast } from "../../findings/forecast/forecast";
import { apply } from "../../workflows/apply";
import { forecastKept } from "../../workflows/kept-plan";
import { create, terraformPlan, txt } from "../changes/terraform-plan";
import { forecast, keeping, own, target } from "./plan-world";

/** Of SPF, at the sending domain: live DNS decides what comes of it. */
const changingDns = terraformPlan(create(txt("spf", "mail.example.com", "v=spf1 include:sendgrid.net ~all")));

const judged: GuardedPlan = { changes: [], outputs: [], records: [], findings: [], forecast };

const broken = findingOf("spf/syntax", { where: "mail.example.com TXT", what: "is broken" });

const unanswered = findingOf("forecast/dns-not-reached", { where: "live DNS", what: "no answer" });

describe("a plan that was judged a while ago", () => {
  const request = { environment: "prod" as const, target, own, act: true };

  test("is forecast again by apply, and held back for what receivers would conclude now", async () => {
    const { use, called, kept } = keeping(judged, { shown: changingDns, now: { ...forecast, findings: [broken] } });
    await expect(apply(request, use)).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining("spf/syntax") });
    expect(called).toEqual(["forecast", "keep with d1"]);
    expect(kept.plan?.findings).toEqual([broken]);
  });

  test("is applied when all is as it was; the forecast of now is remembered", async () => {
    const { use, called } = keeping(judged, { shown: changingDns });
    await apply(request, use);
    expect(called).toEqual(["forecast", "keep with d1", "account", "apply p", "record done", "forget", "remember"]);
  });

  test("is forecast again with the records that a person publishes, which the gate judges as well", async () => {
    const named = (id: string, name: string, value: string) => ({ id, type: "TXT", name, value, ttl: 300, byHand: true });
    const spf = named("spf", "mail.example.org", "v=spf1 include:sendgrid.net ~all");
    const dmarc = (policy: string) => named("dmarc", "_dmarc.mail.example.org", `v=DMARC1; p=${policy}; rua=mailto:a@example.org`);
    const records = { actions: ["update"], before: [dmarc("reject")], after: [dmarc("none"), spf] };
    const { use, kept } = keeping(judged, { shown: { ...terraformPlan(), output_changes: { records } } });
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

  test("is not forecast again when it changes nothing in DNS", async () => {
    const { forecast: _, ...withoutDns } = judged;
    const { use, called } = keeping(withoutDns);
    await apply(request, use);
    expect(called).not.toContain("forecast");
  });
});

describe("forecast", () => {
  const request = { environment: "prod" as const, target, own, file: "p" };

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
