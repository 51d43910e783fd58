/** The repository's files, from disk: what a new clone has, and what is being written. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "..", "..");

/** As in .gitignore. */
const notOurs = /^(node_modules|coverage|cdktf\.out|__pycache__|\.git|\.terraform|\.twinpost|\.env.*)$/;

/** @returns paths from the root, with forward slashes, of files with one of these endings, such as ".ts". */
export function sources(...endings: string[]): string[] {
  const within = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (notOurs.test(entry.name)) return [];
      return entry.isDirectory() ? within(path) : entry.isFile() ? [path] : [];
    });
  return within("").filter((file) => endings.some((ending) => file.endsWith(ending)));
}
