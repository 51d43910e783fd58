/** An app for a stack that a test reads and never writes: Testing.app() alone leaves a folder in the system's temporary folder each time. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, Testing } from "cdktf";
import * as stackTrace from "cdktf/lib/tokens/private/stack-trace";

const outdir = mkdtempSync(join(tmpdir(), "testing-app-"));
afterAll(() => rmSync(outdir, { recursive: true }));

export const testingApp = (): App => Testing.app({ outdir });

// cdktf keeps the call stack of every value that it makes, for its error messages; translating them takes a quarter of a synthesis.
Object.assign(stackTrace, { captureStackTrace: () => [] });
