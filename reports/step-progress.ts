/**
 * Steps as they happen. On a terminal: a line for each that ended, and below them one live line with what runs right now; elsewhere, plain
 * lines without control codes.
 */

import type { StepEvent } from "../workflows/steps";
import { printable } from "./printable";

export interface ProgressOutput {
  write(text: string): unknown;
  isTerminal: boolean;
  columns: number;
  colour: boolean;
}

export interface StepProgress {
  observe(event: StepEvent): void;
  /** Draws the live line anew; on a terminal called a few times a second. */
  tick(atMs: number): void;
  /** Removes the live line. */
  end(): void;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const clearLine = "\r\u001b[2K";
const paint = { done: "\u001b[32m", failed: "\u001b[31m", skipped: "\u001b[90m", faint: "\u001b[90m", off: "\u001b[0m" };
const marks = { done: "✔", failed: "✖", skipped: "-" };

export function createStepProgress({ write, isTerminal, columns, colour }: ProgressOutput): StepProgress {
  const running = new Map<string, { title: string; atMs: number; note?: string }>();
  const painted = (text: string, how: keyof typeof paint): string => (colour ? `${paint[how]}${text}${paint.off}` : text);
  let frame = 0;

  const live = (atMs: number): void => {
    if (!isTerminal) return;
    const texts = [...running.values()].map(
      ({ title, note, ...step }) => `${note ? `${title}: ${note}` : title} ${seconds(atMs - step.atMs)}`,
    );
    const line = texts.length > 0 ? `${frames[frame++ % frames.length]} ${texts.join("  |  ")}` : "";
    write(`${clearLine}${line.slice(0, columns - 1)}`);
  };

  return {
    observe(told) {
      const event = withPrintableText(told);
      if (event.kind === "started") {
        running.set(event.id, event);
        if (!isTerminal) write(`  ${event.title} ...\n`);
      } else if (event.kind === "noted") {
        const step = running.get(event.id);
        if (step) running.set(event.id, { ...step, note: event.note });
      } else {
        const { id, title, status, ms, note } = event;
        running.delete(id);
        const time = seconds(ms).padStart(7);
        write(
          `${isTerminal ? clearLine : ""}${painted(marks[status], status)} ${time}  ${title}${note ? painted(`  (${note})`, "faint") : ""}\n`,
        );
      }
      live(event.atMs);
    },
    tick: live,
    end() {
      if (isTerminal) write(clearLine);
    },
  };
}

/** Notes tell what servers said. */
function withPrintableText(event: StepEvent): StepEvent {
  const texts = Object.entries(event).map(([name, value]) => [
    name,
    typeof value === "string" ? printable(value).replaceAll("\n", "\\n") : value,
  ]);
  return Object.fromEntries(texts) as StepEvent;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
