/** What a command loads decides how long it takes to start. Counted, since a clock would fail on a busy machine. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const root = join(__dirname, "..", "..");
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "twinpost-start-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** @returns the packages, and our own rooms, of which something was loaded, with how many files. */
function loadedBy(...words: string[]): { files: number; rooms: string[]; packages: string[] } {
  const env = { ...process.env, LOADED_MODULES: join(directory, "loaded.json") };
  execFileSync(process.execPath, ["--require", join(__dirname, "loaded-modules.js"), join(root, "bin", "twinpost"), ...words], {
    env,
    stdio: "pipe",
  });
  const files = (JSON.parse(readFileSync(env.LOADED_MODULES, "utf8")) as string[]).map((file) => relative(root, file));
  const packageOf = (file: string): string[] => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.slice(1) ?? [];
  const ours = files.filter((file) => !file.includes("node_modules") && file.includes("/"));
  return {
    files: files.length,
    rooms: [...new Set(ours.map((file) => file.split("/")[0] ?? ""))].sort(),
    packages: [...new Set(files.flatMap(packageOf))].sort(),
  };
}

/** What runs TypeScript, and what reads a command line. */
const start = ["commander", "esbuild"];

test.each([["--help"], ["help", "plan"], ["plan", "--help"], ["rehearse", "--help"], ["--version"]])(
  "twinpost %s %s loads no door",
  (...words) => {
    const { files, rooms, packages } = loadedBy(...words.filter(Boolean));
    expect(packages).toEqual(start);
    // What makes text printable is in reports/.
    expect(rooms).toEqual(["bin", "cli", "declaration", "reports", "test"]);
    expect(files).toBeLessThan(40);
  },
);

test("validate loads what a declaration is checked with, and nothing that reaches outside", () => {
  const { files, rooms, packages } = loadedBy("validate");
  // tldts has the Public Suffix List: a sending domain belongs below a declared organisational domain.
  expect(packages).toEqual([...start, "ipaddr.js", "tldts", "zod"].sort());
  expect(rooms).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(adapters|changes|rehearsal|sandbox|stacks|workflows)$/)]));
  expect(files).toBeLessThan(255);
});

test.each(["status", "settings", "credentials"])("%s loads neither the sandbox nor the framework", (verb) => {
  const opened = `require(${JSON.stringify(join(root, "bin", "typescript.js"))}); require(${JSON.stringify(join(root, "cli", verb))})`;
  const env = { ...process.env, LOADED_MODULES: join(directory, "loaded.json") };
  execFileSync(process.execPath, ["--require", join(__dirname, "loaded-modules.js"), "-e", opened], { env, cwd: root, stdio: "pipe" });
  const files = JSON.parse(readFileSync(env.LOADED_MODULES, "utf8")) as string[];
  expect(
    files.filter((file) =>
      /\/(sandbox|rehearsal|stacks|node_modules\/(cdktf|constructs|hono|mailauth))\//.test(relative(root, file).replace(/^/, "/")),
    ),
  ).toEqual([]);
});
