/** Wires init to the files of the user's environments. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { InitEffects } from "../workflows/init";
import { environmentsFolder } from "./declared";
import type { Settings } from "./settings";

export function initEffects(settings: Settings): Pick<InitEffects, "exists" | "write"> {
  const place = (file: string): string => join(environmentsFolder(settings), basename(file));
  return {
    exists: (file) => existsSync(place(file)),
    write(file, text) {
      mkdirSync(environmentsFolder(settings), { recursive: true });
      writeFileSync(place(file), text);
    },
  };
}
