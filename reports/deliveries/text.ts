/** What receivers concluded about each message, for a terminal. */
import type { Delivery } from "../../workflows/seed-test";
import { count } from "../counts";
import { good, wrong } from "../ink";
import { type Column, terminalTable } from "../terminal-table";

const through: Column = { title: "provider", heading: true };
const recipient: Column = { title: "recipient", heading: true };
const placementColumn: Column = { title: "placement", heading: true };

export function deliveriesText(deliveries: readonly Delivery[]): string {
  const rows = deliveries.map(({ provider, recipient, seconds, placement, judgement, shortcomings }) => [
    provider,
    recipient,
    judgement?.spf.result ?? "-",
    judgement?.dkim.find(({ aligned }) => aligned)?.result ?? "-",
    judgement?.dmarc.result ?? "-",
    seconds === undefined ? "-" : `${seconds.toFixed(1)} s`,
    shortcomings.length > 0 ? wrong(placement ?? "not delivered") : good(placement ?? "not delivered"),
  ]);
  const bad = deliveries.filter(({ shortcomings }) => shortcomings.length > 0);
  const lines = bad.map(({ provider, recipient, shortcomings }) => `${provider} to ${recipient}: ${shortcomings.join("; ")}\n`);
  if (deliveries.some((each) => each.placement === "captured")) lines.push("captured: nothing left, and no receiver judged it\n");
  return [
    terminalTable([through, recipient, "spf", "dkim", "dmarc", { title: "time", leaveOut: 1 }, placementColumn], rows),
    ...lines,
    `${deliveries.length - bad.length} of ${count(deliveries.length, "message")} as expected\n`,
  ].join("");
}
