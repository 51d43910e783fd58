/** What a stranger tries: a fork, words that are commands or Markdown, a branch that asks for a role. */
import { existsSync } from "node:fs";
import { ada, grace } from "../place";
import { ask, openPullRequest, type PullRequest, planned } from "../pull-request";
import { byHand, requireResults } from "../week";
import type { Playing } from "./three-at-once";

export function playAttacks(playing: () => Playing): void {
  const comments = ({ number }: PullRequest) => ask<{ body: string }[]>(playing().place, ada, "GET", `/issues/${number}/comments`);
  /** How often a job took a role. */
  const roles = (): number =>
    playing().place.sandbox.log.entries.filter(({ operation }) => operation.endsWith("AssumeRoleWithWebIdentity")).length;

  const hostile = [
    "::set-output name=targets::[] ::add-mask::dev $(touch /tmp/workflow-attack) `touch /tmp/workflow-attack`;",
    "</details><!-- twinpost --> @market-edge/platform [x](https://evil.example) {{ github.token }}\n\n::error::gone",
  ].join(" ");

  test("a fork gets no role and no token that writes: the difference of what is synthesised is a page", async () => {
    const mallory = { login: "mallory", id: 666, type: "User" as const };
    const pull = await openPullRequest(playing().place, {
      ...{ branch: "fork", title: "Fork", author: mallory },
      files: playing().reportingTo("dev", "fork@example.net"),
    });
    const before = roles();
    const run = await playing().runner.start(planned(playing().place, pull, { isFork: true }));
    requireResults(run, ["synthesise success", "plan skipped", "comment skipped", "fork success"]);
    expect(run.job("fork").summary).toContain("fork@example.net");
    expect([roles() - before, await comments(pull)]).toEqual([0, []]);
  });

  test("words of a stranger are neither a command nor Markdown", async () => {
    const pull = await openPullRequest(playing().place, {
      ...{ branch: "hostile", title: hostile, body: hostile, author: grace },
      files: playing().reportingTo("dev", "hostile@example.net"),
    });
    const before = roles();
    const run = await playing().runner.start(planned(playing().place, pull));
    expect(roles()).toBeGreaterThan(before);
    expect(run.job("comment").result).toBe("success");
    const [comment] = await comments(pull);
    expect(comment?.body).not.toMatch(/\(https:\/\/evil|@market-edge\/platform/);
    expect(existsSync("/tmp/workflow-attack")).toBe(false);
  });

  test("a branch takes no role that changes anything", async () => {
    const sha = playing().place.commit("topic", "Topic", { "environments/note.md": "x" });
    const pause = {
      ...byHand(playing().place, "fail-over.yml", ada, { env: "staging", what: "pause", reason: "x", to: "" }),
      ref: "refs/heads/topic",
      sha,
    };
    requireResults(await playing().runner.start(pause), ["act refused"]);
  });
}
