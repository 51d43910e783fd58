/** One issue about one thing, at GitHub's stand-in: found by marker and author, told once, and never with a secret in it. */
import type { Drifted } from "../../changes/drift";
import { driftIssue } from "../../reports/drift/issue";
import { issueMarker } from "../../reports/issue/marker";
import { newIssue } from "../../sandbox/github/new-issue";
import { connect } from "../../wiring/connections";
import { openIssues } from "../../wiring/issue";
import type { Drift } from "../../workflows/drift";
import { canary, spellings } from "../adapters/secret-spellings";
import { type JobWorld, startJobWorld } from "../worlds/github-job";

let jobs: JobWorld;
beforeEach(async () => {
  jobs = await startJobWorld();
});
afterEach(() => jobs.close());

async function open(more: Record<string, string> = {}, permissions: Parameters<JobWorld["ofMain"]>[0] = { issues: "write" }) {
  const said: string[] = [];
  const env = { ...(await jobs.ofMain(permissions)), ...more };
  const issues = await openIssues(connect({ env, directory: "" }, (line) => said.push(line)));
  const keep = (drift: Drift, target = "prod") =>
    issues.keep({ kind: "drift", of: target }, driftIssue({ target, file: "environments/prod.ts" }, drift));
  return { keep, said, areKept: issues.areKept };
}

const changed = (after: string, address = "aws_sns_topic.a"): Drifted & { declare: string[] } => ({
  address,
  action: "changed",
  attributes: [{ path: "display_name", before: "a", after }],
  declare: [],
});
const drifted = (...found: string[]): Drift => ({ state: "drifted", drifted: found.map((after) => changed(after)) });
const none: Drift = { state: "none" };
const unknown: Drift = { state: "unknown", why: "S3 GetObject: status 500" };
const locked: Drift = { state: "unknown", why: "somebody applies", passes: true };

const kept = () =>
  [...jobs.repository.issues.values()]
    .filter(({ pull }) => !pull)
    .map(({ number, state, stateReason, user, title }) => ({ number, state, stateReason, author: user.login, title }));
const bodyOf = (number: number) => jobs.repository.issues.get(number)?.body ?? "";

test("it is opened, told anew only when what is found changes, closed when well, and reopened", async () => {
  const { keep } = await open();
  await keep(none);
  expect(kept()).toEqual([]);
  await keep(drifted("b"));
  const [{ number } = { number: 0 }] = kept();
  expect(kept()).toEqual([{ number, state: "open", stateReason: null, author: "github-actions[bot]", title: "Drift of prod" }]);
  await keep(drifted("b"));
  expect(jobs.comments()).toHaveLength(0);
  await keep(drifted("c"));
  expect(jobs.comments()).toHaveLength(1);
  expect(bodyOf(number)).toContain("is now `c`");
  await keep(none);
  expect(kept()).toMatchObject([{ number, state: "closed", stateReason: "completed" }]);
  await keep(none);
  expect(jobs.comments()).toHaveLength(2);
  await keep(drifted("c"));
  expect(kept()).toMatchObject([{ number, state: "open", stateReason: "reopened" }]);
  expect(jobs.comments()).toHaveLength(3);
});

test("what is unknown opens one, and neither closes nor hides what was found", async () => {
  const { keep } = await open();
  await keep(locked);
  expect(kept()).toEqual([]);
  await keep(unknown);
  await keep(unknown);
  expect(kept()).toMatchObject([{ state: "open" }]);
  expect(jobs.comments()).toHaveLength(0);
  await keep(drifted("b"));
  for (const each of [unknown, locked]) {
    await keep(each);
    expect(kept()).toMatchObject([{ state: "open" }]);
    expect(bodyOf(kept()[0]?.number ?? 0)).toContain("is now `b`");
  }
  expect(jobs.comments()).toHaveLength(1);
});

test("one of somebody else with our marker is not ours, and each target has its own", async () => {
  const marker = issueMarker({ kind: "drift", of: "prod", state: "found", fingerprint: "" });
  const { number } = (await jobs.call("POST", "/issues", { title: "x", body: `${marker}\nall is well` })) as { number: number };
  const { keep } = await open();
  await keep(drifted("b"));
  await keep(drifted("b"), "staging");
  await keep(none, "staging");
  expect(kept().map(({ title, state }) => [title, state])).toEqual([
    ["x", "open"],
    ["Drift of prod", "open"],
    ["Drift of staging", "closed"],
  ]);
  expect(bodyOf(number)).toContain("all is well");
});

test("it is found behind a hundred others, and of two the older one stays", async () => {
  const { keep } = await open();
  await keep(drifted("b"));
  const [{ number, author } = { number: 0, author: "" }] = kept();
  const ours = jobs.repository.issues.get(number);
  if (!ours) throw new Error("it was opened");
  const source = { state: jobs.github.state, repository: jobs.repository, token: ours, now: () => ours.createdAt };
  for (let each = 0; each < 101; each++) newIssue(source, { title: "other", body: null, labels: [] });
  newIssue(source, { title: "twice", body: bodyOf(number), labels: [] });
  await keep(drifted("b"));
  expect(kept().filter(({ title }) => title === "twice")).toMatchObject([{ author, state: "closed", stateReason: "not_planned" }]);
  expect(kept()[0]).toMatchObject({ number, state: "open" });
});

test("texts of strangers are shown and not rendered; no body is too long", async () => {
  const { keep, areKept } = await open();
  const hostile = "`</details>\n\n@everyone #1 ::error::x [a](https://evil.example) <img src=x> -->";
  await keep({
    state: "drifted",
    drifted: [changed(hostile), ...Array.from({ length: 900 }, (_, n) => changed("y".repeat(120), `aws_sns_topic.t${n}`))],
  });
  const body = bodyOf(kept()[0]?.number ?? 0);
  expect(body.length).toBeLessThan(65_536);
  expect(body).toMatch(/and \d+ more/);
  expect(body).not.toMatch(/^@everyone|\n<\/details>|\n::error/m);
  expect(body).toContain("npx twinpost adopt --env prod");
  expect(areKept()).toBe(true);
});

test("a secret in it is not written, in whatever spelling", async () => {
  const { keep } = await open({ CLOUDFLARE_API_TOKEN: canary });
  for (const [, spelling] of spellings.filter((_, each) => each % 2 === 0)) {
    await keep(drifted(spelling));
    const body = bodyOf(kept()[0]?.number ?? 0);
    expect(body).toContain("CLOUDFLARE_API_TOKEN");
    expect(JSON.stringify([body, jobs.comments()])).not.toContain(JSON.stringify(spelling).slice(1, -1));
  }
});

test("a secret in the name of a resource or of an attribute is not written either", async () => {
  const { keep } = await open({ CLOUDFLARE_API_TOKEN: canary });
  const named = { action: "changed" as const, declare: [], attributes: [] };
  for (const drifted of [
    { ...named, address: `aws_sns_topic.${canary}` },
    { ...named, address: "aws_sns_topic.a", attributes: [{ path: `tags.${canary}`, before: "a", after: "b" }] },
    { ...named, address: "aws_sns_topic.a", declare: [`note: "${canary}",`] },
  ]) {
    await keep({ state: "drifted", drifted: [drifted] });
    expect(bodyOf(kept()[0]?.number ?? 0)).not.toContain(canary);
  }
});

test("a job that may not write issues says so, and does not pass for one that did", async () => {
  const { keep, said, areKept } = await open({}, { issues: "read" });
  await keep(drifted("b"));
  expect(areKept()).toBe(false);
  expect(said.join()).toContain("was not written");
});

test("outside a job --issue is refused", async () => {
  await expect(openIssues(connect({ env: {}, directory: "" }, () => {}))).rejects.toMatchObject({ exitCode: 2 });
});
