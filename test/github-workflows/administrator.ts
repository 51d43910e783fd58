/**
 * What an administrator does at a terminal, in the folder of a checkout: verbs, one after the other, in one process, since each start costs a
 * second. Run with that folder as the current one; the arguments are JSON, a list of words for each verb.
 */
import { join } from "node:path";
import type { main as Main } from "../../cli/main";
import { rehearsedClocks } from "../../rehearsal/rotation";

async function administrate(verbs: string[][]): Promise<void> {
  const { main } = (await import(join(process.cwd(), "cli", "main"))) as { main: typeof Main };
  const world = { directory: process.cwd(), env: process.env, stdout: process.stdout, stderr: process.stderr };
  for (const words of verbs) {
    const code = await main(words, { ...world, twinpost: main, loginClocks: rehearsedClocks });
    if (code === 0) continue;
    process.stderr.write(`twinpost ${words.join(" ")} ended with ${code}\n`);
    process.exitCode = code;
    return;
  }
}

void administrate(JSON.parse(process.argv[2] ?? "[]") as string[][]);
