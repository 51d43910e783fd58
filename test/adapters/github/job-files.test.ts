import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { longestSummary, openJobFiles } from "../../../adapters/github/job-files";

const folder = mkdtempSync(join(tmpdir(), "job-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

const [GITHUB_OUTPUT, GITHUB_STEP_SUMMARY] = [join(folder, "output"), join(folder, "summary")];
const files = openJobFiles({ GITHUB_OUTPUT, GITHUB_STEP_SUMMARY });

/** As the runner reads it: a value ends at the first line that is its delimiter. */
function outputsOf(text: string): Record<string, string> {
  const lines = text.split("\n");
  const outputs: Record<string, string> = {};
  while (lines.length > 1) {
    const [, name = "", end] = /^([^<]+)<<(.+)$/.exec(lines.shift() ?? "") ?? [];
    outputs[name] = lines.splice(0, lines.indexOf(end ?? "")).join("\n");
    lines.shift();
  }
  return outputs;
}

test("no value sets another output", () => {
  const hostile = "x\nEOF\nghadelimiter_1\nend-\napproved=true\nfake<<y\n1\ny\n::set-output name=z::1";
  files.setOutput("targets", '["dev"]');
  files.setOutput("title", hostile);
  const text = readFileSync(GITHUB_OUTPUT, "utf8");
  expect(outputsOf(text)).toEqual({ targets: '["dev"]', title: hostile });
  const ends = [...text.matchAll(/^(?:targets|title)<<(.+)$/gm)].map(([, end]) => end);
  expect(new Set(ends).size).toBe(2);
});

test.each(["a=b", "a<<b", "a\nb", ""])("%j is no name of an output", (name) => {
  expect(() => files.setOutput(name, "1")).toThrow("no name of an output");
});

test("appends to the summary, and refuses one that GitHub would not show", () => {
  files.appendSummary("# One");
  files.appendSummary("# Two");
  expect(readFileSync(GITHUB_STEP_SUMMARY, "utf8")).toBe("# One\n# Two\n");
  expect(() => files.appendSummary("ä".repeat(longestSummary / 2))).toThrow("expected fewer");
});

test("writes nothing outside a job", () => {
  const nowhere = openJobFiles({});
  expect(() => nowhere.setOutput("targets", "[]")).not.toThrow();
  expect(() => nowhere.appendSummary("x")).not.toThrow();
});
