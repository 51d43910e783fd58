/** Every common set-up: declared by `twinpost init` with flags in an empty folder, found valid, and rehearsed as a whole without faults. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Proof, ProofResult } from "./proof";
import { rehearseIn } from "./rehearse-in";
import { type InitFlags, type SetUp, setUpTable } from "./set-up-table";

const program = join(__dirname, "..", "..", "bin", "twinpost");

const wordsOf = (flags: InitFlags): string[] => Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);

/** @returns how it failed; undefined if it passed. */
async function proveSetUp({ environments }: SetUp, folder: string): Promise<string | undefined> {
  for (const words of [...environments.map((flags) => ["init", ...wordsOf(flags)]), ["validate"]]) {
    const failure = await twinpost(words, folder);
    if (failure) return failure;
  }
  return rehearseIn(["--env", "all", "--calm", "--no-changes"], folder);
}

async function twinpost(words: string[], folder: string): Promise<string | undefined> {
  const env = { ...process.env, TWINPOST_ENVIRONMENTS: folder };
  const child = spawn(process.execPath, [program, ...words], { cwd: tmpdir(), env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code] = (await once(child, "close")) as [number | null];
  return code === 0 ? undefined : `twinpost ${words.join(" ")} ended with ${code}: ${said.trim()}`;
}

async function proveSetUps(names: readonly string[], narrate: (text: string) => void): Promise<ProofResult> {
  const failures: string[] = [];
  for (const setUp of setUpTable.filter(({ name }) => names.includes(name))) {
    const folder = mkdtempSync(join(tmpdir(), "twinpost-set-up-"));
    const startedAt = performance.now();
    const failure = await proveSetUp(setUp, folder);
    narrate(`${setUp.name}, ${setUp.about}: ${failure ?? "passed"} (${((performance.now() - startedAt) / 1000).toFixed(0)} s)`);
    if (failure) failures.push(`${setUp.name} (${folder}): ${failure}`);
    else rmSync(folder, { recursive: true });
  }
  return { tries: names.length, failures };
}

export const setUps: Proof = {
  name: "set-ups",
  claim: "each common set-up is declared by flags alone and rehearsed to the end",
  parts: setUpTable.map(({ name }) => name),
  run: (_seed, narrate, _size, names) => proveSetUps(names, narrate),
};
