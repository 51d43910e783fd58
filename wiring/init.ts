/** Wires init to the checkout's files and, where there is one, to a terminal. */
import { existsSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { OperatorError } from "../declaration/operator-error";
import type { InitEffects } from "../workflows/init";
import { environmentsFolder } from "./declared";
import type { World } from "./world";

/** `end` lets go of the terminal. */
export function initEffects({ stdin, stderr, signal, ...world }: World): { effects: InitEffects; end(): void } {
  const place = (file: string): string => join(environmentsFolder(world), basename(file));
  const terminal = stdin?.isTTY ? createInterface({ input: stdin }) : undefined;
  const lines = terminal?.[Symbol.asyncIterator]();
  signal?.addEventListener("abort", () => terminal?.close(), { once: true });
  const narrate = (text: string): void => void stderr.write(`${text}\n`);
  return {
    end: () => terminal?.close(),
    effects: {
      narrate,
      exists: (file) => existsSync(place(file)),
      write: (file, text) => writeFileSync(place(file), text),
      ask:
        lines &&
        (async (text) => {
          stderr.write(text);
          const { done, value } = await lines.next();
          if (done) throw new OperatorError("the input ended before the last question", undefined, { exitCode: 2 });
          return value;
        }),
    },
  };
}
