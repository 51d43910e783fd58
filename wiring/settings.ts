/** What the rest of the program knows of the process that runs it. A terminal and a Lambda both have it. */
export interface Settings {
  env: NodeJS.ProcessEnv;
  /** Where files are written: synthesised stacks, plans, logs, reports. */
  directory: string;
  /** Fires when the user interrupts. */
  signal?: AbortSignal;
}

/** Tells the user what is being done, a line at a time. */
export type Narrate = (line: string) => void;
