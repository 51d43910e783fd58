/** What changes in a resource, as lines under its address: what was, and what would be. */
import type { ChangeAction } from "../../changes/plan-json";
import type { ShownResource } from "../../changes/shown-attributes";

type Attribute = ShownResource["attributes"][number];

/** Of what is new, only what somebody may do by it, and when somebody is told: the rest is what the stack declares. */
const tellingOfNew = /^(policy|assume_role_policy) "|^(threshold|comparison_operator|evaluation_periods|period)$/;

/** Nothing of what goes: it is gone as a whole. */
export function attributeLines(action: ChangeAction, attributes: readonly Attribute[]): string[] {
  if (action === "delete" || action === "forget") return [];
  const told = action === "create" ? attributes.filter(({ path }) => tellingOfNew.test(path)) : attributes;
  return told.flatMap(action === "create" ? newLines : changedLines);
}

const newLines = ({ path, after }: Attribute): string[] => [`      ${path}: ${after}`];

/** On one line while it is short. */
function changedLines({ path, before, after }: Attribute): string[] {
  if (before === undefined && after === undefined) return [`      ${path}`];
  if (before === undefined) return [`    + ${path}: ${after}`];
  if (after === undefined) return [`    - ${path}: ${before}`];
  const line = `      ${path}: ${before} -> ${after}`;
  return line.length <= widest ? [line] : [`      ${path}`, `    - ${before}`, `    + ${after}`];
}

const widest = 78;
