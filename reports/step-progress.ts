/**
 * Steps as they happen. On a terminal: a line for each that ended, and below them one live line with what runs right now; elsewhere, plain
 * lines without control codes.
 */

import type { StepEvent } from "../workflows/steps";
import { good, quiet, wrong } from "./ink";
import { laidOut } from "./layout";
import type { Page } from "./page";
import { printable } from "./printable";
import { widthOf } from "./width";

export interface ProgressOutput {
  write(text: string): unknown;
  /** Draws a live line. */
  isTerminal: boolean;
  /** As it is now: a window may change. */
  page(): Page;
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
const marks = { done: good("✔"), failed: wrong("✖"), skipped: quiet("-") };

export function createStepProgress({ write, isTerminal, page }: ProgressOutput): StepProgress {
  const running = new Map<string, { title: string; atMs: number; note?: string }>();
  let frame = 0;

  const live = (atMs: number): void => {
    if (!isTerminal) return;
    const texts = [...running.values()].map(
      ({ title, note, ...step }) => `${note ? `${title}: ${note}` : title} ${seconds(atMs - step.atMs)}`,
    );
    const width = page().columns - 1;
    const line = texts.length > 0 ? liveLine(frames[frame++ % frames.length] ?? "", texts, width) : "";
    write(`${clearLine}${line}`);
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
        const line = `${marks[status]} ${time}  ${title}${note ? quiet(`  (${note})`) : ""}`;
        write(`${isTerminal ? clearLine : ""}${laidOut(line, page())}\n`);
      }
      live(event.atMs);
    },
    tick: live,
    end() {
      if (isTerminal) write(clearLine);
    },
  };
}

/** As many whole steps as fit, and how many more there are; of a single one its beginning. */
function liveLine(frame: string, texts: readonly string[], width: number): string {
  for (let shown = texts.length; shown > 0; shown--) {
    const more = shown < texts.length ? [`+${texts.length - shown}`] : [];
    const line = `${frame} ${[...texts.slice(0, shown), ...more].join("  |  ")}`;
    if (widthOf(line) <= width) return line;
  }
  return `${frame} ${texts[0] ?? ""}`.slice(0, width);
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
