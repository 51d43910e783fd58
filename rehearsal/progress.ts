/** How far a rehearsal is, for whoever watches. */
import type { World } from "../cli/world";
import { draw } from "../reports/draw";
import { pageOf } from "../reports/page";
import { createStepProgress, type StepProgress } from "../reports/step-progress";

/** Steps are narration: on stderr, live on a terminal. */
export function showProgress(world: World): StepProgress {
  const { stderr } = world;
  const isTerminal = stderr.isTTY === true && !world.env.CI && world.env.TERM !== "dumb";
  const progress = createStepProgress({
    write: (text) => draw(stderr, text),
    isTerminal,
    page: () => pageOf(stderr, world.env),
  });
  if (!isTerminal) return progress;
  const origin = performance.now();
  const timer = setInterval(() => progress.tick(performance.now() - origin), 120);
  return {
    ...progress,
    end() {
      clearInterval(timer);
      progress.end();
    },
  };
}
