/** How far a rehearsal is, for whoever watches. */
import type { Output, World } from "../cli/world";
import { draw } from "../reports/draw";
import { createStepProgress, type StepProgress } from "../reports/step-progress";

/** Steps are narration: on stderr, live on a terminal. */
export function showProgress(world: World): StepProgress {
  const { stderr } = world;
  const isTerminal = stderr.isTTY === true && !world.env.CI;
  const progress = createStepProgress({
    write: (text) => draw(stderr, text),
    isTerminal,
    columns: stderr.columns ?? 80,
    colour: hasColour(world, stderr),
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

export const hasColour = ({ env }: World, output: Output): boolean => output.isTTY === true && !env.NO_COLOR;
