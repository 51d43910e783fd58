/** A writer that dies in the middle. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEvidence } from "../../../evidence/evidence";

const directory = mkdtempSync(join(tmpdir(), "evidence-"));
afterAll(() => rmSync(directory, { recursive: true }));
const file = () => join(directory, "staging", "verification.json");

test("who is killed while writing leaves a whole record, the old or the new", async () => {
  const script = `
    const { openFolderStore } = require(${JSON.stringify(join(__dirname, "../../../adapters/store/folder.ts"))});
    const store = openFolderStore({ folderOf: () => ${JSON.stringify(join(directory, "staging"))}, tell: () => {} });
    const evidence = (n) => ({ kind: "verification", target: "staging", source: "live", commit: undefined, at: new Date(), by: "x",
      result: { errors: 0, warnings: 0, findings: Array(2000).fill({ id: "a", severity: "error", where: String(n) }) } });
    for (let n = 0; ; n++) { store.write(evidence(n)); if (n === 3) console.log("going"); }`;
  const writer = spawn(process.execPath, ["--import", "tsx", "-e", script], {
    cwd: join(__dirname, "../../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(writer, "exit");
  for (let seen = ""; !seen.includes("going"); ) seen += String((await once(writer.stdout, "data"))[0]);
  writer.kill("SIGKILL");
  await ended;
  const read = parseEvidence(readFileSync(file(), "utf8"), { kind: "verification", target: "staging" });
  expect(read).toMatchObject({ result: { findings: expect.any(Array) } });
});
