/** What the safety gate holds back, `plan` says with exit code 3, and `apply` does not do. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { create, keep, record, remove, secret, txt, update } from "../changes/terraform-plan";
import { staging } from "../fixtures/environments/staging";
import { mockRun, usePlanOf } from "../worlds/plan-of";

jest.mock("../../adapters/process/run", () => ({ run: (program: string, words: string[]) => mockRun(program, words) }));

const planOf = usePlanOf();

test("a plan that deletes a secret: 3, nothing is applied; with a reason both pass, and say it", async () => {
  const { ask, calls } = await planOf(remove(secret));

  // Unlike other options, this one is no environment variable, which might be left set.
  jest.replaceProperty(process, "env", { ...process.env, TWINPOST_FORCE: "left over" });
  const planned = await ask("plan", "--env", "staging");
  expect(planned).toMatchObject({
    code: 3,
    stdout: expect.stringContaining("! secret/deleted aws_secretsmanager_secret.secrets_application"),
  });
  const refused = await ask("apply", "--env", "staging", "--apply", "--yes", "--json");
  expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining("secret/deleted") });
  expect(refused.stdout).toContain("--waive 'secret/deleted@aws_secretsmanager_secret.secrets_application=<reason>'");
  expect(calls()).not.toContain("apply");

  const forced = await ask("plan", "--env", "staging", "--force", " the application\nmoved ", "--json");
  expect(forced.code).toBe(0);
  expect(JSON.parse(forced.stdout)).toMatchObject({ findings: [{ id: "secret/deleted" }], forcedBecause: "the application moved" });
  const applied = await ask("apply", "--env", "staging", "--apply", "--yes");
  expect(applied).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/reason: the application moved\napplied: 1 deleted\nnext: .*\n {2}npx twinpost verify --env staging\n$/),
  });
  expect(calls().at(-1)).toBe("apply");
});

test("a plan that only creates needs no reason; one whose findings are missing counts as none", async () => {
  const { directory, ask, calls } = await planOf(create(secret));
  const planned = await ask("plan", "--env", "staging", "--json");
  expect(planned.code).toBe(0);
  expect(JSON.parse(planned.stdout)).toMatchObject({ findings: [] });

  // As an older version of Twinpost kept it.
  writeFileSync(join(directory, ".twinpost", "email-staging", "kept-plan.json"), JSON.stringify({ changes: [], outputs: [] }));
  expect(await ask("apply", "--env", "staging", "--apply", "--yes")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("no plan is kept"),
  });
  expect(calls()).not.toContain("apply");
});

test("a kept plan is applied where it was made, nowhere else", async () => {
  const { ask, askElsewhere, calls } = await planOf(create(secret));
  expect((await ask("plan", "--env", "staging")).code).toBe(0);
  const refused = await askElsewhere("apply", "--env", "staging", "--apply", "--yes");
  expect(refused).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/AWS_ENDPOINT_URL was http.*\n.*TWINPOST_CLOUDFLARE_URL was not set/),
  });
  expect(calls()).not.toContain("apply");
  expect((await ask("apply", "--env", "staging", "--apply", "--yes")).code).toBe(0);
});

test("a plan file that took the place of the judged one is not applied", async () => {
  const { directory, ask, calls } = await planOf(create(secret));
  expect((await ask("plan", "--env", "staging")).code).toBe(0);
  writeFileSync(join(directory, ".twinpost", "email-staging", "plan.tfplan"), "another plan");
  for (const words of [["apply", "--apply", "--yes"], ["forecast"]])
    expect(await ask(...words, "--env", "staging")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("is not the one that was judged"),
    });
  expect(calls()).not.toContain("apply");
});

test("a plan that trusts the state is said to by plan and apply; no variable stands for it", async () => {
  const { ask, calls } = await planOf(create(secret));
  jest.replaceProperty(process, "env", { ...process.env, TWINPOST_NO_REFRESH: "true" });
  expect((await ask("plan", "--env", "staging")).stdout).not.toContain("not refreshed");
  expect((await ask("plan", "--env", "staging", "--no-refresh")).stdout).toContain("not refreshed: what others changed");
  expect(calls()).toContain("plan");
  expect(await ask("apply", "--env", "staging", "--apply", "--yes")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("not refreshed: what"),
  });
});

test.each(["", "  ", "...", "--json"])('"%s" is no reason', async (reason) => {
  const { ask, calls } = await planOf(remove(secret));
  expect(await ask("plan", "--env", "staging", "--force", reason)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("expected why, in words"),
  });
  expect(calls()).toEqual([]);
});

test("live DNS that cannot be asked is said, and holds no plan back by itself", async () => {
  const { ask } = await planOf(create(txt("spf", staging.sendingDomain, "v=spf1 include:sendgrid.net ~all")));
  const planned = await ask("plan", "--env", "staging");
  expect(planned).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/sendgrid: unknown \(em\.\S+ CNAME [\s\S]*note: live DNS did not answer/),
  });
});

describe("a plan that would make mail fail, by the forecast alone", () => {
  const { sendingDomain } = staging;
  const spf = txt("spf", sendingDomain, "v=spf1 include:sendgrid.net ~all");
  const broken = update(spf, { content: '"v=spf1 include:sendgrid.net include:sendgrid.net ip4:192.0.2.300 ~all"' });

  test("3 from plan, forecast and apply; with a reason it passes, and the forecast is remembered for verify", async () => {
    const { directory, ask, calls } = await planOf(broken, keep(record("em", `em.${sendingDomain}`, "CNAME", "u1.wl.sendgrid.net")));
    expect(await ask("forecast", "--env", "staging")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no plan is kept for "staging"'),
    });
    const planned = await ask("plan", "--env", "staging");
    expect(planned).toMatchObject({ code: 3, stdout: expect.stringContaining(`! spf/syntax ${sendingDomain} TXT`) });

    const told = await ask("forecast", "--env", "staging");
    expect(told).toMatchObject({ code: 3, stdout: expect.stringContaining("error spf/syntax") });
    expect(told.stdout).toMatch(/sendgrid +\S+ +gmail/);
    expect(told.stderr).toContain("the safety gate holds back the plan that is kept: ");
    const json = await ask("forecast", "--env", "staging", "--json");
    const spf = [{ name: sendingDomain, added: expect.arrayContaining(["ip4:192.0.2.300"]) }];
    expect(JSON.parse(json.stdout)).toMatchObject({ version: 1, forecast: { spf } });

    expect(await ask("apply", "--env", "staging", "--apply", "--yes")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("spf/syntax"),
    });
    expect(calls()).not.toContain("apply");
    const remembered = join(directory, ".twinpost", "email-staging", "forecast.json");
    expect(existsSync(remembered)).toBe(false);

    expect((await ask("plan", "--env", "staging", "--force", "the record is a rehearsal of a mistake")).code).toBe(0);
    expect((await ask("forecast", "--env", "staging")).code).toBe(0);
    expect((await ask("apply", "--env", "staging", "--apply", "--yes")).code).toBe(0);
    expect(JSON.parse(readFileSync(remembered, "utf8"))).toMatchObject({
      result: { findings: expect.arrayContaining([expect.objectContaining({ id: "spf/syntax" })]) },
    });
  });
});
