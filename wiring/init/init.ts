/** Wires init to the user's files, and to what can be read instead of asked. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Folder, InitEffects } from "../../workflows/init/init";
import type { Connections } from "../connections";
import { environmentsFolder, evaluateFile } from "../declared";
import { initReadings } from "./readings";

export const initEffects = (connections: Connections): Pick<InitEffects, "folder" | "read"> => ({
  folder: openFolder(connections),
  read: initReadings(connections),
});

function openFolder(connections: Connections): Folder {
  const folder = environmentsFolder(connections);
  const place = (file: string): string => join(folder, basename(file));
  return {
    names: () => (existsSync(folder) ? readdirSync(folder).flatMap((file) => (file.endsWith(".ts") ? file.slice(0, -3) : [])) : []),
    textOf: (file) => (existsSync(place(file)) ? readFileSync(place(file), "utf8") : undefined),
    evaluate(file, text) {
      // Beside the others: it may import from there.
      const trial = join(folder, `.${basename(file, ".ts")}-${process.pid}.ts`);
      writeFileSync(trial, text);
      try {
        return evaluateFile(trial, file);
      } finally {
        rmSync(trial);
      }
    },
    write(file, text) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(place(file), text);
      // A rehearsal in this process reads it anew.
      delete require.cache[place(file)];
    },
    remove: (file) => rmSync(place(file)),
  };
}
