/** Links between the Markdown files of this repository lead somewhere. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, sources } from "./sources";

const pages = sources(".md");

const headingsOf = (file: string): string[] =>
  readFileSync(join(root, file), "utf8")
    .split("\n")
    .flatMap((line) => /^#{1,6} (.*)$/.exec(line)?.[1] ?? [])
    .map((title) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    );

test("every link to a file or a heading of ours leads there", () => {
  expect(pages.length).toBeGreaterThan(25);
  const broken = pages.flatMap((page) =>
    [...readFileSync(join(root, page), "utf8").matchAll(/\]\(([^()\s]+)\)/g)].flatMap(([, link = ""]) => {
      if (/^[a-z]+:/.test(link)) return [];
      const [path = "", heading] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) return [`${page}: ${link}`];
      return heading && target.endsWith(".md") && !headingsOf(target).includes(heading) ? [`${page}: ${link}`] : [];
    }),
  );
  expect(broken).toEqual([]);
});

test("docs/README.md leads to every page", () => {
  const start = readFileSync(join(root, "docs", "README.md"), "utf8");
  const unlisted = pages.filter(
    (page) => /^docs\/(runbooks\/)?[\w-]+\.md$/.test(page) && !start.includes(`](${page.replace("docs/", "")})`),
  );
  expect(unlisted).toEqual(["docs/README.md"]);
});
