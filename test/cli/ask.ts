/** The command as it is asked in this process: seconds are saved each time, and nothing but Node's own start is left out. */
import { main } from "../../cli/main";

export interface Asked {
  code: number;
  stdout: string;
  stderr: string;
}

/** @param env all that the command sees of the environment; options that are variables too are read from there as well. */
export async function ask(words: string[], { env, directory }: { env: NodeJS.ProcessEnv; directory: string }): Promise<Asked> {
  const said = { stdout: "", stderr: "" };
  const world = {
    env,
    stdout: { write: (text: string) => (said.stdout += text) },
    stderr: { write: (text: string) => (said.stderr += text) },
    directory,
    twinpost: main,
  };
  // Commander asks the process.
  const replaced = jest.replaceProperty(process, "env", env);
  try {
    return { code: await main(words, world), ...said };
  } finally {
    replaced.restore();
  }
}
