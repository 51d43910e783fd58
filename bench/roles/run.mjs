// `node --import tsx bench/roles/run.mjs`: how long a rehearsal takes as the declared roles, against one as an administrator whom no policy
// judges, in turns. ROUNDS=3 for more; ENVIRONMENT=dev for another than staging.
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(join("..", ".."), import.meta.url));
const rounds = Number(process.env.ROUNDS ?? 1);
const env = process.env.ENVIRONMENT ?? "staging";
const { main } = await import("../../cli/main.ts");
const { rehearse } = await import("../../rehearsal/rehearse.ts");
const { rehearsalScope } = await import("../../rehearsal/scope.ts");
const { stageRehearsal } = await import("../../rehearsal/stage.ts");
const { loadDeclaredFiles } = await import("../../wiring/declared.ts");

const kinds = { "as an administrator": { asAdministrator: true }, "as the declared roles": {} };
/** The aim: policies cost a tenth at most. */
const most = 1.1;

async function time(kind) {
  const directory = mkdtempSync(join(tmpdir(), "bench-roles-"));
  const out = { write: () => {} };
  const world = { env: { ...process.env, TWINPOST_WORK_DIRECTORY: directory }, stdout: out, stderr: out, directory: root, twinpost: main };
  const declared = loadDeclaredFiles(world);
  const scope = rehearsalScope(declared, env);
  const options = { env, seed: "bench", calm: true, terraformPlugins: "stand-ins", ...kinds[kind] };
  const stage = stageRehearsal(scope, declared, options, world);
  const started = performance.now();
  try {
    const { steps } = await rehearse(scope, stage.effects);
    const failed = steps.find(({ status }) => status !== "done");
    if (failed) throw new Error(`${kind}: ${failed.id} ${failed.status}: ${failed.error}`);
    const calls = stage.sandbox().log.entries.filter(({ service }) => service in awsServices);
    return { wall: performance.now() - started, calls: calls.length, aws: calls.reduce((sum, { ms }) => sum + ms, 0) };
  } finally {
    await stage.end();
    rmSync(directory, { recursive: true });
  }
}
const awsServices = Object.fromEntries(
  ["cloudtrail", "events", "iam", "kms", "monitoring", "s3", "secretsmanager", "ses", "sns", "sts"].map((service) => [service, true]),
);

const times = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
for (let round = 0; round < rounds; round += 1) {
  // Who goes first takes turns, so that a machine that gets busier is fair to both.
  const order = Object.keys(kinds);
  for (const kind of round % 2 === 0 ? order : order.reverse()) times[kind].push(await time(kind));
}
const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
const of = (kind, what) => median(times[kind].map((taken) => taken[what]));
const [plain, judged] = Object.keys(kinds);
console.log(
  `${env}, calm, ${rounds} rounds in turns, Node ${process.versions.node}, ${cpus().length} cores, load ${loadavg()[0].toFixed(0)}\n`,
);
console.log("| | wall, s | calls to AWS | ms a call |\n| --- | --- | --- | --- |");
for (const kind of [plain, judged])
  console.log(
    `| ${kind} | ${(of(kind, "wall") / 1000).toFixed(1)} | ${of(kind, "calls")} | ${(of(kind, "aws") / of(kind, "calls")).toFixed(1)} |`,
  );
const ratio = median(times[judged].map(({ wall }, round) => wall / times[plain][round].wall));
console.log(`\nwall: ${ratio.toFixed(2)} x, aim ${most} x: ${ratio <= most ? "holds" : "**short**"}`);
