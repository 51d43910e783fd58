/**
 * Why moto answered with its page for people: its log says whether the action is not written yet, or a Python package is missing that
 * `moto-requirements.txt` leaves out, or moto itself failed.
 */
import { readFileSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export interface MotoFailures {
  /** Where the log ends now. */
  mark(): number;
  /** @returns what to say of a call that failed since then. */
  since(mark: number): Promise<string>;
}

export const notWritten = "the sandbox does not know this action";
/** moto's server answers first, and writes its log after that. */
const patienceMs = 1000;

export function motoFailures(logFile: string): MotoFailures {
  const log = (from: number): string => readFileSync(logFile).subarray(from).toString();
  return {
    mark: () => statSync(logFile).size,
    async since(mark) {
      for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await sleep(20)) {
        const reason = reasonIn(log(mark));
        if (reason) return reason;
      }
      return notWritten;
    },
  };
}

/** @param log from the beginning of a call, which may be followed by others. @returns undefined when no traceback has ended yet. */
export function reasonIn(log: string): string | undefined {
  const [, error, message = ""] = /^Error on request:\n(?:.*\n)*?(\w+(?:\.\w+)*): (.*)$/m.exec(log) ?? [];
  if (!error) return undefined;
  if (error === "NotImplementedError") return notWritten;
  const [, missing] = /^No module named '([^']+)'/.exec(message) ?? [];
  return missing ? `the sandbox's moto was installed without "${missing}", which this action needs` : `moto failed, with ${error}`;
}
