/** Pictures of a terminal: what was drawn last, in its colours; and those of the documents name no place of a machine. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lastDrawn, pictureOf } from "../../scripts/terminal-picture";

const shown = "$ verb\n\x1b[2K- at work 0.0 s\r\x1b[2K\x1b[32mdone\x1b[0m 1 < 2\r\r\nend\n";

test("of a line that was drawn over, the last is taken", () => {
  expect(lastDrawn(shown)).toEqual(["$ verb", "\x1b[32mdone\x1b[0m 1 < 2", "end", ""]);
});

test("parts are drawn in their colours, with what stands between them left out", () => {
  const svg = pictureOf(shown, ["$ verb", "$ verb", "done", "end"], "a terminal");
  expect([...svg.matchAll(/<tspan.*<\/tspan>/g)].map(([line]) => line)).toEqual([
    "<tspan>$ verb</tspan>",
    '<tspan class="c90">…</tspan>',
    '<tspan class="c32">done</tspan><tspan> 1 &lt; 2</tspan>',
    "<tspan>end</tspan>",
  ]);
  expect(() => pictureOf(shown, ["nothing", "end"], "")).toThrow('no line begins with "nothing"');
});

const images = join(__dirname, "..", "..", "docs", "images");

test.each(readdirSync(images).filter((file) => file.endsWith(".svg")))("%s names no place of a machine", (file) => {
  expect(readFileSync(join(images, file), "utf8")).not.toMatch(/(?<![\w.])\/(home|root|tmp|work|Users)\//);
});

test.each(["init.svg", "rehearsal.svg"])("%s shows a terminal of 80 columns", (file) => {
  const lines = [...readFileSync(join(images, file), "utf8").matchAll(/<text[^>]*>(.*)<\/text>/g)].map(([, line = ""]) => line);
  const widths = lines.map((line) => line.replaceAll(/<[^>]+>/g, "").replaceAll(/&\w+;/g, "x").length);
  expect(lines.length).toBeGreaterThan(5);
  expect(Math.max(...widths)).toBeLessThanOrEqual(80);
});
