/** Shows propagation on stderr, live on a terminal. */
import type { MailRecord } from "../mail/records/mail-record";
import { draw } from "../reports/draw";
import { createPropagationView } from "../reports/propagation/view";
import type { Watch } from "../workflows/verify-applied";
import type { World } from "./world";

export function showPropagation(records: readonly MailRecord[], { stderr, env }: World): Watch {
  const isTerminal = stderr.isTTY === true && !env.CI && env.TERM !== "dumb";
  const view = createPropagationView(records, { write: (text) => draw(stderr, text), isTerminal, columns: () => stderr.columns || 80 });
  const timer = isTerminal ? setInterval(() => view.tick(performance.now()), 1_000) : undefined;
  return {
    observe: (check) => view.observe(check, performance.now()),
    end() {
      clearInterval(timer);
      view.end();
    },
  };
}
