/** Holds what checkov found against what is accepted: findings nobody has given a reason for, and reasons for nothing. Pure. */
import type { Accepted } from "./accepted";

/** As `checkov --output json` has it; of the resource's address only the construct id is the same for all of its checks. */
export interface FailedCheck {
  check_id: string;
  check_name: string;
  file_path: string;
  resource: string;
}

export interface Comparison {
  unexplained: string[];
  stale: string[];
}

export function compareWithAccepted(failed: readonly FailedCheck[], accepted: readonly Accepted[]): Comparison {
  const found = failed.map((each) => ({ ...each, id: each.resource.split(".").at(-1) ?? "" }));
  const unexplained = found
    .filter(({ check_id, id }) => !accepted.some(({ check, resources }) => check === check_id && resources.includes(id)))
    .map(({ check_id, check_name, file_path, id }) => `${check_id} ${id} (${file_path}): ${check_name}`);
  const stale = accepted.flatMap(({ check, resources }) =>
    resources.filter((resource) => !found.some(({ check_id, id }) => check_id === check && id === resource)).map((id) => `${check} ${id}`),
  );
  return { unexplained, stale };
}
