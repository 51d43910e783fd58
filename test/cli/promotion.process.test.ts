/** The commands of docs/promotion.md, against a bucket on loopback with records in it. Those that run Terraform are a rehearsal's; their words are checked. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../cli/main";
import { groups } from "../../cli/verbs";
import { evidenceKey, evidencePrefix } from "../../declaration/names/evidence";
import { type Evidence, writeEvidence } from "../../evidence/evidence";
import { type ObjectServer, useObjectServer } from "../adapters/store/object-server";
import { applied, drift, evidence, verified } from "../workflows/promote/promotion-world";

const root = join(__dirname, "..", "..");
const commands = [...readFileSync(join(root, "docs", "promotion.md"), "utf8").matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
  .flatMap(([, block = ""]) => block.split("\n"))
  .filter((line) => line.startsWith("npx twinpost "))
  .map((line) => [...line.slice("npx twinpost ".length).matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? ""));

/** Terraform has a part in these. */
const usesTerraform = ([verb, ...words]: string[]): boolean =>
  ["plan", "apply", "verify", "status"].includes(verb ?? "") || (verb === "roll-back" && words.includes("--to"));

const start = useObjectServer("twinpost-state-111122223333-eu-west-1");
let server: ObjectServer;
beforeEach(async () => {
  server = await start();
});

/** The tip of the main branch, as `promote` finds it. */
function tip(): string {
  const git = (...words: string[]): string =>
    execFileSync("git", words, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  for (const ref of ["refs/remotes/origin/main", "refs/heads/main"]) {
    try {
      return git("rev-parse", "--verify", "-q", ref);
    } catch {}
  }
  return git("rev-parse", "HEAD");
}

const commit = { id: tip(), dirty: false };
const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);

function record(what: Evidence, target: string, hours: number): void {
  const each = { ...what, target, at: hoursAgo(hours), commit, source: "sandbox" as const };
  server.objects.set(evidencePrefix(each.kind, target) + evidenceKey(each), writeEvidence(each));
}

async function run(words: string[], env: Record<string, string> = {}): Promise<{ code: number; said: string }> {
  let said = "";
  const out = { write: (text: string) => (said += text) };
  const login = { AWS_ENDPOINT_URL: server.url, AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x", AWS_S3_USE_PATH_STYLE: "true" };
  const settings = { TWINPOST_ENVIRONMENTS: join(root, "environments"), ...login, ...env };
  const code = await main(words, { env: settings, stdout: out, stderr: out, directory: root, twinpost: main });
  return { code, said };
}

const commandOf = (verb: string, word: string): string[] => commands.find((each) => each[0] === verb && each.includes(word)) ?? [];
/** Nobody can be asked there. */
const runWithoutTerminal = (words: string[]) => run([...words, "--yes"]);
const kinds = (): string[] => [...new Set([...server.objects.keys()].map((key) => key.split("/").slice(1, 3).join(" ")))].sort();
const refusalsIn = (said: string): string[] => [...said.matchAll(/^promotion\/([a-z-]+) /gm)].map(([, id = ""]) => id);

test("every command of the page has a verb's name and its options", () => {
  const verbs = groups.flatMap((group) => group.verbs);
  const wrong = commands.flatMap(([name = "", ...words]) => {
    const known = verbs
      .find((verb) => verb.name === name)
      ?.options()
      .map(({ long }) => long);
    return words.filter((word) => word.startsWith("--") && !known?.includes(word)).map((word) => `${name} ${word}`);
  });
  expect(wrong).toEqual([]);
  expect(commands.filter((each) => !usesTerraform(each))).toHaveLength(5);
});

test("asking: refused with every reason, then, with records, with none", async () => {
  const ask = commandOf("promote", "dev");
  const refused = await run(ask);
  expect(refused.code).toBe(3);
  expect(refusalsIn(refused.said)).toEqual(["not-applied"]);
  record(applied(0), "dev", 0.5);
  expect(refusalsIn((await run(ask)).said)).toEqual(["not-verified", "not-soaked", "drifted"]);
  record(applied(0), "dev", 2);
  record(verified(0), "dev", 0.2);
  record(drift(0), "dev", 0.1);
  const { code, said } = await run(ask);
  expect([code, refusalsIn(said)]).toEqual([0, []]);
  expect(said).toContain(commit.id);
  expect(kinds()).not.toContain("promotion staging");
});

test("doing it: refused until the commit is planned, and while it is held", async () => {
  record(applied(0), "dev", 2);
  record(verified(0), "dev", 0.2);
  record(drift(0), "dev", 0.1);
  record(evidence("hold", 0, { state: "held", why: "bounces" }), "staging", 1);
  const { code, said } = await run(["promote", "--from", "dev", "--to", "staging", "--apply", "--yes"]);
  expect([code, refusalsIn(said)]).toEqual([3, ["gate", "held"]]);
  expect(kinds()).not.toContain("promotion staging");
});

test("an emergency edit by somebody who is not declared, and a review of none", async () => {
  const emergency = await runWithoutTerminal(commandOf("promote", "--emergency"));
  expect(emergency.code).toBe(3);
  expect(refusalsIn(emergency.said)).toContain("emergency");
  expect((await runWithoutTerminal(commandOf("promote", "--reviewed"))).code).toBe(1);
});

test("a review of an emergency edit, and the end of a hold, are recorded", async () => {
  const edit = { what: "emergency" as const, from: "staging", commit: commit.id, reason: "it is down now", skipped: [], differs: [] };
  record(evidence("promotion", 0, edit), "prod", 3);
  record(evidence("hold", 0, { state: "held", why: "bounces" }), "prod", 1);
  expect((await runWithoutTerminal(commandOf("promote", "--reviewed"))).code).toBe(0);
  expect((await runWithoutTerminal(commandOf("roll-back", "--lift"))).code).toBe(0);
  expect([...server.objects.values()].map((text) => (JSON.parse(text) as { result: { what?: string; state?: string } }).result)).toEqual(
    expect.arrayContaining([expect.objectContaining({ what: "reviewed" }), expect.objectContaining({ state: "lifted" })]),
  );
  expect((await runWithoutTerminal(commandOf("roll-back", "--lift"))).code).toBe(1);
});
