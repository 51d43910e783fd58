/**
 * The one place where text of strangers becomes harmless: whatever a verb writes, errors included, passes here on its way to the terminal, a
 * log or a file. Codes that draw on a terminal go beside it, by `draw`.
 */
import { draw } from "../reports/draw";
import { laidOut } from "../reports/layout";
import { pageOf } from "../reports/page";
import { printable } from "../reports/printable";
import type { Output } from "./world";

interface PrintableOutput extends Output {
  /** Whether anything was written, be it as it is. */
  readonly isUsed: boolean;
}

/** @param readers whether `write` too is for people, as all narration is. */
export function printableOutput(output: Output, env: NodeJS.ProcessEnv, readers: "any" | "people" = "any"): PrintableOutput {
  const forLog = env.GITHUB_ACTIONS ? withoutCommands : (text: string) => text;
  // A verb inside another one leaves it to the outermost: what draws would be made harmless there.
  const tell = (text: string): unknown =>
    output.tell ? output.tell(text) : draw(output, forLog(laidOut(asText(text), pageOf(output, env))));
  let isUsed = false;
  const writeAsItIs = (text: string): unknown => {
    isUsed = true;
    return output.write(forLog(asText(text)));
  };
  return {
    get isUsed() {
      return isUsed;
    },
    write: readers === "people" ? tell : writeAsItIs,
    tell,
    draw: (text) => draw(output, text),
    get isTTY() {
      return output.isTTY ?? false;
    },
    get columns() {
      return output.columns || 80;
    },
  };
}

/** CSV ends its lines as RFC 4180 2 says, zone files have tabs; alone, a carriage return writes over its line. */
const asText = (text: string): string =>
  text
    .split("\r\n")
    .map((part) => printable(part, "\t"))
    .join("\r\n");

/**
 * GitHub's runner obeys a line that begins with "::", blanks before it or not, and "##[" anywhere:
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs, https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
 */
const withoutCommands = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line.trimStart().startsWith("::") ? line.replace("::", "\\u003a\\u003a") : line).replaceAll("##[", "##\\u005b"))
    .join("\n");
