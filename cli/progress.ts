/** Shows on stderr what a verb does right now: live on a terminal, elsewhere in plain lines. */
import { draw } from "../reports/draw";
import { pageOf } from "../reports/page";
import { createStepProgress } from "../reports/step-progress";
import type { Watch } from "../workflows/phase";
import type { World } from "./world";

const tickMs = 120;

export function watchOf({ stderr, env }: Pick<World, "stderr" | "env">): Watch {
  const isTerminal = stderr.isTTY === true && !env.CI && env.TERM !== "dumb";
  const origin = performance.now();
  const now = (): number => performance.now() - origin;
  const progress = createStepProgress({
    write: (text) => (isTerminal ? draw(stderr, text) : stderr.write(text)),
    isTerminal,
    page: () => (isTerminal ? pageOf(stderr, env) : { columns: Number.POSITIVE_INFINITY, colour: false }),
  });
  let running = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    now,
    observe(event) {
      progress.observe(event);
      running += { started: 1, noted: 0, ended: -1 }[event.kind];
      if (running > 0 && isTerminal) timer ??= setInterval(() => progress.tick(now()), tickMs);
      if (running > 0) return;
      clearInterval(timer);
      timer = undefined;
      progress.end();
    },
    say(text) {
      progress.end();
      stderr.write(`${text}\n`);
    },
  };
}
