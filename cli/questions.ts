/** Asks a person on a terminal; where there is none, nobody is asked. */
import { createInterface } from "node:readline/promises";
import { OperatorError } from "../declaration/operator-error";
import type { World } from "./world";

export interface Questions {
  /** Undefined without a terminal. */
  ask: ((text: string) => Promise<string>) | undefined;
  /** Lets go of the terminal. */
  end(): void;
}

export function openQuestions({ stdin, stderr, signal }: World): Questions {
  const terminal = stdin?.isTTY ? createInterface({ input: stdin }) : undefined;
  const lines = terminal?.[Symbol.asyncIterator]();
  signal?.addEventListener("abort", () => terminal?.close(), { once: true });
  return {
    end: () => terminal?.close(),
    ask:
      lines &&
      (async (text) => {
        stderr.write(text);
        const { done, value } = await lines.next();
        if (done) throw new OperatorError("the input ended before the last question", undefined, { exitCode: 2 });
        return value;
      }),
  };
}
