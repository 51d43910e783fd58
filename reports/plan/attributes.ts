/** What changes in a resource, as lines under its address: what was, and what would be. */
import type { ChangeAction } from "../../changes/plan-json";
import type { ShownResource } from "../../changes/shown-attributes";

type Attribute = ShownResource["attributes"][number];

/** Of what is new, only what somebody may do by it, and when somebody is told: the rest is what the stack declares. */
const tellingOfNew = /^(policy|assume_role_policy) "|^(threshold|comparison_operator|evaluation_periods|period)$/;

/** Nothing of what goes: it is gone as a whole. */
export function attributeLines(action: ChangeAction, attributes: readonly Attribute[]): string[] {
  if (action === "delete" || action === "forget") return [];
  return action === "create" ? newLines(attributes.filter(({ path }) => tellingOfNew.test(path))) : attributes.flatMap(changedLines);
}

/** A new role has a policy of some twenty statements, and a new account eight of them: a reader is told how many, and where they are. */
const mostNewStatements = 4;

function newLines(attributes: readonly Attribute[]): string[] {
  const statements = attributes.filter(({ path }) => path.startsWith("policy "));
  if (statements.length <= mostNewStatements) return attributes.map(lineOfNew);
  const denied = statements.filter(({ after }) => after?.startsWith("deny ")).length;
  const counts = `${statements.length - denied} allow${denied > 0 ? `, ${denied} deny` : ""}`;
  const others = attributes.filter((each) => !statements.includes(each));
  return [...others.map(lineOfNew), `      policy: ${statements.length} statements (${counts}); --full shows each`];
}

const lineOfNew = ({ path, after }: Attribute): string => `      ${path}: ${after}`;

/** On one line while it is short. */
function changedLines({ path, before, after }: Attribute): string[] {
  if (before === undefined && after === undefined) return [`      ${path}`];
  if (before === undefined) return [`    + ${path}: ${after}`];
  if (after === undefined) return [`    - ${path}: ${before}`];
  const line = `      ${path}: ${before} -> ${after}`;
  return line.length <= widest ? [line] : [`      ${path}`, `    - ${before}`, `    + ${after}`];
}

const widest = 78;
