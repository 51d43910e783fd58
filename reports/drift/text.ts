/** What a look for drift found, for a terminal. */
import type { Finding } from "../../findings/finding";
import type { Drift } from "../../workflows/drift";
import { count } from "../counts";
import { findingText } from "../findings/text";
import { warning } from "../ink";
import { printable } from "../printable";

/** @param tokens what is to be said of those that were used. */
export const driftText = (target: string, drift: Drift, tokens: readonly Finding[] = []): string =>
  [foundText(target, drift), ...tokens.map(findingText)].join("");

function foundText(target: string, drift: Drift): string {
  if (drift.state === "none") return line(`${target}: no drift${drift.why ? `, ${drift.why}` : ""}`);
  if (drift.state === "unknown") {
    const remedy = (drift.remedy ?? "").split("\n").filter(Boolean);
    return [`${target}: ${warning("unknown")}, ${drift.why}`, ...remedy.map((each) => `  ${each.trim()}`)].map(line).join("");
  }
  const found = drift.drifted.flatMap(({ address, action, attributes, declare }) => [
    `  ${action} ${address}`,
    ...attributes.map(({ path, before = "nothing", after = "nothing" }) => `    ${path}: ${before} -> ${after}`),
    ...declare.map((each) => `    to take it over: ${each}`),
  ]);
  return [
    warning(`${target}: somebody else changed ${drift.drifted.length}`),
    ...found,
    ...["put it back, or take over what is there:", ...wayBack(target)].map((each) => `  ${each}`),
  ]
    .map(line)
    .join("");
}

/** Only of several: one has said it already. */
export function driftClosing(found: readonly (readonly [target: string, drift: Drift, ...unknown[]])[]): string {
  const of = (state: Drift["state"]): number => found.filter(([, drift]) => drift.state === state).length;
  if (found.length < 2) return "";
  return `${count(found.length, "target")}: ${of("none")} without drift, ${of("drifted")} changed by others, ${of("unknown")} unknown\n`;
}

export const wayBack = (target: string): string[] => [`npx twinpost plan --env ${target}`, `npx twinpost apply --env ${target} --apply`];

const line = (text: string): string => `${printable(text)}\n`;
