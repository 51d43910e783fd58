/**
 * Draws what a terminal showed as an SVG, for the documents: `node --import tsx scripts/terminal-picture.ts <transcript> <first line> <last line>`
 * prints it; further pairs of lines follow after a gap. A line is named by how it begins. Transcripts are those of
 * `npm run prove -- half-hour`, below `.twinpost/half-hour/`, so the pictures show real output.
 */
import { readFileSync } from "node:fs";

interface Piece {
  text: string;
  /** The SGR code of its colour, such as "32"; empty for none. */
  colour: string;
}

const escapeCode = String.fromCharCode(27);
const redrawn = new RegExp(`\\r|${escapeCode}\\[2K|${escapeCode}\\[0J`);
const cursor = new RegExp(`${escapeCode}\\[\\d*[A-HJKf]`, "g");
const gap: Piece[] = [{ text: "…", colour: "90" }];

/** What stands in each line at the end: a line that is drawn over shows what came last. */
export function lastDrawn(transcript: string): string[] {
  return transcript
    .replaceAll(/\r+\n/g, "\n")
    .split("\n")
    .map((line) => {
      const drawn = line.split(redrawn).map((each) => each.replaceAll(cursor, ""));
      return drawn.findLast((each) => each.trim() !== "") ?? "";
    });
}

/** @throws when no line begins like that. */
function between(lines: readonly string[], first: string, last: string): string[] {
  const find = (beginning: string, from: number): number => {
    const index = lines.findIndex((line, at) => at >= from && plain(line).startsWith(beginning));
    if (index < 0) throw new Error(`no line begins with ${JSON.stringify(beginning)}`);
    return index;
  };
  const start = find(first, 0);
  return lines.slice(start, find(last, start) + 1);
}

const plain = (line: string): string => piecesOf(line).reduce((all, { text }) => all + text, "");

function piecesOf(line: string): Piece[] {
  let colour = "";
  return line.split(new RegExp(`${escapeCode}\\[([\\d;]*)m`)).flatMap((text, index) => {
    if (index % 2 === 0) return text === "" ? [] : [{ text, colour }];
    colour = text === "0" || text === "" ? "" : text;
    return [];
  });
}

const size = { font: 14, line: 20, character: 8.43, edge: 16 };

/** Colours follow the reader's system: light or dark. */
function terminalPicture(lines: readonly (readonly Piece[])[], title: string): string {
  const columns = Math.max(...lines.map((line) => line.reduce((length, { text }) => length + [...text].length, 0)));
  const width = Math.ceil(columns * size.character) + 2 * size.edge;
  const height = lines.length * size.line + 2 * size.edge;
  const drawn = lines.map((line, index) => {
    const spans = line.map(({ text, colour }) => `<tspan${colour === "" ? "" : ` class="c${colour}"`}>${escaped(text)}</tspan>`);
    return `<text xml:space="preserve" x="${size.edge}" y="${size.edge + index * size.line + size.font}">${spans.join("")}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="${escaped(title)}">`,
    "<style>",
    `text { font: ${size.font}px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #1f2328; white-space: pre }`,
    "rect { fill: #f6f8fa; stroke: #d1d9e0 }",
    ".c32 { fill: #116329 } .c33 { fill: #7d4e00 } .c31 { fill: #a40e26 } .c90 { fill: #59636e }",
    "@media (prefers-color-scheme: dark) {",
    "text { fill: #e6edf3 } rect { fill: #161b22; stroke: #30363d }",
    ".c32 { fill: #56d364 } .c33 { fill: #e3b341 } .c31 { fill: #ff7b72 } .c90 { fill: #9198a1 }",
    "}",
    "</style>",
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>`,
    ...drawn,
    "</svg>",
    "",
  ].join("\n");
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** @param pairs the beginnings of the first and the last line of each part. */
export function pictureOf(transcript: string, pairs: readonly string[], title: string): string {
  const lines = lastDrawn(transcript);
  const parts: Piece[][][] = [];
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    parts.push(between(lines, pairs[at] as string, pairs[at + 1] as string).map(piecesOf));
  }
  return terminalPicture(
    parts.flatMap((part, index) => (index === 0 ? part : [gap, ...part])),
    title,
  );
}

if (require.main === module) {
  const [file = "", ...pairs] = process.argv.slice(2);
  process.stdout.write(pictureOf(readFileSync(file, "utf8"), pairs, `terminal: ${pairs[0]}`));
}
