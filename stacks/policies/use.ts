/** What somebody does to resources, and the statements that allow it. */
import type { Statement } from "./document";

export interface Use {
  actions: string[];
  resources: string[];
  condition?: Statement["Condition"];
}

/** Of one type of resource: what a plan does, what an apply does, and what a person alone may do. */
export interface ManagedType {
  read: Use[];
  write: Use[];
  remove: Use[];
}

export const on = (resources: string | string[], ...actions: string[]): Use => ({ actions, resources: [resources].flat() });

/** One statement for all uses that share their resources and conditions; without names, since IAM counts their letters too. */
export function statementsOf(uses: readonly Use[]): Statement[] {
  const groups = new Map<string, Use>();
  for (const { actions, resources, condition } of uses) {
    const id = JSON.stringify([resources, condition]);
    const known = groups.get(id)?.actions ?? [];
    groups.set(id, { actions: [...new Set([...known, ...actions])].sort(), resources, ...(condition ? { condition } : {}) });
  }
  return [...groups.values()].map(({ actions, resources, condition }) => ({
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(condition ? { Condition: condition } : {}),
  }));
}
