/** What `init` is about to declare: every answer with where it is from, and the files that change. 80 columns are enough. */
import type { Summary } from "../../workflows/init/init";

const width = 80;
const labelWidth = 23;
const column = " ".repeat(labelWidth + 5);

export function summaryText({ rows, files, isAsked }: Summary): string {
  const lines = rows.flatMap(({ question, text, said, from }, index) => {
    // Whoever said it by a flag knows it.
    if (!isAsked && said) return [];
    const label = question.flag.replace(/^--| .*/g, "").replaceAll("-", " ");
    const number = isAsked ? String(index + 1).padStart(3) : "   ";
    const source = said && from === "your answer" ? "" : ` (${from})`;
    return wrapped(`${text}${source}`, `${number}  ${label.padEnd(labelWidth)}`, column);
  });
  const written = files.flatMap(({ file, text }) => (text === undefined ? [] : file));
  const removed = files.flatMap(({ file, text }) => (text === undefined ? file : []));
  return [
    isAsked ? "Summary" : "Not said by a flag:",
    ...(lines.length > 0 ? lines : ["     nothing"]),
    ...(isAsked ? wrapped(written.join(", "), "Writes ", "       ") : []),
    ...(removed.length > 0 ? wrapped(`${removed.join(", ")}: examples that come with Twinpost`, "Removes ", "        ") : []),
    "",
  ].join("\n");
}

/** Breaks at blanks only: what is copied stays whole. */
export function wrapped(text: string, first: string, others = ""): string[] {
  const lines = [first];
  let isEmpty = true;
  for (const word of text.split(" ")) {
    const last = lines.at(-1) as string;
    const next = isEmpty ? `${last}${word}` : `${last} ${word}`;
    if (isEmpty || next.length <= width) lines[lines.length - 1] = next;
    else lines.push(`${others}${word}`);
    isEmpty = false;
  }
  return lines.map((line) => line.trimEnd());
}
