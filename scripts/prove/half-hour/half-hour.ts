/**
 * The first half hour of somebody with data of their own: a clone, `init` answered by hand on a terminal of 80 columns, and each command that it says
 * comes next, until the rehearsal of their own domain is green. The examples that the clone has are replaced on the way. A transcript is kept.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { questions } from "../../../declaration/new-environment/questions";
import type { Proof, ProofResult } from "../proof";
import { type InitFlags, setUpTable } from "../set-up-table";
import { nextCommands, tooWide } from "./screen";

const root = join(__dirname, "..", "..", "..");
const columns = 80;
const mostSeconds = 300;
/** What `npm ci` downloads is measured apart: everything else takes this checkout's packages. */
const installing = "npm-ci";
const played = ["ses-only", "office-senders", "two-dns-hosts"];

interface Said {
  code: number | null;
  shown: string;
}

export const halfHour: Proof = {
  name: "half-hour",
  claim: `from a clone to a green rehearsal of an own domain: under ${mostSeconds / 60} minutes, no command that fails, no line that wraps`,
  parts: [installing, ...played],
  run: async (_seed, narrate, _size, parts) => {
    const failures: string[] = [];
    for (const part of parts) {
      const startedAt = performance.now();
      const problems = await prove(part, join(root, ".twinpost", "half-hour"));
      const seconds = (performance.now() - startedAt) / 1000;
      if (part !== installing && seconds > mostSeconds) problems.push(`took ${seconds.toFixed(0)} s, expected at most ${mostSeconds}`);
      narrate(`${part}: ${problems.length === 0 ? "passed" : problems[0]} (${seconds.toFixed(0)} s)`);
      failures.push(...problems.map((problem) => `${part}: ${problem}`));
    }
    return { tries: parts.length, failures } satisfies ProofResult;
  },
};

async function prove(part: string, transcripts: string): Promise<string[]> {
  const directory = mkdtempSync(join(tmpdir(), "twinpost-half-hour-"));
  try {
    execFileSync("git", ["clone", "--quiet", "--depth", "1", `file://${root}`, directory]);
    if (part === installing) return await install(directory);
    symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
    return await play(part, directory, transcripts);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function install(directory: string): Promise<string[]> {
  const child = spawn("npm", ["ci", "--no-audit", "--no-fund"], { cwd: directory, stdio: "ignore" });
  const [code] = (await once(child, "close")) as [number | null];
  return code === 0 ? [] : [`npm ci ended with ${code}`];
}

async function play(part: string, directory: string, transcripts: string): Promise<string[]> {
  const { environments = [] } = setUpTable.find(({ name }) => name === part) ?? {};
  const problems: string[] = [];
  const transcript: string[] = [];
  const run = async (words: string[], answers: readonly [string, string][] = []): Promise<string> => {
    const { code, shown } = await onTerminal(words, answers, directory);
    transcript.push(`$ ${words.join(" ")}\n${shown}\n[exit code ${code}]\n`);
    if (code !== 0) problems.push(`${words.join(" ")} ended with ${code}`);
    problems.push(...tooWide(shown, columns, promptsOf()).map((line) => `wider than ${columns} columns: ${line}`));
    return shown;
  };
  for (const flags of environments) {
    const shown = await run(["npx", "twinpost", "init"], answersOf(flags));
    const next = nextCommands(shown);
    if (next.length === 0) problems.push("init says no command that comes next");
    for (const words of next) await run(words);
  }
  mkdirSync(transcripts, { recursive: true });
  writeFileSync(join(transcripts, `${part}.txt`), transcript.join("\n"));
  return problems;
}

const rehearseNow = "now, on this machine";
const promptsOf = (): string[] => [...questions.map(({ text }) => text), "[", ":", "Write this?"];

/** A person types what the flags say; Enter takes everything else as it is offered. */
const answersOf = (flags: InitFlags): [string, string][] => [
  ...questions.flatMap(({ flag, text }): [string, string][] => {
    const value = flags[flag.replace(/^--| .*$/g, "")];
    return value === undefined ? [] : [[text, value]];
  }),
  [rehearseNow, "no"],
];

/** Without any login that this shell may have. */
async function onTerminal(words: string[], answers: readonly [string, string][], directory: string): Promise<Said> {
  const file = join(directory, ".twinpost-answers.json");
  writeFileSync(file, JSON.stringify(answers));
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_(?!CA_BUNDLE)|TWINPOST_|CLOUDFLARE_|SENDGRID_|GITHUB_|CI$|NO_COLOR$)/.test(name),
  );
  const child = spawn("python3", [join(__dirname, "play.py"), String(columns), file, ...words], {
    cwd: directory,
    env: {
      ...Object.fromEntries(own),
      TERM: "xterm-256color",
      // npx links each checkout that it is used in, in its cache.
      npm_config_cache: join(directory, ".twinpost", "npm-cache"),
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let shown = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (shown += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, shown };
}
