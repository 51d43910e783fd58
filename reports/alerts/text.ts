/** What came back from each target of alerts, for people. */
import type { AlertTarget } from "../../workflows/test-alerts";
import { terminalTable } from "../terminal-table";

const meanings: Record<AlertTarget["result"], string> = {
  taken: "it answered that it took the test",
  sent: "SNS has it: look whether it arrived, also among junk",
  "not confirmed": "nothing was sent: its owner has to follow the link that SNS sent, or a new one (docs/alert-targets.md)",
  failed: "it did not take the test",
  "not declared": "none is declared (docs/alert-targets.md)",
};

export function alertsText(targets: readonly AlertTarget[]): string {
  const rows = targets.map(({ way, target = "", result, detail }) => [
    way,
    target,
    result,
    `${meanings[result]}${detail ? ` (${detail})` : ""}`,
  ]);
  return terminalTable(["way", { title: "target", whole: true }, "result", "what that says"], rows, "rows");
}
