/** Asks a person on a terminal, with line editing and history; where there is none, nobody is asked. */
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { OperatorError } from "../declaration/operator-error";
import type { Output, World } from "./world";

export interface Questions {
  /** Undefined without a terminal. */
  ask: ((prompt: string) => Promise<string>) | undefined;
  /** Lets go of the terminal. */
  end(): void;
}

export function openQuestions({ stdin, stderr, signal }: World): Questions {
  if (!stdin?.isTTY) return { ask: undefined, end: () => undefined };
  const terminal = createInterface({ input: stdin, output: drawn(stderr), terminal: true });
  /** Lines that were typed before they were asked for. */
  const typed: string[] = [];
  let waiting: { take(line: string): void; fail(error: Error): void } | undefined;
  let ending: Error | undefined;
  const end = (error: Error): void => {
    ending ??= error;
    terminal.close();
    waiting?.fail(ending);
    waiting = undefined;
  };
  terminal.on("line", (line) => {
    if (!waiting) return typed.push(line);
    waiting.take(line);
    waiting = undefined;
  });
  terminal.on("close", () => end(new OperatorError("the input ended before the last question", undefined, { exitCode: 2 })));
  // The terminal is raw: Ctrl-C is a key, and no signal.
  const interrupt = (): void => end(new OperatorError("interrupted, nothing was written", undefined, { changedNothing: true }));
  terminal.on("SIGINT", () => {
    stderr.write("\n");
    interrupt();
  });
  signal?.addEventListener("abort", interrupt, { once: true });
  return {
    end() {
      signal?.removeEventListener("abort", interrupt);
      terminal.close();
    },
    async ask(prompt) {
      if (ending) stderr.write(`${prompt}\n`);
      else {
        terminal.setPrompt(prompt);
        terminal.prompt();
      }
      const [line] = typed.splice(0, 1);
      if (line !== undefined) return line;
      if (ending) throw ending;
      return await new Promise((take, fail) => {
        waiting = { take, fail };
      });
    },
  };
}

/** The editor draws on it: it moves the cursor and deletes. */
function drawn(output: Output): NodeJS.WritableStream {
  const stream = new Writable({
    write(chunk, _, done) {
      (output.draw ?? output.write).call(output, String(chunk));
      done();
    },
  });
  return Object.assign(stream, { columns: output.columns || 80, isTTY: true });
}
