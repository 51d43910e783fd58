/** The settings of the running process. A terminal and a Lambda both have them. */
export interface Settings {
  env: NodeJS.ProcessEnv;
  /** The folder for synthesised stacks, plans, logs and reports. */
  directory: string;
  /** Fires when the user interrupts. */
  signal?: AbortSignal;
}

/** Tells the user what is being done, a line at a time. */
export type Narrate = (line: string) => void;
