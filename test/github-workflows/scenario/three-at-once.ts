/**
 * Three merges at once, into an environment whose reviewers have to be asked. Each run plans, and waits; one is never answered until the others
 * are done. Every run ends applied, or refused with its next step; none is lost, and none waits for an approval that is not its own.
 */
import type { Runner, Trigger, WorkflowRun } from "../act/runner";
import { ada, grace, type Workplace } from "../place";
import { approve, resultsOf } from "../week";

export interface Playing {
  place: Workplace;
  runner: Runner;
  /** Files of a change. */
  reportingTo(file: string, address: string): Record<string, string>;
}

export interface ThreeAtOnce {
  commits: Record<"first" | "second" | "third", string>;
  /** What became of the jobs of each, before anybody answered. */
  planned: string[][];
  /** Answered while nobody has answered for the first. */
  second: WorkflowRun;
  /** Planned before the second was applied, answered after it. */
  third: WorkflowRun;
  thirdAgain: WorkflowRun;
  /** Answered last. */
  first: WorkflowRun;
  firstAgain: WorkflowRun;
  /** What `status` says is applied in the end. */
  status: string;
}

export async function playThreeAtOnce(playing: Playing): Promise<ThreeAtOnce> {
  const { place, runner } = playing;
  const dev = place.repository.environments.get("dev");
  if (!dev) throw new Error("GitHub has no environment dev");
  dev.reviewers = [{ type: "User", id: ada.id }];
  try {
    const answer = async (run: WorkflowRun): Promise<WorkflowRun> => {
      const status = await approve(place, run, ada);
      if (status !== 200) throw new Error(`GitHub took the approval with ${status}`);
      return runner.goOn(run);
    };
    const triggers = ["first", "second", "third"].map((name) => mergeOf(name, playing)) as [Trigger, Trigger, Trigger];
    const [one, two, three] = await Promise.all([runner.start(triggers[0]), runner.start(triggers[1]), runner.start(triggers[2])]);
    const planned = [one, two, three].map(resultsOf);
    const second = await answer(two);
    const third = await answer(three);
    const thirdAgain = await answer(await runner.runAllAgain(third));
    const first = await answer(one);
    const firstAgain = await runner.runAllAgain(first);
    const [commits, status] = [triggers.map(({ sha }) => sha), await place.administrator("dev", "status")];
    const [of1 = "", of2 = "", of3 = ""] = commits;
    return { commits: { first: of1, second: of2, third: of3 }, planned, second, third, thirdAgain, first, firstAgain, status };
  } finally {
    dev.reviewers = [];
  }
}

/** A change of dev alone, merged by its author. */
function mergeOf(name: string, { place, reportingTo }: Playing): Trigger {
  place.commit(name, `Reports: ${name}`, reportingTo("dev", `${name}@example.net`), grace);
  const before = place.git("rev-parse", "main");
  const sha = place.merge(name, `Merge ${name}`, grace);
  const payload = { before, after: sha, ref: "refs/heads/main", head_commit: { id: sha, message: `Merge ${name}` } };
  return { workflow: "apply.yml", event: "push", sha, actor: grace, payload };
}
