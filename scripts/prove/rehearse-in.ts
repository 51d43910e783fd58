/** `twinpost rehearse` as a process, in a folder of its own that is kept only if it fails. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = join(__dirname, "..", "..", "bin", "twinpost");

/** @param environments the folder of the declared data. @returns how it failed; undefined if it passed. */
export async function rehearseIn(words: string[], environments: string = fixtures): Promise<string | undefined> {
  const directory = mkdtempSync(join(tmpdir(), "twinpost-prove-"));
  const env = { ...process.env, TWINPOST_ENVIRONMENTS: environments };
  const child = spawn(process.execPath, [program, "rehearse", ...words], { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code] = (await once(child, "close")) as [number | null];
  if (code === 0) {
    rmSync(directory, { recursive: true });
    return undefined;
  }
  const failed = said.split("\n").filter((line) => /failed|error|expected/i.test(line));
  return `exit code ${code}, in ${directory}: ${failed.slice(0, 4).join("; ") || said.trim().split("\n").slice(-2).join("; ")}`;
}

/** What the tests declare. */
export const fixtures = join(__dirname, "..", "..", "test", "fixtures", "environments");
