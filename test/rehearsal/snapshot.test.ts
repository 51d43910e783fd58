/** What is declared when a rehearsal begins is what it goes on with, whatever somebody edits meanwhile. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDeclared } from "../../declaration/load";
import { writeSnapshot } from "../../rehearsal/snapshot";
import { readDeclaredFiles } from "../../wiring/declared";
import { declared } from "../fixtures/declared";

test("the snapshot declares the same, in files of its own", () => {
  const directory = mkdtempSync(join(tmpdir(), "twinpost-snapshot-"));
  try {
    writeSnapshot(join(directory, "environments"), declared);
    const read = loadDeclared(readDeclaredFiles(join(directory, "environments")));
    expect(read.faults).toEqual([]);
    expect(read.environments).toEqual(declared.environments);
    expect(read.organisation()).toEqual(declared.organisation());
    expect(read.accounts()).toEqual(declared.accounts());
  } finally {
    rmSync(directory, { recursive: true });
  }
});
