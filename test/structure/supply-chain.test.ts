/** What is run that others made is named exactly, by what it holds where that can be said. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./sources";

const read = (file: string): string => readFileSync(join(root, file), "utf8");
const workflows = readdirSync(join(root, ".github", "workflows")).map((name) => join(".github", "workflows", name));

test.each(["sandbox/aws/moto-requirements.txt", "scripts/checkov/requirements.txt"])("%s has hashes of every package", (file) => {
  const packages = read(file)
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  expect(packages.length).toBeGreaterThan(20);
  expect(packages.filter((line) => !/^[A-Za-z0-9._[\],-]+==\S+( ;.*?)?( +--hash=sha256:[0-9a-f]{64})+\s*$/.test(line))).toEqual([]);
});

test("npm takes what the lock file names, and runs no script of it", () => {
  expect(read(".npmrc")).toMatch(/^ignore-scripts=true$/m);
  const { packages } = JSON.parse(read("package-lock.json")) as {
    packages: Record<string, { integrity?: string; inBundle?: boolean; link?: boolean }>;
  };
  const named = Object.entries(packages).filter(([name, { inBundle, link }]) => name !== "" && !inBundle && !link);
  expect(named.filter(([, { integrity }]) => !integrity?.startsWith("sha512-")).map(([name]) => name)).toEqual([]);
});

test.each(workflows)("%s: actions by their commit, jobs with a name, on a runner of one version", (file) => {
  const text = read(file);
  const used = [...text.matchAll(/\buses: (\S+)/g)].map(([, action = ""]) => action).filter((action) => !action.startsWith("./"));
  expect(used.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
  expect(text).not.toMatch(/runs-on: \S*-latest/);
  const [, jobs = ""] = text.split(/^jobs:\n/m);
  const parts = jobs.split(/^ {2}(?=\S+:$)/m).filter((part) => /^[\w-]+:\n/.test(part));
  expect(parts.filter((part) => !/^ {4}name: /m.test(part)).map((part) => part.split(":")[0])).toEqual([]);
});

test("newer versions come as pull requests", () => {
  expect([...read(".github/dependabot.yml").matchAll(/package-ecosystem: (\S+)/g)].map(([, name]) => name)).toEqual([
    "github-actions",
    "npm",
  ]);
});
