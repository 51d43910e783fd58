/** How wide the place is where something is shown, and whether in colour. */

export interface Page {
  /** Infinity where there is no terminal: nothing is broken then. */
  columns: number;
  colour: boolean;
}

/** Of colours: https://no-color.org, https://force-color.org; as in Node, the one that forces wins. */
export function pageOf({ isTTY = false, columns }: { isTTY?: boolean; columns?: number }, env: NodeJS.ProcessEnv): Page {
  const forced = env.FORCE_COLOR;
  const isForced = forced !== undefined && forced !== "" && forced !== "0" && forced !== "false";
  return {
    columns: isTTY ? columns || 80 : Number.POSITIVE_INFINITY,
    colour: isForced || (isTTY && !forced && !env.NO_COLOR && env.TERM !== "dumb"),
  };
}
