/** The folder for the files of runs: plans, evidence, logs, reports. */
import { resolve } from "node:path";
import type { Settings } from "./settings";

/** `TWINPOST_WORK_DIRECTORY` moves it, so that two runs in one checkout do not meet. */
export const workDirectory = ({ env, directory }: Pick<Settings, "env" | "directory">): string =>
  resolve(directory, env.TWINPOST_WORK_DIRECTORY || ".twinpost");
