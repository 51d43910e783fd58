/** docs/adding.md names files that are there. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./sources";

const text = readFileSync(join(root, "docs", "adding.md"), "utf8");
const named = [...text.matchAll(/`([a-z-]+\/[^`\s]*)`/g)].map(([, path = ""]) => path);

test.each([...new Set(named)])("%s", (path) => {
  // Of a file that is still to be written its folder is there; ids of findings are no paths.
  if (path.startsWith("<") || /^[^./]*\/[a-z-]+$/.test(path.replace(/<\w+>/, "name"))) return;
  expect(existsSync(join(root, path.replace(/[^/]*[<*].*$/, "")))).toBe(true);
});
