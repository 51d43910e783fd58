// `node bench/verify/run.mjs`: verification of many domains, against sequential checkdmarc and a bare c-ares loop, in turns, each in a process of its own.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { cpus, homedir, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startServer } from "./server.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const rounds = Number(process.env.ROUNDS ?? 5);
const many = 5_000;
const farMs = 20;
const scratch = mkdtempSync(join(tmpdir(), "twinpost-bench-verify-"));
const questionsFile = join(scratch, "questions.json");

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
const run = (program, words) => JSON.parse(execFileSync(program, words.map(String), { cwd: join(here, "..", ".."), encoding: "utf8" }));
const ours = (port, domains, ...more) =>
  run(process.execPath, ["--expose-gc", "--import", "tsx", join(here, "ours.mjs"), port, domains, ...more]);

const sides = {
  "Twinpost: `checkDomain`, 16 domains at once": (port, domains) => ours(port, domains),
  "checkdmarc 6.0.4, one domain after the other": (port, domains) => run(python, [join(here, "sequential_checkdmarc.py"), port, domains]),
  "bare loop: the same questions by `node:dns`, 64 in flight": (port) =>
    run(process.execPath, [join(here, "bare.mjs"), port, questionsFile]),
};
const [twinpost, checkdmarc, bare] = Object.keys(sides);

/** Prints a table. @returns all results. */
function compare(title, { port, domains, names, times = rounds }) {
  ours(port, domains, questionsFile);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < times; round += 1) for (const name of names) results[name].push(sides[name](port, domains));
  const of = (name, field) => median(results[name].map((result) => result[field]));
  console.log(`\n${title}, median of ${times} rounds in turns, load ${loadavg()[0].toFixed(1)}\n`);
  console.log(
    "| | seconds | against Twinpost | CPU, s | ms a domain | questions a domain | slowest question of all rounds, ms | peak RSS, MB |",
  );
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const name of names) {
    const seconds = of(name, "seconds");
    const slowest = Math.max(...results[name].map((result) => result.slowest));
    const ratio = `${(seconds / of(twinpost, "seconds")).toFixed(2)} x`;
    const perDomain = [((seconds * 1000) / domains).toFixed(2), (of(name, "asked") / domains).toFixed(1)];
    const cells = [seconds.toFixed(3), ratio, of(name, "cpu").toFixed(3), ...perDomain];
    console.log(`| ${[name, ...cells, slowest.toFixed(0), of(name, "peakMb").toFixed(0)].join(" | ")} |`);
  }
  const held = of(twinpost, "heldMb");
  console.log(`\nTwinpost's heap at the end, garbage collected: ${held.toFixed(1)} MB`);
  return Object.values(results).flat();
}

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
const distance = spawn(process.execPath, [join(here, "distance.mjs"), server.port, farMs].map(String), {
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const near = server.port;
  const far = Number(String((await once(distance.stdout, "data"))[0]));
  console.log(`Node ${process.versions.node}, ${cpus().length} cores`);
  const few = Math.min(rounds, 3);
  const results = [
    ...compare("200 domains", { port: near, domains: 200, names: [twinpost, checkdmarc, bare] }),
    ...compare("5,000 domains", { port: near, domains: many, names: [twinpost, bare], times: few }),
    ...compare(`50 domains, ${farMs} ms away`, { port: far, domains: 50, names: [twinpost, checkdmarc, bare], times: few }),
    ...compare(`One domain, ${farMs} ms away`, { port: far, domains: 1, names: [twinpost, checkdmarc] }),
  ];
  const wrong = results.filter((result) => result.wrong > 0);
  if (wrong.length > 0) throw new Error(`${wrong.length} runs had wrong answers: they did not measure the same`);
} finally {
  distance.kill();
  await server.stop();
  rmSync(scratch, { recursive: true, force: true });
}
