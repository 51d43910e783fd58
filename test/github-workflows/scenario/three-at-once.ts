/**
 * Three merges at once, into an environment whose reviewers have to be asked. Each run plans, and waits; one is never answered until the others
 * are done. Every run ends applied, or refused with its next step; none is lost, and none waits for an approval that is not its own.
 */
import type { Runner, Trigger, WorkflowRun } from "../act/runner";
import { ada, grace, type Workplace } from "../place";
import { approve, requireResults } from "../week";

export interface Playing {
  place: Workplace;
  runner: Runner;
  /** Files of a change. */
  reportingTo(file: string, address: string): Record<string, string>;
}

export function playThreeAtOnce(playing: () => Playing): void {
  const runs: Record<"first" | "second" | "third", WorkflowRun | undefined> = { first: undefined, second: undefined, third: undefined };
  const of = (name: keyof typeof runs): WorkflowRun => {
    const run = runs[name];
    if (!run) throw new Error(`the ${name} did not start`);
    return run;
  };
  const answered = async (name: keyof typeof runs): Promise<WorkflowRun> => {
    const { place, runner } = playing();
    expect(await approve(place, of(name), ada)).toBe(200);
    runs[name] = await runner.goOn(of(name));
    return of(name);
  };
  const release = async (): Promise<string> =>
    /release\s+([0-9a-f]{12})/.exec(await playing().place.administrator("dev", "status"))?.[1] ?? "";

  beforeAll(() => {
    const dev = playing().place.repository.environments.get("dev");
    if (dev) dev.reviewers = [{ type: "User", id: ada.id }];
  });

  test("each is planned, waits for its own approval, and asks nobody at the organisation, where nothing changes", async () => {
    const { runner } = playing();
    const triggers = Object.keys(runs).map((name) => mergeOf(name, playing()));
    const started = await Promise.all(triggers.map((trigger) => runner.start(trigger)));
    for (const run of started)
      requireResults(run, [
        ...["changed success", "plan dev success", "plan organisation success", "apply dev waiting", "apply-organisation skipped"],
        ...["verify-organisation skipped", "comment-organisation skipped"],
      ]);
    [runs.first, runs.second, runs.third] = started;
  });

  test("the second is applied, although nobody answered for the first", async () => {
    const run = await answered("second");
    expect(["apply", "verify", "comment"].map((id) => run.job(id).result)).toEqual(["success", "success", "success"]);
  });

  test("the third was planned before that, so it is refused; all of its jobs run again, it is applied", async () => {
    const { runner } = playing();
    const refused = await answered("third");
    expect([refused.job("apply").result, refused.run.conclusion]).toEqual(["failure", "failure"]);
    expect(refused.job("apply").log).toMatch(/is not the plan .* that was reviewed: .*Terraform's state/);
    expect(refused.job("apply").log).toContain("Re-run all jobs");
    runs.third = await runner.runAllAgain(of("third"));
    expect((await answered("third")).job("apply").result).toBe("success");
    expect(await release()).toBe(of("third").trigger.sha.slice(0, 12));
  });

  test("the first, answered last, is refused: it would take back what came after it", async () => {
    const { runner } = playing();
    const late = await answered("first");
    expect(late.job("apply").result).toBe("failure");
    const again = await runner.runAllAgain(late);
    expect(again.job("plan", { target: "dev" }).result).toBe("failure");
    expect(again.job("plan", { target: "dev" }).log).toContain('"dev" has a newer release');
    expect(await release()).toBe(of("third").trigger.sha.slice(0, 12));
  });
}

/** A change of dev alone, merged by its author. */
function mergeOf(name: string, { place, reportingTo }: Playing): Trigger {
  place.commit(name, `Reports: ${name}`, reportingTo("dev", `${name}@example.net`), grace);
  const before = place.git("rev-parse", "main");
  const sha = place.merge(name, `Merge ${name}`, grace);
  const payload = { before, after: sha, ref: "refs/heads/main", head_commit: { id: sha, message: `Merge ${name}` } };
  return { workflow: "apply.yml", event: "push", sha, actor: grace, payload };
}
