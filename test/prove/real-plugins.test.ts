import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requiredPlugins } from "../../adapters/terraform/plugin-source";
import { missingPlugins } from "../../scripts/prove/real-plugins";

const names = Object.keys(requiredPlugins);
let mirror: string;
beforeEach(() => {
  mirror = mkdtempSync(join(tmpdir(), "mirror-"));
});
afterEach(() => rmSync(mirror, { recursive: true }));

const folderOf = (name: string, version: string) => join(mirror, "registry.terraform.io", name, version);
const named = (faults: string[]): (string | undefined)[] => faults.map((fault) => fault.split(" ")[0]);

test("a mirror must hold every plugin, in the version that the stacks require", () => {
  expect(named(missingPlugins(mirror))).toEqual(names);
  for (const name of names) mkdirSync(join(folderOf(name, "0.0.1"), "linux_amd64"), { recursive: true });
  expect(named(missingPlugins(mirror))).toEqual(names);
  for (const [name, version] of Object.entries(requiredPlugins))
    mkdirSync(join(folderOf(name, version), "linux_amd64"), { recursive: true });
  expect(missingPlugins(mirror)).toEqual([]);
});

test("a mirror must hold real folders", () => {
  for (const [name, version] of Object.entries(requiredPlugins)) {
    mkdirSync(folderOf(name, version), { recursive: true });
    symlinkSync(tmpdir(), join(folderOf(name, version), "linux_amd64"));
  }
  expect(named(missingPlugins(mirror))).toEqual(names);
});
