// `node bench/start/run.mjs`: how long Twinpost takes to start, against bare Node on the same machine, in turns. ROUNDS=40 for more.
import { spawnSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(join("..", ".."), import.meta.url));
const rounds = Number(process.env.ROUNDS ?? 20);
const program = join("bin", "twinpost");

/** `most` is the aim: so many times bare Node. */
const runners = {
  "bare: `node -e 0`": { words: ["-e", "0"] },
  "`twinpost --help`": { words: [program, "--help"], most: 3 },
  "`twinpost plan --help`": { words: [program, "plan", "--help"], most: 3 },
  "`twinpost validate`": { words: [program, "validate"], most: 6 },
};

/** @returns milliseconds of wall and of CPU, children included. */
function time(words) {
  const script = 'TIMEFORMAT="timed %U %S"; time "$@"';
  const started = performance.now();
  const { status, stderr } = spawnSync("bash", ["-c", script, "bash", process.execPath, ...words], { cwd: root, encoding: "utf8" });
  const wall = performance.now() - started;
  if (status !== 0) throw new Error(`${words.join(" ")} failed\n${stderr}`);
  const [, user, system] = /timed ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  return { wall, cpu: (Number(user) + Number(system)) * 1000 };
}

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

const names = Object.keys(runners);
const times = Object.fromEntries(names.map((name) => [name, []]));
for (let round = 0; round <= rounds; round += 1) {
  for (const name of names) {
    const taken = time(runners[name].words);
    // The first round warms the disk and the caches, for all alike.
    if (round > 0) times[name].push(taken);
  }
}
const load = loadavg()[0].toFixed(0);
console.log(`median of ${rounds} rounds in turns, Node ${process.versions.node}, ${cpus().length} cores, load ${load}\n`);
console.log("| | wall, ms | CPU, ms | wall against bare Node | CPU against bare Node | aim |\n| --- | --- | --- | --- | --- | --- |");
const [bare] = names;
for (const name of names) {
  const of = (kind) => median(times[name].map((taken) => taken[kind]));
  // Round by round, so that a machine that is busy for a while is so for both.
  const ratio = (kind) => median(times[name].map((taken, round) => taken[kind] / times[bare][round][kind]));
  const { most } = runners[name];
  const aim = most === undefined ? "" : `${most} x ${ratio("wall") <= most ? "holds" : "**short**"}`;
  const ratios = `${ratio("wall").toFixed(1)} x | ${ratio("cpu").toFixed(1)} x`;
  console.log(`| ${name} | ${of("wall").toFixed(0)} | ${of("cpu").toFixed(0)} | ${ratios} | ${aim} |`);
}
