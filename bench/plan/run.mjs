// `node bench/plan/run.mjs`: from the start of a pull request's job to its comment, against bare `terraform init` and `terraform plan` of the same
// stack in the same sandbox, in turns; then three environments side by side against one after the other. ROUNDS=5 for more.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(join("..", ".."), import.meta.url));
const rounds = Number(process.env.ROUNDS ?? 3);
const environments = (process.env.ENVIRONMENTS ?? "dev staging prod").split(" ");
const [one] = environments;
const twinpost = join(root, "bin", "twinpost");
const name = `bench-plan-${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), "bench-plan-"));

const timed = 'TIMEFORMAT="timed %U %S"; time "$@"';

/** @returns seconds of wall and of CPU, that of children and of Terraform's plugins included. */
async function run(program, words, { env, directory = root, codes = [0] }) {
  const started = performance.now();
  const child = spawn("bash", ["-c", timed, "bash", program, ...words], { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  const [code] = await once(child, "close");
  if (!codes.includes(code)) throw new Error(`${program} ${words.join(" ")} ended with ${code}\n${said}`);
  const [, user, system] = /timed ([\d.]+) ([\d.]+)\n$/.exec(said) ?? [];
  return { wall: (performance.now() - started) / 1000, cpu: Number(user) + Number(system) };
}

/** One after the other. */
async function inOrder(...runs) {
  const sum = { wall: 0, cpu: 0 };
  for (const each of runs) {
    const { wall, cpu } = await each();
    sum.wall += wall;
    sum.cpu += cpu;
  }
  return sum;
}

/** The shell that `sandbox env` makes, as variables. */
function shellOf(environment) {
  const words = [twinpost, "sandbox", "env", "--name", name, "--env", environment];
  const { stdout, status, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  const script = `${stdout}\nenv -0`;
  const variables = spawnSync("bash", ["-c", script], {
    cwd: root,
    encoding: "utf8",
    env: process.env,
    maxBuffer: 64 * 1024 * 1024,
  }).stdout;
  return Object.fromEntries(
    variables
      .split("\0")
      .filter(Boolean)
      .map((entry) => entry.split(/=([\s\S]*)/, 2)),
  );
}

let runs = 0;
/** A fresh checkout's job: nothing is there but the plugins. */
function job(environment) {
  runs += 1;
  const place = join(folder, `run-${runs}`);
  mkdirSync(place);
  const event = join(place, "event.json");
  writeFileSync(event, JSON.stringify({ repository: { default_branch: "main" } }));
  const github = {
    ...{ GITHUB_ACTIONS: "true", GITHUB_REPOSITORY: "example/mail", GITHUB_EVENT_NAME: "pull_request", GITHUB_EVENT_PATH: event },
    ...{
      GITHUB_REF: "refs/pull/7/merge",
      GITHUB_SHA: "9".repeat(40),
      GITHUB_RUN_ID: String(runs),
      GITHUB_STEP_SUMMARY: join(place, "page.md"),
    },
  };
  const own = { TWINPOST_WORK_DIRECTORY: join(place, "work"), CDKTF_OUTDIR: join(place, "cdktf.out"), GITHUB_TOKEN: "" };
  return { place, env: { ...shells[environment], ...github, ...own } };
}

/** A gate that holds a plan back ends with 3, and the record is there. */
async function ours(environment) {
  const { place, env } = job(environment);
  const planned = join(place, "planned");
  return inOrder(
    () => run(process.execPath, [twinpost, "plan", "--env", environment, "--share", planned], { env, codes: [0, 3] }),
    () => run(process.execPath, [twinpost, "comment", "--plans", planned], { env }),
  );
}

async function bare(environment) {
  const { place, env } = job(environment);
  const stack = join(place, "stack");
  cpSync(join(folder, "synthesised", "stacks", `email-${environment}`), stack, { recursive: true });
  const plain = {
    ...env,
    TF_DATA_DIR: join(place, "data"),
    TF_VAR_cloudflare_base_url: env.TWINPOST_CLOUDFLARE_URL,
  };
  return inOrder(
    () => run("terraform", ["init", "-input=false"], { env: plain, directory: stack }),
    () => run("terraform", ["plan", "-input=false", "-lock=false", `-out=${join(place, "plan")}`], { env: plain, directory: stack }),
  );
}

const inTurn = () => inOrder(...environments.map((environment) => () => ours(environment)));
const sideBySide = async () => {
  const started = performance.now();
  const all = await Promise.all(environments.map(ours));
  return { wall: (performance.now() - started) / 1000, cpu: all.reduce((sum, { cpu }) => sum + cpu, 0) };
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** In turns, so that a machine that gets busier is fair to both. */
async function compare(first, second) {
  const times = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? [0, 1] : [1, 0];
    for (const index of order) times[index].push(await [first, second][index]());
  }
  const of = (kind) => {
    const [ofFirst, ofSecond] = times.map((taken) => taken.map((each) => each[kind]));
    return { first: median(ofFirst), second: median(ofSecond), ratio: median(ofFirst.map((taken, round) => taken / ofSecond[round])) };
  };
  return { wall: of("wall"), cpu: of("cpu") };
}

const sandbox = spawn(process.execPath, [twinpost, "sandbox", "--calm", "--name", name], {
  cwd: root,
  stdio: ["ignore", "pipe", "inherit"],
});
const shells = {};
try {
  for await (const text of sandbox.stdout) if (String(text).includes("In another terminal")) break;
  for (const environment of environments) shells[environment] = shellOf(environment);
  for (const environment of environments)
    await run(process.execPath, [twinpost, "bootstrap", "--env", environment, "--apply"], {
      env: { ...shells[environment], GITHUB_TOKEN: "" },
      codes: [0, 1, 3],
    });
  await run("npm", ["run", "synth"], { env: { ...process.env, CDKTF_OUTDIR: join(folder, "synthesised") } });
  await ours(one);
  await bare(one);
  const cells = ({ first, second, ratio }) => `${first.toFixed(1)} | ${second.toFixed(1)} | ${ratio.toFixed(2)} x`;
  const row = (what, { wall, cpu }, aim, holds) =>
    console.log(`| ${what} | ${cells(wall)} | ${cells(cpu)} | ${aim} ${holds ? "holds" : "**short**"} |`);
  console.log(
    `median of ${rounds} rounds in turns, Node ${process.versions.node}, ${cpus().length} cores, load ${loadavg()[0].toFixed(0)}\n`,
  );
  console.log(
    "| | wall, s | against, s | ratio | CPU, s | against, s | ratio | aim, by wall |\n| --- | --- | --- | --- | --- | --- | --- | --- |",
  );
  const single = await compare(
    () => ours(one),
    () => bare(one),
  );
  const what = `\`plan --share\` and \`comment\` of ${one} against \`terraform init\` and \`plan\``;
  row(what, single, "at most 1.2 x", single.wall.ratio <= 1.2);
  const three = await compare(inTurn, sideBySide);
  row(`${environments.length} environments in turn against side by side`, three, "at least 1.25 x", three.wall.ratio >= 1.25);
} finally {
  sandbox.kill("SIGINT");
  await once(sandbox, "close");
  rmSync(folder, { recursive: true, force: true });
}
