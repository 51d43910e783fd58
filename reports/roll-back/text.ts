/** A roll-back for a terminal: to which release, what cannot be undone, the plan, and that the environment is held. */
import type { RollBack } from "../../workflows/roll-back/roll-back";

/** @param planned the plan in words. */
export function rollBackText({ environment, release, plan, irreversible, isHeldBack, applied }: RollBack, planned: string): string {
  const head = `${environment}: back to the data of ${release.commit}, which was applied last on ${release.at.toISOString()}`;
  return [
    head,
    ...irreversible.map(({ id, where, what }) => `${id} ${where}: ${what}`),
    ...(plan ? [planned.trimEnd()] : []),
    ...(irreversible.length > 0 ? ["refused: this cannot be undone, so go forward with a change instead"] : []),
    ...(irreversible.length === 0 && isHeldBack ? ["refused: the safety gate holds the plan back"] : []),
    ...(irreversible.length === 0 && !isHeldBack && !applied ? ["add --apply to do it; the environment is held afterwards"] : []),
    ...(applied
      ? [`rolled back; ${environment} is held until \`npx twinpost roll-back --env ${environment} --lift "<reason>" --apply\``]
      : []),
    "",
  ].join("\n");
}
