/** The dead letters of the queue of events, by what is in them, and what became of them. */
import type { LetterContent, Redrive } from "../../workflows/redrive";
import { count } from "../counts";
import { good, warning } from "../ink";
import { titleOf, utc } from "../trace/text";

const titles: Record<Redrive["status"], (outcome: Redrive) => string> = {
  "would put back": () => "would put these back into the queue: add --apply to do so, once the cause is mended",
  "put back": ({ putBack }) => good(`${count(putBack, "letter")} put back: they are taken within seconds, or die again after five tries`),
  "nothing to put back": ({ groups }) => (groups.length === 0 ? good("no dead letters") : "nothing to put back"),
};

export function redriveText(outcome: Redrive): string {
  const { status, groups, isPart } = outcome;
  return [
    ...groups.map(({ content, letters, oldest }) => `${count(letters, "letter")} since ${utc(oldest)}: ${contentText(content)}`),
    ...(isPart ? [warning("There may be more: run it again.")] : []),
    titles[status](outcome),
    ...(groups.some(({ content }) => "foreign" in content)
      ? ["Those of nobody stay: find out who writes into the queue; SQS deletes them after 14 days."]
      : []),
    "",
  ].join("\n");
}

function contentText(content: LetterContent): string {
  if ("foreign" in content) return warning(`nobody's: ${content.foreign}`);
  const { provider, kinds, unread } = content;
  const events = Object.entries(kinds).map(([kind, number]) => `${number} ${kind}`);
  const parts = [...events, ...(unread.length > 0 ? [warning(`not understood: ${unread.join(", ")}`)] : [])];
  return `${titleOf(provider)}, ${parts.join(", ") || "no events"}`;
}
