/** Wires init to the checkout's files and, where there is one, to a terminal. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { OperatorError } from "../declaration/operator-error";
import type { InitEffects } from "../workflows/init";
import type { World } from "./world";

/** `end` lets go of the terminal. */
export function initEffects({ directory, stdin, stderr, signal }: World): { effects: InitEffects; end(): void } {
  if (!existsSync(join(directory, "environments", "declared.ts"))) {
    throw new OperatorError(
      `${directory} has no environments/declared.ts, so it is no checkout of Twinpost`,
      "run it in the folder that holds Twinpost's README.md",
      { exitCode: 2 },
    );
  }
  const terminal = stdin?.isTTY ? createInterface({ input: stdin }) : undefined;
  const lines = terminal?.[Symbol.asyncIterator]();
  signal?.addEventListener("abort", () => terminal?.close(), { once: true });
  const narrate = (text: string): void => void stderr.write(`${text}\n`);
  return {
    end: () => terminal?.close(),
    effects: {
      narrate,
      exists: (file) => existsSync(join(directory, file)),
      write: (file, text) => writeFileSync(join(directory, file), text),
      ask:
        lines &&
        (async (text) => {
          stderr.write(text);
          const { done, value } = await lines.next();
          if (done) throw new OperatorError("the answers ended before the questions", undefined, { exitCode: 2 });
          return value;
        }),
    },
  };
}
