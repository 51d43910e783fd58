/** What receivers concluded about each message, for a terminal. */
import type { Delivery } from "../../workflows/seed-test";
import { terminalTable } from "../terminal-table";

export function deliveriesText(deliveries: readonly Delivery[]): string {
  const rows = deliveries.map(({ provider, recipient, seconds, placement, judgement }) => [
    provider,
    recipient,
    judgement?.spf.result ?? "-",
    judgement?.dkim.find(({ aligned }) => aligned)?.result ?? "-",
    judgement?.dmarc.result ?? "-",
    seconds === undefined ? "-" : `${seconds.toFixed(1)} s`,
    placement ?? "not delivered",
  ]);
  const bad = deliveries.filter(({ shortcomings }) => shortcomings.length > 0);
  const lines = bad.map(({ provider, recipient, shortcomings }) => `${provider} to ${recipient}: ${shortcomings.join("; ")}\n`);
  if (deliveries.some((each) => each.placement === "captured")) lines.push("captured: nothing left, and no receiver judged it\n");
  return [terminalTable(["provider", "recipient", "spf", "dkim", "dmarc", "time", "placement"], rows), ...lines].join("");
}
