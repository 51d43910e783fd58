/** A real folder: whole records or none, for their owner alone, and a reason where one cannot be read. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder, openFolderStore } from "../../../adapters/store/folder";
import type { Evidence } from "../../../evidence/evidence";

let directory: string;
let told: string[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "evidence-"));
  told = [];
});
afterEach(() => rmSync(directory, { recursive: true }));

const open = (root = directory) => openFolderStore({ folderOf: (target) => join(root, target), tell: (reason) => told.push(reason) });
const file = () => join(directory, "staging", "verification.json");

const verified = (errors: number): Evidence<"verification"> => ({
  ...{ kind: "verification", target: "staging", source: "live", commit: { id: "b".repeat(40), dirty: false } },
  ...{ at: new Date("2026-11-28T09:00:00Z"), by: "local:alice", result: { errors, warnings: 0, findings: [] } },
});

test("gives back what was written last, of each kind and target; nothing before that", () => {
  const store = open();
  expect(store.read("verification", "staging")).toBeUndefined();
  store.write(verified(1));
  store.write(verified(0));
  expect(store.read("verification", "staging")).toEqual(verified(0));
  expect(store.read("forecast", "staging")).toBeUndefined();
  expect(store.read("verification", "prod")).toBeUndefined();
  expect(told).toEqual([]);
  store.delete("verification", "staging");
  expect(store.read("verification", "staging")).toBeUndefined();
  store.delete("verification", "staging");
});

test("is the user's alone, even where an older folder was not", () => {
  mkdirSync(join(directory, "staging"));
  chmodSync(join(directory, "staging"), 0o755);
  const store = open();
  store.write(verified(0));
  const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
  expect([mode(join(directory, "staging")), mode(file())]).toEqual(["700", "600"]);
  store.write({ ...verified(0), target: "prod" });
  expect(mode(join(directory, "prod"))).toBe("700");
});

test("a record that is cut off anywhere counts as none, said once, and is replaced by the next", () => {
  open().write(verified(0));
  const { size } = statSync(file());
  for (const length of [0, 1, Math.floor(size / 2), size - 3]) {
    truncateSync(file(), length);
    const store = open();
    told = [];
    expect([store.read("verification", "staging"), store.read("verification", "staging")]).toEqual([undefined, undefined]);
    expect(told).toEqual([expect.stringContaining(`${file()} counts as none: `)]);
    store.write(verified(0));
    expect(store.read("verification", "staging")).toEqual(verified(0));
  }
});

test("forgetting takes what a run that was killed has left", () => {
  open().write(verified(0));
  writeFileSync(`${file()}.abc123.new`, "half a rec");
  open().delete("verification", "staging");
  expect(readdirSync(join(directory, "staging"))).toEqual([]);
});

test("what is no file counts as none, with the reason", () => {
  mkdirSync(file(), { recursive: true });
  expect(open().read("verification", "staging")).toBeUndefined();
  expect(told).toEqual([expect.stringContaining("EISDIR")]);
});

test("what cannot be written fails with a remedy, and leaves what was there", () => {
  const store = open();
  store.write(verified(0));
  const full = openFolderStore({ folderOf: () => "/dev/null/folder", tell: () => {} });
  expect(() => full.write(verified(1))).toThrow(
    expect.objectContaining({ name: "OperatorError", remedy: expect.stringContaining("TWINPOST_WORK_DIRECTORY") }),
  );
  expect(() => makeFolder("/dev/null/folder")).toThrow(expect.objectContaining({ name: "OperatorError" }));

  // No room for a whole record: the file system says so in the middle of writing.
  rmSync(file());
  mkdirSync(file());
  expect(() => store.write(verified(1))).toThrow(expect.objectContaining({ name: "OperatorError" }));
  expect(readdirSync(join(directory, "staging"))).toEqual(["verification.json"]);
});

test("a link that somebody put in its place is replaced, not followed", () => {
  const elsewhere = join(directory, "elsewhere");
  writeFileSync(elsewhere, "somebody's");
  mkdirSync(join(directory, "staging"));
  symlinkSync(elsewhere, file());
  open().write(verified(0));
  expect(readFileSync(elsewhere, "utf8")).toBe("somebody's");
});
