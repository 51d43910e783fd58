/** An app for a stack that a test reads and never writes: Testing.app() alone leaves a folder in the system's temporary folder each time. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, Testing } from "cdktf";

const outdir = mkdtempSync(join(tmpdir(), "testing-app-"));
afterAll(() => rmSync(outdir, { recursive: true }));

export const testingApp = (): App => Testing.app({ outdir });
