/** The page of a fork's pull request, for which nothing may be asked: what its stacks declare otherwise than those of the base. */
import type { DeclaredDifference } from "../../changes/synthesised-difference";
import { sizeOf } from "./folded-plan";
import { code, fenced } from "./neutral";

export interface StackDifference {
  stack: string;
  differences: readonly DeclaredDifference[];
}

/** In bytes; a page that is longer than 1 MiB is not shown. */
const longestPage = 900_000;
const signs = { add: "+", change: " ", remove: "-" };

export function synthesisedMarkdown(stacks: readonly StackDifference[]): string {
  const changed = stacks.filter(({ differences }) => differences.length > 0);
  const head = [
    `## ${changed.length === 0 ? "What is declared stays the same" : `What is declared changes in ${changed.map(({ stack }) => code(stack)).join(", ")}`}`,
    "",
    "This pull request comes from a fork, so no plan was made: nothing was asked of AWS, DNS or a provider. A maintainer who pushes the same commits to a branch of this repository gets one.",
  ];
  let left = longestPage - sizeOf(head);
  const sections = changed.flatMap(({ stack, differences }) => {
    const lines = linesOf(differences);
    const shown: string[] = [];
    for (const line of lines) {
      left -= Buffer.byteLength(line) + 1;
      if (left < 0) break;
      shown.push(line);
    }
    const cut = lines.length - shown.length;
    return ["", `### ${code(stack)}`, "", ...fenced(shown, "diff"), ...(cut > 0 ? ["", `${cut} more lines are not shown.`] : [])];
  });
  return [...head, ...sections].join("\n");
}

const linesOf = (differences: readonly DeclaredDifference[]): string[] =>
  differences.flatMap(({ address, action, attributes }) => [
    `${signs[action]} ${action} ${address}`,
    ...attributes.flatMap(({ path, before, after }) => [
      ...(before === undefined ? [] : [`-     ${path}: ${before}`]),
      ...(after === undefined ? [] : [`+     ${path}: ${after}`]),
    ]),
  ]);
