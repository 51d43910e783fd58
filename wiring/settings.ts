/** The settings of the running process. A terminal and a Lambda both have them. */
import type { Watch } from "../workflows/phase";

export interface Settings {
  env: NodeJS.ProcessEnv;
  /** The folder for synthesised stacks, plans, logs and reports. */
  directory: string;
  /** Fires when the user interrupts. */
  signal?: AbortSignal;
  /** Who sees what goes on, part by part; nobody when left out. */
  watch?: Watch;
}

/** Tells the user what is being done, a line at a time. */
export type Narrate = (line: string) => void;
