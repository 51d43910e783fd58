/** Every property that the tests hold with fast-check, tried many times more and from another seed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Proof, ProofResult } from "./proof";

const root = join(__dirname, "..", "..");

/** @param times as often as in `npm test`. */
async function proveProperties({ times, seed }: { times: number; seed: number }): Promise<ProofResult> {
  const directory = mkdtempSync(join(tmpdir(), "twinpost-properties-"));
  const [results, counts] = [join(directory, "results.json"), join(directory, "counts")];
  const words = ["--config", join(__dirname, "jest.properties.config.js"), "--json", `--outputFile=${results}`];
  const settings = { TWINPOST_PROVE_TIMES: String(times), TWINPOST_PROVE_SEED: String(seed), TWINPOST_PROVE_COUNTS: counts };
  const child = spawn(process.execPath, [join(root, "node_modules", "jest", "bin", "jest.js"), ...words], {
    cwd: root,
    env: { ...process.env, ...settings },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(child, "close");
  try {
    const { testResults } = JSON.parse(readFileSync(results, "utf8")) as JestResults;
    const failures = testResults.flatMap(({ name, assertionResults, message }) => {
      const failed = assertionResults.filter(({ status }) => status === "failed");
      return failed.length > 0
        ? failed.map(({ fullName, failureMessages: [why = ""] }) => `${name}: ${fullName}: ${why.slice(0, 400)}`)
        : assertionResults.length === 0
          ? [`${name}: ${message}`]
          : [];
    });
    const tries = readFileSync(counts, "utf8").trim().split("\n").map(Number);
    return { tries: tries.reduce((sum, count) => sum + count, 0), failures };
  } catch (error) {
    return { tries: 1, failures: [`jest gave no results: ${String(error)}\n${said.slice(-2_000)}`] };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

interface JestResults {
  testResults: {
    name: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

export const properties: Proof = {
  name: "properties",
  claim: "what holds for the values that `npm test` generates holds for twenty times as many others",
  run: (seed) => proveProperties({ times: 20, seed }),
};
