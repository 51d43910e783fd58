// `node bench/verify/run.mjs`: verification of 200 domains, against sequential checkdmarc and a bare c-ares loop, in turns, each in a process of its own.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { cpus, homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "./server.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const rounds = Number(process.env.ROUNDS ?? 5);
const few = 200;
const many = 5_000;
const scratch = mkdtempSync(join(tmpdir(), "twinpost-bench-verify-"));
const questionsFile = join(scratch, "questions.json");

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
const run = (program, words) => JSON.parse(execFileSync(program, words.map(String), { cwd: join(here, "..", ".."), encoding: "utf8" }));
const ours = (port, domains, ...more) => run(process.execPath, ["--import", "tsx", join(here, "ours.mjs"), port, domains, ...more]);

/** Made aside and then renamed, so that it is never half of itself. @returns the path of a Python that has checkdmarc. */
function prepareCheckdmarc() {
  const requirements = join(here, "requirements.txt");
  const key = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "twinpost");
  const home = join(cache, `checkdmarc-${key}`);
  if (existsSync(home)) return join(home, "bin", "python");
  const aside = `${home}.${process.pid}`;
  mkdirSync(cache, { recursive: true });
  try {
    execFileSync("python3", ["-m", "venv", aside]);
    execFileSync(join(aside, "bin", "python"), ["-m", "pip", "install", "--quiet", "--no-input", "-r", requirements]);
    renameSync(aside, home);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return join(home, "bin", "python");
}

const python = prepareCheckdmarc();
const server = await startServer(join(scratch, "nsd"), many);
try {
  const { port } = server;
  ours(port, few, questionsFile);
  const sides = {
    "Twinpost: `checkDomain`, 16 domains at once": () => ours(port, few),
    "checkdmarc 6.0.4, one domain after the other": () => run(python, [join(here, "sequential_checkdmarc.py"), port, few]),
    "bare loop: the same questions by `node:dns`, 64 in flight": () => run(process.execPath, [join(here, "bare.mjs"), port, questionsFile]),
  };
  const results = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) for (const [name, side] of Object.entries(sides)) results[name].push(side());
  const of = (name, field) => median(results[name].map((result) => result[field]));
  const [first] = Object.keys(sides);
  console.log(`${few} domains, median of ${rounds} rounds in turns, Node ${process.versions.node}, ${cpus().length} cores\n`);
  console.log("| | seconds | against Twinpost | questions a domain | slowest question of all rounds, ms | peak RSS, MB |");
  console.log("| --- | --- | --- | --- | --- | --- |");
  for (const name of Object.keys(sides)) {
    const slowest = Math.max(...results[name].map((result) => result.slowest));
    const ratio = (of(name, "seconds") / of(first, "seconds")).toFixed(2);
    const cells = [of(name, "seconds").toFixed(3), `${ratio} x`, (of(name, "asked") / few).toFixed(1), slowest.toFixed(0)];
    console.log(`| ${[name, ...cells, of(name, "peakMb").toFixed(0)].join(" | ")} |`);
  }
  const large = ours(port, many);
  const { seconds, slowest, peakMb } = large;
  console.log(
    `\n${many} domains: ${seconds.toFixed(2)} s, slowest question ${slowest.toFixed(0)} ms, peak RSS ${peakMb.toFixed(0)} MB; ${few} domains: ${of(first, "peakMb").toFixed(0)} MB`,
  );
  const wrong = [...Object.values(results).flat(), large].filter((result) => result.wrong > 0);
  if (wrong.length > 0) throw new Error(`${wrong.length} runs had wrong answers: they did not measure the same`);
} finally {
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}
