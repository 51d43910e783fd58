/** Children inherit the environment, so a mark in it finds them even after their parent is gone. */
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export interface Mark {
  /** Of the variables that every child gets (adapters/process/child-environment.ts). */
  XDG_PROOF: string;
}

export const newMark = (): Mark => ({ XDG_PROOF: randomUUID() });

export const processesWith = ({ XDG_PROOF }: Mark): number[] =>
  readdirSync("/proc").flatMap((name) => {
    try {
      const isOurs = /^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, "utf8").split("\0").includes(`XDG_PROOF=${XDG_PROOF}`);
      return isOurs ? [Number(name)] : [];
    } catch {
      // Ended meanwhile, or somebody else's.
      return [];
    }
  });

/** With `kill -9`, until none is left. */
export async function killAll(mark: Mark): Promise<void> {
  for (let pids = processesWith(mark); pids.length > 0; pids = processesWith(mark)) {
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // Ended meanwhile.
      }
    }
    await sleep(20);
  }
}
