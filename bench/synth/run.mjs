// `npm ci --ignore-scripts && npm run bench` in this folder: synthesis as Twinpost runs it, against the default `cdktf synth`, in turns, with the same output.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..");
const rounds = Number(process.env.ROUNDS ?? 5);
const scratch = mkdtempSync(join(tmpdir(), "twinpost-bench-synth-"));
const cdktf = join(here, "node_modules", ".bin", "cdktf");

/** Each writes to <out>/stacks/<name>/cdk.tf.json. `here` has a cdktf.json like `cdktf init` writes it: npx ts-node. */
const runners = {
  "Twinpost: `node --import tsx main.ts`": { words: ["node", "--import", "tsx", "main.ts"], cwd: root },
  "`cdktf synth` as `cdktf init` sets it up (`npx ts-node main.ts`)": { words: [cdktf, "synth"], cwd: here },
  "`cdktf synth` in this repository (`node --import tsx main.ts`)": { words: [cdktf, "synth"], cwd: root },
  'floor: `require("cdktf")` and nothing else': { words: ["node", "-e", 'require("cdktf")'], cwd: root, silent: true },
};

/** @returns seconds of wall and of CPU, children included. */
function time({ words, cwd }, out) {
  const env = {
    ...process.env,
    CDKTF_OUTDIR: out,
    CHECKPOINT_DISABLE: "1",
    CI: "1",
    PATH: `${join(here, "node_modules", ".bin")}:${process.env.PATH}`,
  };
  const more = words.includes("synth") ? ["--output", out] : [];
  const script = 'TIMEFORMAT="timed %R %U %S"; time "$@"';
  const { status, stderr } = spawnSync("bash", ["-c", script, "bash", ...words, ...more], { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${words.join(" ")} failed\n${stderr}`);
  const [, wall, user, system] = /timed ([\d.]+) ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  return { wall: Number(wall), cpu: Number(user) + Number(system) };
}

const outputOf = (out) =>
  Object.fromEntries(
    readdirSync(join(out, "stacks")).map((stack) => [stack, readFileSync(join(out, "stacks", stack, "cdk.tf.json"), "utf8")]),
  );
const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

try {
  const times = Object.fromEntries(Object.keys(runners).map((name) => [name, []]));
  const outputs = {};
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, runner] of Object.entries(runners)) {
      const out = join(scratch, String(Object.keys(runners).indexOf(name)));
      const taken = time(runner, out);
      // The first round warms the disk and tsx's cache, for all alike.
      if (round > 0) times[name].push(taken);
      if (!runner.silent) outputs[name] = JSON.stringify(outputOf(out));
    }
  }
  const [ours] = Object.keys(runners);
  const wallOf = (name) => median(times[name].map(({ wall }) => wall));
  const cpuOf = (name) => median(times[name].map(({ cpu }) => cpu));
  console.log(
    `${Object.keys(JSON.parse(outputs[ours])).length} stacks, median of ${rounds} rounds in turns, Node ${process.versions.node}, ${cpus().length} cores\n`,
  );
  console.log("| | wall, s | CPU, s | wall against Twinpost | CPU against Twinpost | output |\n| --- | --- | --- | --- | --- | --- |");
  for (const [name, { silent }] of Object.entries(runners)) {
    const same = silent ? "" : outputs[name] === outputs[ours] ? "the same bytes" : "DIFFERENT";
    const ratios = `${(wallOf(name) / wallOf(ours)).toFixed(1)} x | ${(cpuOf(name) / cpuOf(ours)).toFixed(1)} x`;
    console.log(`| ${name} | ${wallOf(name).toFixed(2)} | ${cpuOf(name).toFixed(2)} | ${ratios} | ${same} |`);
  }
  process.exitCode = Object.values(outputs).every((output) => output === outputs[ours]) ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
