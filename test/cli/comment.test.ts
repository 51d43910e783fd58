/** From `plan --share` to the comment of a pull request, against GitHub's stand-in. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readMarker } from "../../reports/pull-request/marker";
import { remove, secret, txt, update } from "../changes/terraform-plan";
import { type JobWorld, startJobWorld } from "../worlds/github-job";
import { mockRun, usePlanOf } from "../worlds/plan-of";

jest.mock("../../adapters/process/run", () => ({ run: (program: string, words: string[]) => mockRun(program, words) }));
// Of the checkout: no test starts git.
jest.mock("../../adapters/process/commit", () => ({ readCommit: () => undefined }));

const planOf = usePlanOf();
let jobs: JobWorld;
beforeEach(async () => {
  jobs = await startJobWorld();
});
afterEach(() => jobs.close());

const spf = txt("dns_spf", "mail.example.com", "v=spf1 include:amazonses.com ~all");
const share = ["plan", "--env", "staging", "--share", "planned"];
const comment = ["comment", "--plans", "planned"];

test("a pull request gets one comment, which is written anew by the next run", async () => {
  const { askWith, directory } = await planOf(remove(secret), update(spf, { ttl: 60 }));
  const planned = await askWith(jobs.ofPull(), ...share);
  expect(planned.code).toBe(3);
  expect(JSON.parse(readFileSync(join(directory, "planned", "staging.json"), "utf8"))).toMatchObject({
    ...{ kind: "planned", target: "staging" },
    result: { stack: "email-staging", state: { serial: 1 }, plan: { changes: [{ action: "delete" }, { action: "update" }] } },
  });

  expect(await askWith(jobs.ofPull(), ...comment)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^made https:/) });
  expect(await askWith(jobs.ofPull(), ...comment)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^updated https:/) });
  const [only, ...others] = jobs.comments();
  expect(others).toEqual([]);
  expect(only?.author).toBe("github-actions[bot]");
  expect(only?.body).toContain("aws_secretsmanager_secret");
  expect(only?.body).toContain("secret/deleted");
  expect(readMarker(only?.body ?? "")).toMatchObject({
    targets: { staging: { parts: [[`${secret.type}.${secret.name}`, "delete", expect.anything()], expect.anything()] } },
  });
});

test("a waiver in the text of the pull request lets a finding pass, and the comment says so", async () => {
  const { askWith } = await planOf(remove(secret));
  const body =
    "Moves.\r\n\r\n- Waive: secret/deleted@aws_secretsmanager_secret.secrets_application=the application moved @everyone\r\nWaive: nonsense";
  await jobs.call("PATCH", `/pulls/${jobs.number}`, { body });
  const planned = await askWith(jobs.ofPull({ body: "older" }), ...share);
  expect(planned).toMatchObject({ code: 0, stderr: expect.stringContaining("nonsense") });
  await askWith(jobs.ofPull(), ...comment);
  expect(jobs.comments()[0]?.body).toContain("let pass because: the application moved @\u200beveryone");
});

test("another's comment with our marker stays as it is", async () => {
  const { askWith } = await planOf(update(spf, { ttl: 60 }));
  const mallory = jobs.github.issueToken({ pull_requests: "write" });
  const forged = "<!-- twinpost-plans:1:e30= -->\nAll is well.";
  await jobs.call("POST", `/issues/${jobs.number}/comments`, { body: forged }, mallory);
  await askWith(jobs.ofPull(), ...share);
  await askWith(jobs.ofPull(), ...comment);
  expect(jobs.comments()).toEqual([
    { author: "octocat", body: forged },
    { author: "github-actions[bot]", body: expect.stringMatching(/^<!-- twinpost-plans:1:/) },
  ]);
});

test("a fork's pull request gets no comment, only the job's page", async () => {
  const { askWith } = await planOf(update(spf, { ttl: 60 }));
  const { GITHUB_TOKEN: _, ...withoutToken } = jobs.ofPull({ isFork: true });
  await askWith(withoutToken, ...share);
  expect(await askWith(withoutToken, ...comment)).toMatchObject({ code: 0 });
  expect(await askWith(jobs.ofPull({ isFork: true, permissions: { pull_requests: "read" } }), ...comment)).toMatchObject({ code: 0 });
  expect(jobs.comments()).toEqual([]);
  expect(jobs.page()).toContain("cloudflare_dns_record.dns_dns_spf");
});

test("a fork without any token is told what it declares otherwise than its base", async () => {
  const { askWith, directory } = await planOf();
  const stack = (out: string, resource: object): void => {
    mkdirSync(join(directory, out, "stacks", "email-staging"), { recursive: true });
    writeFileSync(join(directory, out, "stacks", "email-staging", "cdk.tf.json"), JSON.stringify({ resource }));
  };
  stack("base", { aws_sns_topic: { gone: { name: "x" }, same: { name: "y" } }, cloudflare_dns_record: { spf: { content: "a" } } });
  stack("fork", { aws_sns_topic: { same: { name: "y" } }, cloudflare_dns_record: { spf: { content: "```\n</details>@everyone" } } });
  const { GITHUB_TOKEN: _, ...fork } = jobs.ofPull({ isFork: true });
  expect(await askWith(fork, "comment", "--synthesised", "fork", "--base", "base")).toMatchObject({ code: 0 });
  expect(jobs.page()).toContain("- remove aws_sns_topic.gone");
  expect(jobs.page()).toContain("````diff");
  expect(jobs.page()).not.toContain("aws_sns_topic.same");
});

test("a target without a record is told", async () => {
  const { askWith } = await planOf(update(spf, { ttl: 60 }));
  await askWith(jobs.ofPull(), ...share);
  await askWith(jobs.ofPull(), ...comment, "--targets", '[{"target":"staging"},{"target":"prod"}]');
  expect(jobs.comments()[0]?.body).toContain("no plan of `prod`");
});

test("on the main branch the plan's page says whether it is what was shown, and the comment stays until there is an outcome", async () => {
  const { askWith } = await planOf(update(spf, { ttl: 60 }));
  await askWith(jobs.ofPull(), ...share);
  await askWith(jobs.ofPull(), ...comment);
  const [before] = jobs.comments();
  const main = await jobs.ofMain();
  await askWith(main, ...share);
  expect(jobs.page()).toContain("exactly what the comment showed");
  await askWith(main, ...comment);
  expect(jobs.comments()).toEqual([before]);
});

test("a token in what is declared fails the job, and is shown nowhere", async () => {
  const canary = "cf-8Zq1Xw3Ee5Rr7Tt9Yy2Uu4Ii6Oo8Pp0";
  const { askWith, directory } = await planOf(update(spf, { content: JSON.stringify(`v=spf1 -all ${canary}`) }));
  const planned = await askWith({ ...jobs.ofPull(), CLOUDFLARE_API_TOKEN: canary }, ...share);
  expect(planned.code).toBe(1);
  expect(planned.stderr).toContain("CLOUDFLARE_API_TOKEN");
  expect(planned.stdout + planned.stderr).not.toContain(canary);
  expect(existsSync(join(directory, "planned"))).toBe(false);
});

test.each(["@everyone\n::set-output name=targets::[]", "\u001b[2J##[command]\u202e`$(id)`</details> #1"])(
  "who pushes, the title, the branch and the reason are data: %j",
  async (text) => {
    const { askWith, directory } = await planOf(remove(secret));
    const waive = `Waive: secret/deleted@aws_secretsmanager_secret.secrets_application=${text.replaceAll("\n", " ")}`;
    await jobs.call("PATCH", `/pulls/${jobs.number}`, { title: text, body: `${text}\n${waive}` });
    const job = { ...jobs.ofPull(), GITHUB_ACTOR: text, GITHUB_HEAD_REF: text, GITHUB_TRIGGERING_ACTOR: text, GITHUB_WORKFLOW: text };
    const planned = await askWith(job, ...share);
    const commented = await askWith(job, ...comment);
    expect([planned.code, commented.code]).toEqual([0, 0]);
    const log = [planned, commented].map(({ stdout, stderr }) => stdout + stderr).join("\n");
    expect(log).not.toMatch(/^\s*::|##\[|(?!\n)\p{Cc}|\u202e/mu);
    expect(jobs.outputs().match(/^[\w-]+<</gm)).toEqual(["changes-staging<<"]);
    const page = jobs.page();
    const [{ body } = { body: "" }] = jobs.comments();
    for (const shown of [page, body]) {
      expect(shown).not.toMatch(/@everyone|(?!\n)\p{Cc}|\u202e|^\s*::|(?<!`) #1/mu);
      expect(shown.match(/<\/details>/g)?.length).toBe(shown.match(/<details>/g)?.length);
    }
    expect(readFileSync(join(directory, "planned", "staging.json"), "utf8").split("\n")).toHaveLength(2);
  },
);
